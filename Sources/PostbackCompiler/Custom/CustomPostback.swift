public import PostbackTemplate

/// A postback that an account owns: a URL, headers and a body with macros in braces, as a configuration has them.
///
/// What stands in braces is a value of the integration language: `{click.id}`, `{device.idfa | lowercase | sha256}`. The
/// same macros, transforms, encoders and rules hold as in partner files.
public struct CustomPostback: Sendable {
    /// The account's name for it.
    public var name: String
    /// Kinds of events and names of in-app events.
    public var events: [String]
    /// The platform of the app.
    public var platform: Platform
    /// The method of the request.
    public var method: RequestMethod
    /// The whole URL. Values of the query that are absent leave their parameter out.
    public var url: String
    /// Headers in order.
    public var headers: [(name: String, value: String)]
    /// The body; nil for none.
    public var body: Body?
    /// A condition that must hold; nil for none.
    public var condition: String?
    /// Values without which nothing is sent.
    public var required: [String]
    /// The names of secrets, `field.<name>` in values.
    public var secrets: [String]
    /// Whether the URL may be plain `http`, and its query hold secrets.
    public var isInsecure: Bool

    /// The body of a custom postback.
    public enum Body: Sendable {
        /// A form, pair by pair.
        case form([(name: String, value: String)])
        /// JSON.
        case json(Value)
        /// Text.
        case text(String)
    }

    /// A value in JSON.
    public indirect enum Value: Sendable {
        /// Members in order.
        case object([(name: String, value: Value)])
        /// Elements.
        case list([Value])
        /// Text with values in braces. One that is nothing but one value is that value, a number or a list too.
        case text(String)
        /// A number as it is written.
        case number(String)
        /// A truth value.
        case boolean(Bool)
    }

    /// Creates a custom postback.
    public init(
        name: String, events: [String], platform: Platform, method: RequestMethod, url: String,
        headers: [(name: String, value: String)] = [], body: Body? = nil, condition: String? = nil,
        required: [String] = [], secrets: [String] = [], isInsecure: Bool = false
    ) {
        self.name = name
        self.events = events
        self.platform = platform
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.condition = condition
        self.required = required
        self.secrets = secrets
        self.isInsecure = isInsecure
    }
}

/// What is to be said of a custom postback.
public struct CustomPostbackProblem: Hashable, Sendable {
    /// The setting, with the keys inside it: `url`, `headers.X-Key`, `body.json.user.id`.
    public var setting: String
    /// The column in the setting's text, in Unicode scalars from 1; nil where it is about the whole.
    public var column: Int?
    /// The code of the finding, for `postback explain`; nil for what is about the form of the setting.
    public var code: String?
    /// What is wrong, in one sentence.
    public var message: String
    /// What helps; nil where nothing is known.
    public var help: String?
    /// Whether the postback works all the same.
    public var isWarning: Bool
}
