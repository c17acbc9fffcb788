import Foundation
import PostbackLanguage

/// A custom postback as a partner file, with where each part of it came from.
struct CustomSource {
    /// A part that a setting holds.
    private struct Segment {
        var range: Range<Int>
        var setting: String
        var column: Int
        /// Whether it stands in the file as in the setting, so that places inside it can be told.
        var isVerbatim: Bool
    }

    private(set) var text = ""
    private var segments: [Segment] = []
    private(set) var problems: [CustomPostbackProblem] = []

    /// Appends what the setting does not hold.
    mutating func add(_ text: String) { self.text += text }

    /// Appends what comes from a setting.
    private mutating func add(_ text: String, from setting: String, column: Int, isVerbatim: Bool = true) {
        let start = self.text.utf8.count
        self.text += text
        segments.append(
            Segment(range: start..<self.text.utf8.count, setting: setting, column: column, isVerbatim: isVerbatim))
    }

    /// Appends a name in quotes.
    mutating func add(name: String, from setting: String, column: Int = 1) {
        add("\"")
        add(SourceFormatter.escaped(name), from: setting, column: column, isVerbatim: false)
        add("\"")
    }

    /// Appends a word, a number or a truth value.
    mutating func add(word: String, from setting: String) { add(word, from: setting, column: 1) }

    /// Appends a value between marks, or another one in place of what does not end where it should.
    mutating func add(
        code: String, from setting: String, column: Int = 1, between marks: (String, String) = ("(", ")"),
        instead: String = "\"\""
    ) {
        let fault = Self.fault(of: code)
        if let fault { report(fault, setting, column) }
        add(marks.0)
        add(fault == nil ? code : instead, from: setting, column: column)
        add(marks.1)
    }

    /// Appends a text with values in braces; one that is nothing but one value is that value.
    ///
    /// - Parameter decodes: whether the text is part of a URL, percent-encoded.
    mutating func add(value text: TemplateText, from setting: String, decodes: Bool = false) {
        check(text, setting)
        let pieces = text.pieces
        if pieces.count == 1, case .value(let value, let column) = pieces[0] {
            return add(code: value, from: setting, column: column)
        }
        add("\"")
        add(pieces: pieces, from: setting, decodes: decodes)
        add("\"")
    }

    /// Appends a text with values in braces, as what it is inside quotes.
    mutating func add(structure text: TemplateText, from setting: String) {
        check(text, setting)
        add("\"")
        add(pieces: text.pieces, from: setting, decodes: false)
        add("\"")
    }

    private mutating func add(pieces: [TemplateText.Piece], from setting: String, decodes: Bool) {
        for piece in pieces {
            switch piece {
            case .literal(let text, let column):
                let decoded = decodes ? text.removingPercentEncoding : text
                // Another platform's `%%X%%` is called by its name.
                if decoded == nil, PlaceholderScanner.first(in: text, isKnown: { _ in false }) == nil {
                    report("'%' begins no percent-encoded character", setting, column, code: "broken_encoding")
                }
                if decodes, let place = text.unicodeScalars.firstIndex(of: "+") {
                    let offset = text.unicodeScalars.distance(from: text.unicodeScalars.startIndex, to: place)
                    report(
                        "'+' in a query is a space for some and a plus for others", setting, column + offset,
                        help: "write %20 for a space, and %2B for a plus")
                }
                add(SourceFormatter.escaped(decoded ?? text), from: setting, column: column, isVerbatim: false)
            case .value(let value, let column):
                add(code: value, from: setting, column: column, between: ("{", "}"))
            }
        }
    }

    private mutating func check(_ text: TemplateText, _ setting: String) {
        if let column = text.openBrace {
            report(
                "the brace is never closed", setting, column,
                help: #"a brace that is sent as it stands is written \{, in JSON "\\{""#)
        }
    }

    /// What would have a value read beyond its end, in words; nil for nothing.
    private static func fault(of value: String) -> String? {
        let mismatch = "the brackets or quotes of this value do not match"
        if value.contains(where: \.isNewline) { return "a value stands on one line" }
        var open: [Unicode.Scalar] = []
        var isSlash = false
        var isText = false
        var isEscaped = false
        let closing: [Unicode.Scalar: Unicode.Scalar] = ["(": ")", "[": "]", "{": "}"]
        for scalar in value.unicodeScalars {
            defer { isSlash = scalar == "/" && !isText }
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if scalar == "\\" {
                    isEscaped = true
                } else if scalar == "\"" {
                    isText = false
                }
            } else if scalar == "\"" {
                isText = true
            } else if scalar == "/", isSlash {
                return "a value holds no comment"
            } else if let close = closing[scalar] {
                open.append(close)
            } else if closing.values.contains(scalar), open.popLast() != scalar {
                return mismatch
            }
        }
        return open.isEmpty && !isText ? nil : mismatch
    }

    /// Notes what is wrong with the form of a setting.
    mutating func report(
        _ message: String, _ setting: String, _ column: Int? = nil, code: String? = nil, help: String? = nil
    ) {
        let problem = CustomPostbackProblem(
            setting: setting, column: column, code: code, message: message, help: help, isWarning: false)
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// Where in the settings a place of the file is; nil for what no setting holds.
    ///
    /// - Parameter orBefore: whether a place between two parts counts as that of the first, which is read beyond its end.
    func place(of range: SourceRange, orBefore: Bool) -> (setting: String, column: Int)? {
        let found =
            segments.first { $0.range.contains(range.start) }
            ?? segments.first { $0.range.lowerBound >= range.start && $0.range.upperBound <= range.end }
            ?? (orBefore ? segments.last { $0.range.lowerBound <= range.start } : nil)
        guard let found else { return nil }
        guard found.isVerbatim, found.range.contains(range.start) else { return (found.setting, found.column) }
        let before = text.utf8.dropFirst(found.range.lowerBound).prefix(range.start - found.range.lowerBound)
        return (found.setting, found.column + before.count { $0 & 0xC0 != 0x80 })
    }
}
