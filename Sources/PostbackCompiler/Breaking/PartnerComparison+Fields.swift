import PostbackTemplate

extension PartnerComparison {
    /// What accounts have to fill in, and may.
    mutating func compareFields(_ old: PartnerTemplate, _ new: PartnerTemplate, _ renames: [String: String]) {
        for field in old.fields {
            guard let now = new.fields.first(where: { $0.id == renames[field.id] ?? field.id }) else {
                add(.fieldRemoved(field: field.id), evidence: .configuration(field.id), mend: .removeField(field.id))
                continue
            }
            if now.id != field.id {
                add(
                    .fieldRenamed(old: field.id, new: now.id), evidence: .configuration(field.id),
                    mend: .renameField(field.id, to: now.id))
            }
            comparePresence(field, now)
            compareForm(field, now)
            if field.scope != now.scope {
                add(
                    .fieldScopeChanged(field: now.id, isPerEvent: now.scope == .event),
                    mend: .moveField(now.id, to: now.scope))
            }
            if field.deprecation == nil, let note = now.deprecation {
                add(.fieldNewlyDeprecated(field: now.id, note: note))
            }
            if field.isSecret, !now.isSecret { add(.secretShown(field: now.id)) }
        }
        let known = Set(old.fields.map { renames[$0.id] ?? $0.id })
        for field in new.fields where field.isRequired && !known.contains(field.id) {
            add(.fieldAddedRequired(field: field.id, label: field.label), evidence: .configuration(field.id))
        }
    }

    private mutating func comparePresence(_ before: FieldDefinition, _ after: FieldDefinition) {
        let keep = before.defaultValue.map {
            ConfigurationMend.setField(
                after.id, to: $0, scope: after.scope, isSecret: after.isSecret || before.isSecret)
        }
        switch (before.isRequired, after.isRequired) {
        case (false, true):
            if let value = before.defaultValue {
                add(
                    .fieldDefaultRemoved(field: after.id, value: shown(value, before)),
                    evidence: .configuration(after.id), mend: keep)
            } else {
                add(.fieldMadeRequired(field: after.id), evidence: .configuration(after.id))
            }
        case (false, false) where before.defaultValue != after.defaultValue:
            add(
                .fieldDefaultChanged(
                    field: after.id, old: before.defaultValue.map { shown($0, before) },
                    new: after.defaultValue.map { shown($0, after) }), evidence: .defaultValue(after.id), mend: keep)
        default: break
        }
    }

    private func shown(_ value: String, _ field: FieldDefinition) -> String { field.isSecret ? "•••" : value }

    /// Which values are taken.
    private mutating func compareForm(_ before: FieldDefinition, _ after: FieldDefinition) {
        if before.type != after.type {
            if case .choice(let was) = before.type, case .choice(let now) = after.type {
                let gone = was.filter { !now.contains($0) }
                if !gone.isEmpty {
                    add(.fieldChoiceRemoved(field: after.id, values: gone), evidence: .configuration(after.id))
                }
            } else if let value = ValueSamples.texts(of: before.type).first(where: { !after.type.accepts($0) }) {
                add(
                    .fieldTypeNarrowed(
                        field: after.id, old: before.type.name, new: after.type.name, value: value),
                    evidence: .configuration(after.id))
            }
        }
        if let length = after.length, before.length != after.length {
            let was = before.length ?? 1...TemplateLimits.longestFieldValue
            if was.lowerBound < length.lowerBound || was.upperBound > length.upperBound {
                add(
                    .fieldLengthNarrowed(
                        field: after.id, old: before.length.map { "\($0.lowerBound) to \($0.upperBound)" },
                        new: "\(length.lowerBound) to \(length.upperBound)"), evidence: .configuration(after.id))
            }
        }
        if let pattern = after.pattern, pattern != before.pattern, let now = try? FieldPattern(pattern) {
            let texts = ValueSamples.texts(of: before.type) + [before.sample].compactMap(\.self)
            let value = (before.pattern.flatMap { try? FieldPattern($0) }?.samples() ?? texts).first {
                before.expectation(unmetBy: $0) == nil && !now.matches($0)
            }
            if let value {
                add(
                    .fieldPatternNarrowed(
                        field: after.id, old: before.pattern, new: pattern, value: shown(value, after)),
                    evidence: .configuration(after.id))
            }
        }
    }
}
