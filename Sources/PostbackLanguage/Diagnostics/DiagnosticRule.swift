/// How bad a finding is.
public enum Severity: String, Hashable, Sendable, Comparable {
    /// Nothing is compiled from this.
    case error
    /// Very likely a mistake, or a promise that cannot be kept.
    case warning

    /// Errors come first.
    public static func < (left: Severity, right: Severity) -> Bool {
        left == .error && right == .warning
    }
}

/// What a finding is about, as the handbook groups them.
public enum DiagnosticCategory: String, Hashable, Sendable, CaseIterable {
    /// The form of the text.
    case syntax
    /// Names that mean nothing, or two things.
    case names
    /// What a file says about itself, and its settings.
    case settings
    /// Values of the wrong type, and transforms that do not fit.
    case types
    /// Tables and branches that leave cases open, or have some that never count.
    case totality
    /// URL, headers and body.
    case request
    /// Which postback is sent for which event.
    case postbacks
    /// Personal data and credentials.
    case privacy
    /// Declarations and values that nothing uses.
    case use
    /// Certification cases.
    case examples
    /// How much of anything there may be.
    case limits
    /// What partners document of the requests that they take.
    case contracts
    /// Edits: what accounts have to fill in, and may.
    case configuration
    /// Edits: limits, and what is made of answers.
    case delivery
    /// Edits: personal data that leaves, and credentials.
    case disclosure
    /// Edits: the number that tells revisions apart.
    case revision
}

/// Source text of the handbook, with the file that it is a part of.
public enum RuleExample: Hashable, Sendable {
    /// A whole partner file.
    case file(String)
    /// Declarations of a partner file that has an endpoint `api` and nothing else to send.
    case declarations(String)
    /// What a postback for installs holds, request line included; with declarations in front of it.
    case postback(String, with: String = "")
    /// Lines of a query; with declarations in front of the postback.
    case query(String, with: String = "")
    /// Lines of a JSON body; with declarations in front of the postback.
    case json(String, with: String = "")
    /// A schema file.
    case schema(String)
    /// A contract, without its first line.
    case contract(String)
    /// The evidence of a contract whose clauses name `docs`.
    case evidence(String)
    /// Clauses and rules of a contract.
    case clauses(String)
    /// Words about something that cannot be shown as source.
    case words(String)

    /// The text that the handbook shows.
    public var text: String {
        switch self {
        case .file(let text), .declarations(let text), .schema(let text), .contract(let text), .words(let text): text
        case .evidence(let text): text
        case .clauses(let text): "query by docs {\n\(Self.indented(text))\n}"
        case .postback(let text, let declarations): Self.joined(declarations, text)
        case .query(let text, let declarations): Self.joined(declarations, "query {\n\(Self.indented(text))\n}")
        case .json(let text, let declarations): Self.joined(declarations, "json {\n\(Self.indented(text))\n}")
        }
    }

    /// The whole file that the text is a part of; nil for words.
    public var source: SourceFile? {
        switch self {
        case .words: nil
        case .schema(let text): SourceFile(path: "sample.schema", text: text + "\n")
        case .contract(let text): Self.contract(text)
        case .evidence(let text): Self.contract("\(text)\n\n\(Self.request("click : text required"))")
        case .clauses(let text): Self.contract("\(Self.docs)\n\n\(Self.request(text))")
        case .file(let text): Self.file(text)
        case .declarations(let text): Self.file(Self.header + Self.endpoint + "\n" + text)
        case .postback(let text, let declarations): Self.postback(declarations, text)
        case .query(let text, let declarations):
            Self.postback(declarations, "GET api \"/install\"\nquery {\n\(Self.indented(text))\n}")
        case .json(let text, let declarations):
            Self.postback(declarations, "POST api \"/install\"\njson {\n\(Self.indented(text))\n}")
        }
    }

    private static let header = """
        partner sample "Sample"
        revision 1
        category media_partner
        platforms ios, android
        documentation "https://docs.partner.test/postbacks"

        """

    private static let endpoint = "\nendpoint api \"https://api.partner.test\"\n"

    private static let docs = "evidence docs documentation \"https://docs.partner.test/postbacks\" read 2026-11-20"

    private static func request(_ clauses: String) -> String {
        """
        request install {
            GET "https://api.partner.test/install" by docs
            query by docs {
        \(indented(indented(clauses)))
            }
        }
        """
    }

    private static func contract(_ text: String) -> SourceFile {
        SourceFile(path: "Schemas/contracts/sample.contract", text: "contract sample \"Sample\"\n\n\(text)\n")
    }

    private static func file(_ text: String) -> SourceFile {
        SourceFile(path: "Integrations/sample.postback", text: text + "\n")
    }

    private static func postback(_ declarations: String, _ lines: String) -> SourceFile {
        // Declarations that say where requests go take the place of the usual endpoint.
        let target = declarations.contains("endpoint ") || declarations.contains("callback ") ? "" : endpoint
        let before = [header, target, declarations].map(\.trimmingNewlines).filter { !$0.isEmpty }
        return file(before.joined(separator: "\n\n") + "\n\npostback install {\n" + indented(lines) + "\n}")
    }

    private static func joined(_ declarations: String, _ text: String) -> String {
        declarations.isEmpty ? text : declarations + "\n\n" + text
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    " + $0 }
            .joined(separator: "\n")
    }
}

extension String {
    fileprivate var trimmingNewlines: String {
        let start = drop(while: \.isNewline)
        return start.lastIndex { !$0.isNewline }.map { String(start[...$0]) } ?? ""
    }
}

/// A kind of finding: one code, one explanation.
public struct DiagnosticRule: Hashable, Sendable {
    /// The stable code that output, `allow` and `explain` use.
    public let code: String
    /// How bad it is.
    public let severity: Severity
    /// What it is about.
    public let category: DiagnosticCategory
    /// A title of a few words.
    public let title: String
    /// What is wrong with it and what to do, for `explain`.
    public let explanation: String
    /// Source that has the finding.
    public let wrong: RuleExample
    /// The same source, mended.
    public let right: RuleExample

    /// Creates a rule.
    public init(
        _ code: String, _ category: DiagnosticCategory, _ severity: Severity = .error, title: String,
        explanation: String, wrong: RuleExample, right: RuleExample
    ) {
        self.code = code
        self.severity = severity
        self.category = category
        self.title = title
        self.explanation = explanation
        self.wrong = wrong
        self.right = right
    }

    /// Two rules are one when their codes are.
    public static func == (left: DiagnosticRule, right: DiagnosticRule) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
