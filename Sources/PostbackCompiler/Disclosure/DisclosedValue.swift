public import PostbackTemplate

/// One place of a request at which a macro leaves.
public struct DisclosedValue: Hashable, Sendable {
    /// The macro's name.
    public var macro: String
    /// What kinds of data it carries, from the catalogue; empty for none that is classified.
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
        sentValues(of: partner, catalogue: catalogue).filter { !$0.classes.isEmpty }
    }

    /// Every place at which a macro leaves with the postback, classified or not, in the order of the request.
    public func sentValues(of partner: PartnerTemplate, catalogue: MacroCatalogue) -> [DisclosedValue] {
        var walk = DisclosureWalk(self, of: partner, catalogue: catalogue)
        return walk.run()
    }

    /// The named expressions that it can use, its own and the partner's.
    package func expressions(of partner: PartnerTemplate) -> [String: PostbackExpression] {
        Dictionary(
            (definitions + partner.definitions).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// The hosts that the postback goes to, fields in braces.
    public var hosts: [String] {
        if let callback = request.callback { return callback.hosts }
        var text = ""
        for piece in request.origin {
            switch piece {
            case .literal(let literal): text += literal
            case .hole(.field(let id)): text += "{field.\(id)}"
            case .hole: text += "{…}"
            }
        }
        let behind = text.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first
        return [behind.map(String.init) ?? text]
    }
}
