import PostbackTemplate

/// Finds fields that only have another name.
enum FieldRenames {
    /// The new names of fields by their old ones: of the same type, as secret as before, and labelled alike or used at the same places.
    static func find(_ old: PartnerTemplate, _ new: PartnerTemplate) -> [String: String] {
        let gone = old.fields.filter { field in !new.fields.contains { $0.id == field.id } }
        var came = new.fields.filter { field in !old.fields.contains { $0.id == field.id } }
        guard !gone.isEmpty, !came.isEmpty else { return [:] }
        let (was, now) = (uses(in: old), uses(in: new))
        var renames: [String: String] = [:]
        for field in gone {
            let match = came.firstIndex { other in
                let isUsedAlike = was[field.id] != nil && was[field.id] == now[other.id]
                return other.type == field.type && other.isSecret == field.isSecret
                    && (other.label == field.label || isUsedAlike && other.scope == field.scope)
            }
            guard let match else { continue }
            renames[field.id] = came.remove(at: match).id
        }
        return renames
    }

    /// The places at which fields stand.
    private static func uses(in partner: PartnerTemplate) -> [String: Set<String>] {
        var uses: [String: Set<String>] = [:]
        var normalizer = TemplateNormalizer()
        for postback in normalizer.normalized(partner).postbacks {
            func note(_ value: PostbackExpression, _ place: String) {
                TemplateNode.expression(value).forEach { node in
                    if case .expression(.field(let id)) = node { uses[id, default: []].insert(place) }
                }
            }
            for line in postback.request.flattened {
                note(line.value, "\(postback.id) \(line.position.rawValue) \(line.name)")
            }
            for (index, piece) in (postback.request.origin + postback.request.path).enumerated() {
                if let value = piece.value { note(value, "\(postback.id) \(index)") }
            }
        }
        return uses
    }
}
