public import PostbackTemplate

/// A partner made ready for binding: what all of its accounts share is there once.
///
/// A service prepares each partner once and binds it for every account.
public final class PreparedPartner: Sendable {
    /// The compiled partner.
    public let template: PartnerTemplate
    /// The macros that events carry.
    public let catalogue: MacroCatalogue
    let maps: [String: MapTable]
    let definitions: [String: PostbackExpression]

    /// Prepares a partner.
    public init(_ template: PartnerTemplate, catalogue: MacroCatalogue) {
        self.template = template
        self.catalogue = catalogue
        maps = Dictionary(template.maps.map { ($0.id, MapTable($0)) }, uniquingKeysWith: { first, _ in first })
        definitions = Dictionary(
            template.definitions.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// The values of the fields, defaults filled in, as the values that postbacks use.
    func values(_ fields: [String: String]) -> [String: PostbackValue] {
        template.fields.reduce(into: [:]) { values, field in
            let text = fields[field.id].flatMap { $0.isEmpty ? nil : $0 } ?? field.defaultValue
            values[field.id] = text.flatMap { PostbackValue($0, as: field.type) }
        }
    }
}
