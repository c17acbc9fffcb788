import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    /// The event of a case with some other values, as a case of its own.
    mutating func compile(
        _ syntax: ExampleSyntax.VariationSyntax, of base: CertificationExample
    ) -> CertificationExample? {
        var changes = CertificationExample(
            title: "\(base.title), \(syntax.title)", line: source.line(at: syntax.range.start),
            kind: base.kind, eventName: base.eventName, samples: base.samples, values: [], fields: [:], system: [:],
            expectations: [])
        for given in syntax.changed { add(given, to: &changes) }
        for names in syntax.removed {
            let known = diagnostics.count
            add(.value(names, nil), to: &changes)
            let name = names.dottedName
            guard diagnostics.count == known, !has(name, base) else { continue }
            report(
                .exampleValue(why: "'\(name)' is not given in this example: without it nothing is different"),
                names[0].range.union(names[names.count - 1].range))
        }
        // What is missing is what was taken out, unless the line says something else.
        let about =
            syntax.about.isEmpty && syntax.reason.text == SkipCode.missingValue.exampleWord
                && syntax.changed.isEmpty && syntax.removed.count == 1 ? syntax.removed[0] : syntax.about
        guard let expectation = compile(.skips(reason: syntax.reason, about: about)) else { return nil }
        changes.expectations = [expectation]
        return changes.laid(over: base)
    }

    /// Whether the event or the account of a case has a value for a macro or a field.
    private func has(_ name: String, _ example: CertificationExample) -> Bool {
        if name.hasPrefix("field.") {
            let id = String(name.dropFirst(6))
            if let value = example.fields[id] { return value != nil }
            return fields[id].map { $0.isRequired && $0.sample != nil } ?? false
        }
        if let setting = example.values.first(where: { $0.macro == name }) { return setting.value != .absent }
        guard let macro = catalogue.definition(name) else { return false }
        if macro.role == .name { return example.eventName != nil }
        guard let platform = example.samples, !macro.isOpenMap else { return false }
        return macro.isAvailable(on: platform) && (macro.sample != nil || macro.type == .list(.item))
    }
}

extension CertificationExample {
    /// Whether both say the same, on whatever lines.
    func isSame(as other: CertificationExample) -> Bool {
        var other = other
        other.line = line
        return self == other
    }

    /// The case with what another one sets where this one does not.
    fileprivate func laid(over base: CertificationExample) -> CertificationExample {
        var result = self
        let changed = Set(values.map(\.macro))
        result.values = base.values.filter { !changed.contains($0.macro) } + values
        result.fields.merge(base.fields) { own, _ in own }
        result.system.merge(base.system) { own, _ in own }
        return result
    }
}

extension ExampleSyntax.VariationSyntax {
    /// What is told of it in reports: `with revenue.currency, without event.id`.
    fileprivate var title: String {
        let changed = changed.map { given in
            switch given {
            case .sample(let platform): "sample \(platform.text)"
            case .value(let name, _): name.dottedName
            }
        }
        let parts = [("with", changed), ("without", removed.map(\.dottedName))].filter { !$0.1.isEmpty }
        return parts.map { "\($0.0) \($0.1.joined(separator: ", "))" }.joined(separator: ", ")
    }
}
