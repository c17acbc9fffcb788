import PostbackLanguage
package import PostbackTemplate

/// What can be named at one place of a partner file, and what has been found out of what stands there.
package struct ValueSite: Sendable {
    /// The platforms of the events that get there.
    package var platforms: [Platform]
    /// Variables of `for` with their types; for items, with the list they come from.
    package var variables: [String: (type: ValueType, list: String?)]
    /// The `let`s that can be named, with their types.
    package var definitions: [String: ValueType]
    /// Where the value leaves; nil inside of a text, of an argument and of a `let`.
    package var position: RequestPosition?
    /// For a step, the type of what is piped into it; nil where that has a mistake.
    package var input: ValueType?
    /// Whether a step stands there.
    package var isStep = false
    /// The type of what stands there; nil where that has a mistake.
    package var type: ValueType?
}

extension PartnerCompiler {
    /// Notes what can be named at one place.
    final class SiteProbe {
        let place: Int
        var site: ValueSite?

        init(place: Int) {
            self.place = place
        }
    }

    /// What can be named where a word begins; nil where no value can stand, or nothing could be read.
    package static func site(at place: Int, in source: SourceFile, schema: CompiledSchema) -> ValueSite? {
        let (file, _) = Parser.parsePartner(source)
        let probe = SiteProbe(place: place)
        var compiler = PartnerCompiler(source: source, schema: schema)
        compiler.probe = probe
        _ = compiler.compile(file)
        return probe.site
    }

    /// Notes what can be named at a name, for whoever asks for that place; with what the name stands for, once that is known.
    func note(_ names: [Name], _ context: Context, type: ValueType? = nil) {
        guard let probe, names.contains(where: { $0.range.start == probe.place }) else { return }
        probe.site = site(context)
        probe.site?.type = type
    }

    /// Notes what goes into a step, for whoever asks for that place.
    func note(_ step: StepSyntax, input: ValueType?, _ context: Context) {
        guard let probe, step.name.range.start == probe.place else { return }
        probe.site = site(context)
        probe.site?.isStep = true
        probe.site?.input = input
    }

    private func site(_ context: Context) -> ValueSite {
        ValueSite(
            platforms: context.platforms, variables: context.variables,
            definitions: definitions.merging(context.definitions) { _, inner in inner }.mapValues(\.type),
            position: context.position)
    }
}
