import PostbackTemplate

/// The texts that a partner's files compare fields with, the keys of tables that fields go through, and a field's own value written in
/// other ways where steps follow it.
enum FieldLiterals {
    static func all(in partner: PartnerTemplate) -> [String: [String]] {
        var found: [String: [String]] = [:]
        func note(_ values: [PostbackExpression], _ texts: [String]) {
            for id in values.fieldNames { found[id, default: []] += texts }
        }
        for node in partner.postbacks.flatMap(\.nodes) {
            node.forEach { node in
                switch node {
                case .condition(.equals(let left, let right)): note([left, right], [left, right].literalTexts)
                case .condition(.isIn(let value, let list)): note([value], list.literalTexts)
                case .expression(.pipeline(let head, let steps)):
                    for case .map(let id) in steps {
                        note([head], partner.maps.first { $0.id == id }?.entries.map(\.key) ?? [])
                    }
                    // What steps make of it may depend on how it is written.
                    for id in [head].fieldNames where !steps.isEmpty {
                        guard let field = partner.fields.first(where: { $0.id == id }), let sample = field.sample else {
                            continue
                        }
                        let longest = field.length.map { max(0, $0.upperBound - 5) } ?? sample.count
                        found[id, default: []] += [
                            sample.lowercased(), sample.uppercased(), sample.prefix(longest) + "?????", " \(sample) ",
                        ]
                    }
                default: break
                }
            }
        }
        return found
    }
}

extension [PostbackExpression] {
    /// The fields that they look at.
    var fieldNames: [String] {
        var ids: [String] = []
        for value in self {
            TemplateNode.expression(value).forEach { if case .expression(.field(let id)) = $0 { ids.append(id) } }
        }
        return ids
    }

    /// What the file states among them, as the values of macros and fields are written.
    var literalTexts: [String] {
        compactMap { value in if case .literal(let literal) = value { literal.plainText } else { nil } }
    }
}
