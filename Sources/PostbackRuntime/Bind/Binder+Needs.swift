import PostbackTemplate

extension Binder {
    /// The number of the list of what a value is made of and cannot do without, in the order of the file, each once.
    mutating func need(_ expression: PostbackExpression) -> UInt32 {
        let sources = expression.sources(definition: { definitions[$0] }, givesAbsent: { mayGiveAbsent($0) })
        return builder.need(sources.compactMap { need($0) })
    }

    /// One of these; nil for a field that the account fills in.
    private mutating func need(_ source: ValueSource) -> Need? {
        var need = Need(name: builder.name(source.name), isStep: false)
        switch source {
        case .field(let id): return isFilled(id) ? nil : need
        case .item(let variable, let property):
            // No event has it outside of its items: it counts as absent.
            if let list = list(of: variable) { need.name = builder.name("\(list).\(property)") }
        case .element: break
        case .steps: need.isStep = true
        case .macro(let name):
            need.classes = (catalogue.definition(name)?.classes ?? []).rawValue
            if let slot = catalogue.slot(name) {
                need.slot = UInt32(slot)
            } else if catalogue.openMap(of: name) != nil {
                need.entry = builder.constant(.text(name)).index
            }
        }
        return need
    }

    private func mayGiveAbsent(_ step: PipelineStep) -> Bool {
        switch step {
        case .map(let id): partner.maps[id]?.mayGiveNothing ?? false
        case .transform(let name, _): name.definition.absence != .never
        }
    }
}
