public import PostbackTemplate

/// One place of a request at which a classified macro leaves.
public struct DisclosedValue: Hashable, Sendable {
    /// The macro's name.
    public var macro: String
    /// What kinds of data it carries, from the catalogue.
    public var classes: ClassificationSet
    /// The transform that makes a digest of it; nil where it leaves readable.
    public var hash: TransformName?
    /// The host, as the partner file writes it, fields in braces; several for a callback.
    public var hosts: [String]
    /// The block of the request: `query`, `headers`, `json`, …
    public var position: String
    /// The key, those of the objects around it in front: `data.user.em`; empty where there is none.
    public var key: String
    /// What has to hold for it to leave at this place, all of it.
    public var conditions: [PostbackCondition]
}

extension DisclosedValue {
    /// Whether it leaves readable.
    public var isRaw: Bool { hash == nil }
}

extension PostbackTemplate {
    /// Every place at which a classified macro leaves with the postback, in the order of the request.
    ///
    /// Derived from the template alone; nobody writes it.
    public func disclosedValues(of partner: PartnerTemplate, catalogue: MacroCatalogue) -> [DisclosedValue] {
        var walk = DisclosureWalk(self, of: partner, catalogue: catalogue)
        return walk.run()
    }
}
