public import PostbackCompiler
public import PostbackTemplate

extension SentValue {
    /// A place that was found in a template.
    public init(_ value: DisclosedValue, postback: String) {
        self.init(
            postback: postback, macro: value.macro, classes: value.classes.members.map(\.rawValue),
            form: value.hash?.rawValue ?? "raw", hosts: value.hosts, position: value.position, key: value.key,
            conditions: value.conditions.map { ExpressionText.describe($0) })
    }

    /// Every place at which a classified macro leaves with the postbacks of a partner, in the order of the file.
    public static func all(of partner: PartnerTemplate, catalogue: MacroCatalogue) -> [SentValue] {
        partner.postbacks.flatMap { postback in
            postback.disclosedValues(of: partner, catalogue: catalogue).map { SentValue($0, postback: postback.id) }
        }
    }
}

extension DisclosedValue {
    /// The place in words: `device.idfa sha256 to graph.facebook.com, query ifa, where …`.
    public var words: String {
        let place = [position, key].filter { !$0.isEmpty }.joined(separator: " ")
        let condition = conditions.map { ExpressionText.describe($0) }.joined(separator: " and ")
        return "\(macro) \(hash?.rawValue ?? "raw") to \(hosts.joined(separator: ", ")), \(place)"
            + (condition.isEmpty ? "" : ", where \(condition)")
    }
}
