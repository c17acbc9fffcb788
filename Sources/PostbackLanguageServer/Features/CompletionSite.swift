import PostbackCompiler
import PostbackLanguage

/// What can be written at a place of a file.
///
/// A word that nobody writes is put there, and the file is read: what the parser and the compiler make of that word says what
/// may stand in its place. Where nothing follows yet that the language wants there, it is put behind the word.
struct CompletionSite {
    /// The word that stands for what is not written yet.
    static let word = "not-written-yet"
    /// What may have to follow the word before the parser makes something of it.
    private static let continuations = [
        "", " {}", " = \"\"", " -> 0", ": 0", " \"R\" until 2099-12-31", " skips missing", " = absent skips missing",
        " \"R\"", " hosts \"a.test\"", " = true withholds contact",
    ]

    /// What is replaced: the word that the place is in.
    private(set) var range = SourceRange(0, 0)
    /// The words of the language that could stand there.
    private(set) var words: Set<String> = []
    /// The kind of name that the parser read there; nil where none can stand, and where a new name is given.
    private(set) var name: NameSite?
    /// The parts of the name in front of it: `device` and `app` for `device.app.`.
    private(set) var before: [String] = []
    /// What the file says, with the word in it; nil where the parser made nothing of it.
    private(set) var syntax: FileSyntax?
    /// What can be named there, where a value can stand.
    private(set) var value: ValueSite?

    init(
        _ source: SourceFile, _ tokens: [SourceToken], at offset: Int, _ kind: WorkspaceFile.Kind,
        schema: CompiledSchema
    ) {
        let bytes = source.bytes
        // A number is one word, its point included.
        let number = tokens.first {
            $0.kind == .number && $0.range.start <= offset && offset <= $0.range.end
        }
        let start = number?.range.start ?? Self.start(of: offset, in: bytes)
        let end = number?.range.end ?? Self.end(of: offset, in: bytes)
        let line = bytes[source.range(ofLine: source.line(at: start)).start..<start]
        let closing = Self.closing(line)
        var continuations = Self.continuations
        // In braces a key is meant, which the parser takes for a value as long as no equals sign follows.
        if line.last(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "{") { continuations.insert(" = \"\"", at: 0) }
        let head = String(decoding: bytes[..<start], as: UTF8.self) + Self.word
        let tail = String(decoding: bytes[end...], as: UTF8.self) + Self.missingBraces(tokens, source)
        var range = SourceRange(start, end)
        defer { self.range = range }
        for continuation in continuations + (closing.isEmpty ? [] : continuations.map { $0 + closing }) {
            let probed = SourceFile(path: source.path, text: head + continuation + tail)
            let (file, words) = Parser.parse(probed, expectingAt: start)
            self.words.formUnion(words)
            var walk = NameWalk(visitor: NameSearch(offset: start))
            walk.walk(file)
            guard let found = walk.visitor.found else { continue }
            syntax = file
            (name, before) = found
            if case .literal = found.site, start == offset {
                // A text that begins here is what another takes the place of.
                let text = tokens.first { $0.kind == .text && $0.range.start == start }
                range.end = text?.range.end ?? end
            }
            // What is offered in front of dots is a whole name.
            if before.isEmpty, found.site == .value || found.site == .setting || found.site == .macro {
                range.end = Self.endOfName(end, in: bytes)
            }
            if kind == .partner, found.site.isValue {
                value = PartnerCompiler.site(at: start, in: probed, schema: schema)
            }
            return
        }
    }

    /// What closes the brackets and the text that a line has opened.
    private static func closing(_ line: ArraySlice<UInt8>) -> String {
        let pairs: [Character: Character] = ["(": ")", "[": "]", "{": "}"]
        var open: [Character] = []
        var isEscaped = false
        for character in String(decoding: line, as: UTF8.self) {
            let isText = open.last == "\""
            switch character {
            case _ where isEscaped: isEscaped = false
            case "\\" where isText: isEscaped = true
            case "\"": if isText { open.removeLast() } else { open.append(character) }
            case "{": open.append(character)
            case "(" where !isText, "[" where !isText: open.append(character)
            case ")" where !isText, "]" where !isText, "}" where !isText: if open.last != "\"" { _ = open.popLast() }
            default: break
            }
        }
        return String(open.reversed().map { pairs[$0] ?? $0 })
    }

    /// The braces that a file lacks at its end.
    private static func missingBraces(_ tokens: [SourceToken], _ source: SourceFile) -> String {
        var open = 0
        for token in tokens where token.kind == .mark {
            if source.bytes[token.range.start] == UInt8(ascii: "{") { open += 1 }
            if source.bytes[token.range.start] == UInt8(ascii: "}") { open -= 1 }
        }
        return open > 0 ? "\n" + String(repeating: "}\n", count: open) : ""
    }

    /// The end of a dotted name of which one word ends at an offset.
    private static func endOfName(_ end: Int, in bytes: [UInt8]) -> Int {
        var end = end
        while end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), isPart(bytes[end + 1]) {
            end = Self.end(of: end + 1, in: bytes)
        }
        return end
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }

    /// Where the word begins that an offset is in.
    private static func start(of offset: Int, in bytes: [UInt8]) -> Int {
        var start = offset
        while start > 0, isPart(bytes[start - 1]) { start -= 1 }
        return start
    }

    private static func end(of offset: Int, in bytes: [UInt8]) -> Int {
        var end = offset
        while end < bytes.count, isPart(bytes[end]) { end += 1 }
        return end
    }
}

/// Looks for the name that begins at an offset.
private struct NameSearch: NameVisitor {
    let offset: Int
    /// What kind of name it is, and the names in front of it.
    var found: (site: NameSite, before: [String])?

    mutating func visit(_ names: [Name], _ site: NameSite) {
        guard let place = names.firstIndex(where: { $0.range.start == offset }) else { return }
        found = (site, names[..<place].map(\.text))
    }
}
