/// A text of a custom postback, divided into what is sent as it stands and values in braces.
struct TemplateText {
    /// A part of the text.
    enum Piece {
        /// Text, with its escapes taken out.
        case literal(String, column: Int)
        /// What stands between two braces.
        case value(String, column: Int)
    }

    /// The column, from 1, of a brace that is never closed; nil for none.
    private(set) var openBrace: Int?
    private let scalars: [Unicode.Scalar]
    /// The column of the first scalar, less one.
    private let offset: Int
    /// The ranges of values, braces included.
    private let values: [Range<Int>]

    init(_ text: String) {
        self.init(Array(text.unicodeScalars), offset: 0)
    }

    private init(_ scalars: [Unicode.Scalar], offset: Int) {
        self.scalars = scalars
        self.offset = offset
        var values: [Range<Int>] = []
        var place = 0
        while place < scalars.count {
            if scalars[place] == "\\" {
                place += 2
            } else if let end = Self.end(ofPlaceholder: place, scalars) {
                // Another platform's: it is no value, and called by its name.
                place = end
            } else if scalars[place] == "{" {
                guard let end = Self.end(ofValue: place, scalars) else {
                    openBrace = offset + place + 1
                    break
                }
                values.append(place..<end)
                place = end
            } else {
                place += 1
            }
        }
        self.values = values
    }

    /// The place behind `{{name}}`; nil for anything else.
    private static func end(ofPlaceholder start: Int, _ scalars: [Unicode.Scalar]) -> Int? {
        guard scalars[start...].starts(with: "{{".unicodeScalars) else { return nil }
        let name = scalars[(start + 2)...].prefix {
            $0.properties.isAlphabetic || "0123456789_. -".unicodeScalars.contains($0)
        }
        return scalars[name.endIndex...].starts(with: "}}".unicodeScalars) ? name.endIndex + 2 : nil
    }

    /// The place behind the brace that closes a value; nil when none does. Texts inside may hold braces of their own.
    private static func end(ofValue start: Int, _ scalars: [Unicode.Scalar], depth: Int = 0) -> Int? {
        var place = start + 1
        var isText = false
        while place < scalars.count {
            switch scalars[place] {
            case "\\" where isText: place += 2
            case "\"":
                isText.toggle()
                place += 1
            case "{":
                guard depth < 32, let end = end(ofValue: place, scalars, depth: depth + 1) else { return nil }
                place = end
            case "}" where !isText: return place + 1
            default: place += 1
            }
        }
        return nil
    }

    /// The parts in order.
    var pieces: [Piece] {
        var pieces: [Piece] = []
        var start = 0
        for value in values + [scalars.count..<scalars.count] {
            if value.lowerBound > start {
                let text = Self.unescaped(scalars[start..<value.lowerBound])
                pieces.append(.literal(text, column: offset + start + 1))
            }
            guard !value.isEmpty else { break }
            let inner = scalars[value.lowerBound + 1..<value.upperBound - 1]
            pieces.append(.value(Self.string(inner), column: offset + value.lowerBound + 2))
            start = value.upperBound
        }
        return pieces
    }

    /// Whether it has no scalar at all.
    var isEmpty: Bool { scalars.isEmpty }

    /// The column of its first scalar.
    var column: Int { offset + 1 }

    /// The text as it was written.
    var raw: String { Self.string(scalars[...]) }

    /// The text between values, once split at the first of some marks that stands outside of them: what is in front, and
    /// from the mark on what is behind.
    func split(before isMark: (Unicode.Scalar) -> Bool, from start: Int = 0) -> (TemplateText, TemplateText?) {
        guard let place = places(of: isMark, from: start).first else { return (self, nil) }
        return (part(0..<place), part(place..<scalars.count))
    }

    /// The parts between a mark that stands outside of values.
    func split(at mark: Unicode.Scalar) -> [TemplateText] {
        var parts: [TemplateText] = []
        var start = 0
        for place in places(of: { $0 == mark }) {
            parts.append(part(start..<place))
            start = place + 1
        }
        return parts + [part(start..<scalars.count)]
    }

    /// The text without its first scalars.
    func dropFirst(_ count: Int = 1) -> TemplateText { part(min(count, scalars.count)..<scalars.count) }

    /// Where marks stand outside of values, in order.
    private func places(of isMark: (Unicode.Scalar) -> Bool, from start: Int = 0) -> [Int] {
        // Places and values are both in order: each value is passed over once.
        var rest = values[...]
        return scalars.indices.dropFirst(start).filter { place in
            while let value = rest.first, value.upperBound <= place { rest.removeFirst() }
            return isMark(scalars[place]) && rest.first?.contains(place) != true
        }
    }

    private func part(_ range: Range<Int>) -> TemplateText {
        TemplateText(Array(scalars[range]), offset: offset + range.lowerBound)
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    /// `\{`, `\}` and `\\` stand for themselves.
    private static func unescaped(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in scalars {
            if scalar == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            if isEscaped, !"{}\\".unicodeScalars.contains(scalar) { text.append("\\") }
            text.append(scalar)
            isEscaped = false
        }
        if isEscaped { text.append("\\") }
        return String(text)
    }
}
