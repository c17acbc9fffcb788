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
    private static let continuations = ["", "}", " {}", " = \"\"", " -> 0", ": 0]", " = true withholds contact"]

    /// What is replaced: the word that the place is in.
    let range: SourceRange
    /// The words of the language that could stand there.
    private(set) var words: Set<String> = []
    /// The kind of name that the parser read there; nil where none can stand, and where a new name is given.
    private(set) var name: NameSite?
    /// The parts of the name in front of it: `device` and `app` for `device.app.`.
    private(set) var before: [String] = []
    /// What can be named there, where a value can stand.
    private(set) var value: ValueSite?

    init(_ source: SourceFile, at offset: Int, _ kind: WorkspaceFile.Kind, schema: CompiledSchema) {
        let start = Self.start(of: offset, in: source.bytes)
        range = SourceRange(start, Self.end(of: offset, in: source.bytes))
        for continuation in Self.continuations {
            let text =
                String(decoding: source.bytes[..<start], as: UTF8.self) + Self.word + continuation
                + String(decoding: source.bytes[range.end...], as: UTF8.self)
            let probed = SourceFile(path: source.path, text: text)
            let (file, words) = Parser.parse(probed, expectingAt: start)
            self.words.formUnion(words)
            var walk = NameWalk(visitor: NameSearch(offset: start))
            walk.walk(file)
            guard let found = walk.visitor.found else { continue }
            (name, before) = found
            if kind == .partner, found.site.isValue {
                value = PartnerCompiler.site(at: start, in: probed, schema: schema)
            }
            return
        }
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

    mutating func declare(_: Symbol.Kind, _: [Name], element _: ExpressionSyntax?) {}
    mutating func enter(_: Int) {}
    mutating func leave() {}
}
