/// One verb of the command.
struct Verb: Sendable {
    /// The word.
    var name: String
    /// One line.
    var summary: String
    /// What stands behind the verb.
    var usage: String
    /// Its options.
    var options: [Option]
    /// A call that works.
    var example: String
    /// One line for several verbs, where the overview has no room for each.
    var family: String?
    /// Does it.
    var run: @Sendable (Arguments) throws -> ExitStatus
}

/// The help pages, made from the verbs.
enum Help {
    static func overview(_ verbs: [Verb]) -> String {
        var text = "Certified partner integrations: checks, tests, compiles, renders and delivers their postbacks.\n\n"
        text += "usage: postback VERB [ARGUMENT…]; 'postback VERB --help' shows a verb's options and an example\n\n"
        // Verbs that belong together share a line, so that all fit one screen.
        var lines: [(names: String, summary: String)] = []
        for verb in verbs {
            if let family = verb.family, let index = lines.firstIndex(where: { $0.summary == family }) {
                lines[index].names += ", \(verb.name)"
            } else {
                lines.append((verb.name, verb.family ?? verb.summary))
            }
        }
        let width = lines.map(\.names.count).max() ?? 0
        for line in lines { text += "  " + padded(line.names, width) + "  " + line.summary + "\n" }
        text += "\nExit status: 0 all well, 1 findings were printed, 2 the call was wrong, 3 the tool itself failed.\n"
        return text
    }

    static func page(_ verb: Verb) -> String {
        var text = verb.summary + "\n\nusage: postback \(verb.name) \(verb.usage)\n"
        let labels = verb.options.map { option in option.value.map { "\(option.name) \($0)" } ?? option.name }
        let width = labels.map(\.count).max() ?? 0
        if !labels.isEmpty { text += "\noptions:\n" }
        for (label, option) in zip(labels, verb.options) {
            text += "  " + padded(label, width) + "  " + option.help + "\n"
        }
        return text + "\nexample:\n  \(verb.example)\n"
    }

    /// A number of things: "1 file", "2 files".
    static func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }

    /// The text in lines of at most 80 columns.
    static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let last = lines.last, last.count + word.count < 80 {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n")
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
