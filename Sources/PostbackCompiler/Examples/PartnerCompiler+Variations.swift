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
        for name in syntax.removed { add(.value(name, nil), to: &changes) }
        // What is missing is what was taken out, unless the line says something else.
        let about =
            syntax.about.isEmpty && syntax.reason.text == SkipCode.missingValue.exampleWord
                && syntax.changed.isEmpty && syntax.removed.count == 1 ? syntax.removed[0] : syntax.about
        guard let expectation = compile(.skips(reason: syntax.reason, about: about)) else { return nil }
        changes.expectations = [expectation]
        return changes.laid(over: base)
    }
}

extension CertificationExample {
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
