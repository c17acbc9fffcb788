import PostbackCompiler
import PostbackLanguage
import PostbackTemplate

/// What can follow where somebody types a call of the command; made from the verbs, so that it is never behind them.
struct Completion {
    /// A word that can stand there.
    struct Candidate {
        var word: String
        /// What it means, in one line.
        var help = ""
    }

    /// The words that can stand there, in the order in which they are shown.
    private(set) var candidates: [Candidate] = []
    /// Whether names of files and folders can stand there too.
    private(set) var takesFiles = false
    private let world: CompletionWorld

    /// What can stand in place of the last word.
    ///
    /// - Parameters:
    ///   - words: The words behind the command; the last one is being typed.
    ///   - verbs: The verbs of the command.
    init(_ words: [String], _ verbs: [Verb]) {
        let current = words.last ?? ""
        let verb = verbs.first { $0.name == words.first }
        let before = Array(words.dropFirst().dropLast())
        let isValue = verb?.options.contains { $0.name == before.last && $0.value != nil } ?? false
        world = CompletionWorld(isValue ? before.dropLast() : before, verb?.options ?? [])
        if words.count < 2 {
            candidates = verbs.map { Candidate(word: $0.name, help: $0.summary) }
            candidates += [
                Candidate(word: "help", help: "Shows the options of a verb and an example."),
                Candidate(word: "--help", help: "Shows the verbs."),
                Candidate(word: "--version", help: "Shows the version."),
            ]
        } else if let verb {
            add(verb, before, current)
        } else if words.first == "help", words.count == 2 {
            candidates = verbs.map { Candidate(word: $0.name, help: $0.summary) }
        }
        candidates = candidates.filter {
            $0.word.hasPrefix(current) && (current.hasPrefix("-") || !$0.word.hasPrefix("-"))
        }
    }

    private mutating func add(_ verb: Verb, _ before: [String], _ current: String) {
        if let option = verb.options.first(where: { $0.name == before.last }), let value = option.value {
            return add(values: value, of: option.name, in: "")
        }
        if current.hasPrefix("-") {
            if let equals = current.firstIndex(of: "="),
                let option = verb.options.first(where: { $0.name == current[..<equals] }), let value = option.value
            {
                return add(values: value, of: option.name, in: option.name + "=")
            }
            let free = verb.options.filter { !before.contains($0.name) || $0.help.contains("repeatable") }
            candidates = free.map { Candidate(word: $0.name, help: $0.help) }
            candidates.append(Candidate(word: "--help", help: "Shows the options and an example."))
            return
        }
        guard let operand = verb.operand(at: world.operands.count) else { return }
        add(operand: operand, of: verb)
    }

    /// The values of an option, each behind what stands in the same word.
    private mutating func add(values value: String, of option: String, in front: String) {
        switch (option, value) {
        case ("--format", _): candidates = DiagnosticFormat.allCases.map { Candidate(word: $0.rawValue) }
        case ("--platform", _):
            candidates = Platform.allCases.map { Candidate(word: $0.rawValue, help: $0.displayName) }
        case ("--fail-on", _):
            candidates = Set(DiagnosticRule.breaking.map(\.category.rawValue)).sorted().map { Candidate(word: $0) }
        case (_, "ID"): candidates = world.partners
        case (_, "KEY=VALUE"): candidates = world.fields
        case (_, "MACRO=VALUE"):
            candidates = world.macros.map { Candidate(word: $0.word + "=", help: $0.help) }
        case (_, "FILE"), (_, "DIR"), (_, "WHAT"): takesFiles = front.isEmpty
        default: break
        }
        for index in candidates.indices { candidates[index].word = front + candidates[index].word }
    }

    private mutating func add(operand: String, of verb: Verb) {
        if operand.contains("|") {
            candidates = operand.split(separator: "|").map { Candidate(word: String($0)) }
            return
        }
        switch operand {
        // Who writes a new one knows its name.
        case "PARTNER": candidates = verb.name == Verb.new.name ? [] : world.partners
        case "PATH":
            candidates = world.partners
            takesFiles = true
        case "FILE": takesFiles = true
        case "POSTBACK": candidates = world.events
        case "CODE":
            candidates = (DiagnosticRule.all + DiagnosticRule.breaking).map { Candidate(word: $0.code, help: $0.title) }
        case "WORD":
            candidates =
                verb.name == Verb.transforms.name
                ? TransformName.allCases.map { Candidate(word: $0.rawValue) } : world.macros
        default: break
        }
    }

    /// A line for each candidate: the word, a tab, and what it means; `:files` where files can stand there too.
    var text: String {
        let lines = candidates.map { $0.help.isEmpty ? $0.word : "\($0.word)\t\($0.help)" }
        return (lines + (takesFiles ? [":files"] : [])).map { $0 + "\n" }.joined()
    }
}

extension Verb {
    /// What its usage says of the operand at a place: `PARTNER`, `PATH`, `a|b`; nil where there is none.
    fileprivate func operand(at place: Int) -> String? {
        let words = usage.split(separator: " ").map { word in word.filter { !"[]".contains($0) } }
        var operands: [String] = []
        var isValue = false
        for word in words {
            if word.hasPrefix("(") { break }
            if word.hasPrefix("-") {
                isValue = options.first { $0.name == word }?.value != nil
            } else if isValue {
                isValue = false
            } else {
                operands.append(word)
            }
        }
        let last = operands.last.flatMap { $0.hasSuffix("…") ? $0 : nil }
        let found = operands.indices.contains(place) ? operands[place] : last
        return found.map { String($0.prefix { $0 != "…" }) }
    }
}
