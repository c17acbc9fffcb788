/// The words of a shell script, quotes and continued lines resolved; nothing is expanded.
struct ShellWords {
    let text: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    /// The word that is being read; nil between words.
    private var word: String.UnicodeScalarView?

    init(text: [Unicode.Scalar]) {
        self.text = text
    }

    /// The words of the next command, and the line on which it begins; nil at the end.
    mutating func nextCommand() -> (line: Int, words: [String])? {
        var words: [String] = []
        var start = line
        while index < text.count {
            let scalar = text[index]
            index += 1
            switch scalar {
            case "\\" where index < text.count: readBackslash()
            case "'": add(readQuoted("'", isPlain: true))
            case "\"": add(readQuoted("\"", isPlain: false))
            case "$" where index < text.count && text[index] == "'":
                index += 1
                add(readEscaped())
            case "#" where word == nil: while index < text.count, text[index] != "\n" { index += 1 }
            case ">", "<":
                // What is redirected is not the command's, nor is the number of the stream in front.
                if word?.allSatisfy({ ("0"..."9").contains($0) }) == true { word = nil }
                finish(&words)
                skipRedirection()
            case " ", "\t", "\r": finish(&words)
            case "\n", ";", "|", "&", "(", ")", "`":
                finish(&words)
                if scalar == "\n" { line += 1 }
                if !words.isEmpty { return (start, words) }
                start = line
            default: add(String.UnicodeScalarView([scalar]))
            }
        }
        finish(&words)
        return words.isEmpty ? nil : (start, words)
    }

    private mutating func add(_ scalars: String.UnicodeScalarView) {
        if word == nil { word = String.UnicodeScalarView() }
        word?.append(contentsOf: scalars)
    }

    private mutating func finish(_ words: inout [String]) {
        if let word { words.append(String(word)) }
        word = nil
    }

    /// A line that goes on behind its end, or a character that means nothing special.
    private mutating func readBackslash() {
        if text[index] == "\r", index + 1 < text.count, text[index + 1] == "\n" { index += 1 }
        if text[index] == "\n" { line += 1 } else { add(String.UnicodeScalarView([text[index]])) }
        index += 1
    }

    private mutating func skipRedirection() {
        while index < text.count, text[index] == ">" || text[index] == "<" || text[index] == "&" || text[index] == " " {
            index += 1
        }
        while index < text.count, !" \t\r\n;|&()".unicodeScalars.contains(text[index]) { index += 1 }
    }

    private mutating func readQuoted(_ quote: Unicode.Scalar, isPlain: Bool) -> String.UnicodeScalarView {
        var result = String.UnicodeScalarView()
        while index < text.count, text[index] != quote {
            if text[index] == "\n" { line += 1 }
            if !isPlain, text[index] == "\\", index + 1 < text.count,
                "\"\\$`\n".unicodeScalars.contains(text[index + 1])
            {
                index += 1
                if text[index] != "\n" { result.append(text[index]) }
            } else {
                result.append(text[index])
            }
            index += 1
        }
        index += 1
        return result
    }

    private mutating func readEscaped() -> String.UnicodeScalarView {
        let escapes: [Unicode.Scalar: Unicode.Scalar] = ["n": "\n", "r": "\r", "t": "\t", "0": "\0"]
        var result = String.UnicodeScalarView()
        while index < text.count, text[index] != "'" {
            if text[index] == "\n" { line += 1 }
            if text[index] == "\\", index + 1 < text.count {
                index += 1
                let digits = text[(index + 1)...].prefix(text[index] == "u" ? 4 : 2)
                if text[index] == "u" || text[index] == "x",
                    let code = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
                    let scalar = Unicode.Scalar(code)
                {
                    result.append(scalar)
                    index += digits.count
                } else {
                    result.append(escapes[text[index]] ?? text[index])
                }
            } else {
                result.append(text[index])
            }
            index += 1
        }
        index += 1
        return result
    }
}
