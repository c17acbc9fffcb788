import PostbackSupport
import PostbackLanguage

/// An option of a verb.
struct Option: Sendable {
    /// With its dashes.
    var name: String
    /// What its value is called; nil for a switch.
    var value: String?
    /// One line for the help.
    var help: String

    init(_ name: String, _ value: String? = nil, _ help: String) {
        self.name = name
        self.value = value
        self.help = help
    }

    static let project = Option("--project", "DIR", "the folder with Integrations/ and Schemas/, if not found upwards")
    static let schemas = Option("--schemas", "DIR", "a folder of schemas to use instead of the project's; repeatable")
}

/// The arguments of one call, split into options and operands.
struct Arguments {
    private var options: [(name: String, value: String)] = []
    private(set) var operands: [String] = []
    /// The signals that come to the process, for a verb that runs until it is told to end.
    var signals: SignalWatch?

    init(_ arguments: [String], _ known: [Option]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--"), argument.count > 2 else {
                operands.append(argument)
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            guard let option = known.first(where: { $0.name == parts[0] }) else {
                throw UsageError.unknown("option", parts[0], among: known.map(\.name) + ["--help"])
            }
            guard let what = option.value else {
                if parts.count > 1 { throw UsageError("\(option.name) takes no value") }
                options.append((option.name, ""))
                continue
            }
            guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else {
                throw UsageError("\(option.name) needs a value: \(option.name) \(what)")
            }
            options.append((option.name, value))
        }
    }

    func has(_ name: String) -> Bool { options.contains { $0.name == name } }

    func value(_ name: String) -> String? { options.last { $0.name == name }?.value }

    func values(_ name: String) -> [String] { options.filter { $0.name == name }.map(\.value) }

    /// `key=value` pairs of a repeatable option.
    func pairs(_ name: String) throws -> [(key: String, value: String)] {
        try values(name).map { text in
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw UsageError("\(name) takes key=value, not '\(text)'")
            }
            return (String(text[..<equals]), String(text[text.index(after: equals)...]))
        }
    }
}

/// A call that cannot be understood.
struct UsageError: Error {
    var message: String

    init(_ message: String) {
        self.message = message
    }

    static func unknown(_ what: String, _ name: String, among known: [String]) -> UsageError {
        let hint = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" } ?? "try --help"
        return UsageError("there is no \(what) '\(name)'; \(hint)")
    }
}

/// Something that the tool needs and does not have: a file, a folder, room on the disk.
struct ToolError: Error {
    var message: String

    init(_ message: String) {
        self.message = message
    }
}
