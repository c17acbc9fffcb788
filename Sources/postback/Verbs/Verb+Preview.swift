import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

extension Verb {
    static let preview = Verb(
        name: "preview", summary: "Shows the request that a postback renders, from samples or from an event of yours.",
        usage: "[PARTNER [POSTBACK]]",
        options: [
            Option("--event", "FILE", "one event as JSON, instead of samples"),
            Option("--platform", "NAME", "ios or android, for samples; the partner's first if not given"),
            Option("--field", "KEY=VALUE", "a network-specific field; repeatable"),
            Option("--set", "MACRO=VALUE", "a macro, over event and samples; an empty value removes it; repeatable"),
            Option("--trace", nil, "show each parameter with its source line, expression and why one is left out"),
            Option("--curl", nil, "print a curl command"), Option("--json", nil, "print JSON"),
            Option("--secrets", nil, "print the values of secret fields, too"), .project, .schemas,
        ],
        example: "postback preview unity install --set device.idfa="
    ) { arguments in
        let names = arguments.operands
        let project = try ProjectFiles.load(arguments, paths: [])
        let files = project.sources.map { URL(filePath: $0.path).deletingPathExtension().lastPathComponent }
        let isSound = project.reportErrors(of: names.isEmpty ? Set(files) : [names[0]])
        guard isSound || names.isEmpty else { return .findings }
        let partners = names.isEmpty ? project.partners : project.partners.filter { $0.template.id == names[0] }
        guard !partners.isEmpty else {
            throw UsageError.unknown("partner", names.first ?? "", among: project.partners.map(\.template.id))
        }
        let given = try Preview.event(arguments, project.catalogue)
        var isFirst = true
        for partner in partners {
            let all = partner.template.postbacks
            var chosen = names.count > 1 ? all.filter { $0.id == names[1] || $0.triggers(names[1]) } : all
            if names.count < 2, let event = given {
                // An event of a kind is for the postback of its kind.
                let own = partner.template.postback(
                    kind: event.kindName ?? "", name: event[.name]?.text, platform: event.platform)
                guard let own else {
                    Terminal.print("\(partner.template.name): no postback for this event\n")
                    continue
                }
                chosen = [own]
            }
            guard !chosen.isEmpty else { throw UsageError.unknown("postback", names[1], among: all.map(\.id)) }
            for postback in chosen {
                let preview = try Preview(
                    partner, postback, project.catalogue, arguments, given: given,
                    eventName: names.count > 1 ? names[1] : nil)
                if !isFirst { Terminal.print("\n") }
                isFirst = false
                try preview.show(arguments)
            }
        }
        return isSound ? .success : .findings
    }
}

extension PostbackTemplate {
    fileprivate func triggers(_ name: String) -> Bool {
        switch trigger {
        case .kind(let kind): kind == name
        case .events(let names): names.contains(name)
        }
    }
}

/// One rendered postback with all that it came from.
struct Preview {
    let partner: CompiledPartner
    let postback: PostbackTemplate
    let event: PostbackEvent
    let fields: [String: String]
    let outcome: PostbackOutcome
    /// Takes secrets out of what is printed; nil where they are asked for.
    let mask: SecretMask?
    /// Holds the request.
    let rendered = RenderBuffer()
    let catalogue: MacroCatalogue

    init(
        _ partner: CompiledPartner, _ postback: PostbackTemplate, _ catalogue: MacroCatalogue, _ arguments: Arguments,
        given: PostbackEvent?, eventName: String?
    ) throws {
        self.partner = partner
        self.postback = postback
        self.catalogue = catalogue
        event = try Self.event(partner.template, postback, catalogue, arguments, given, eventName)
        var fields = partner.template.requiredSamples
        for (key, value) in try arguments.pairs("--field") { fields[key] = value }
        self.fields = fields
        mask = arguments.has("--secrets") ? nil : SecretMask(partner.template, fields)
        do throws(FieldProblems) {
            let bound = try BoundPostback(postback, of: partner.template, catalogue: catalogue, fields: fields)
            let skip = bound.render(event, context: ExampleRunner.context(), into: rendered)
            outcome =
                skip.map(PostbackOutcome.skipped) ?? rendered.request(bound.method).map(PostbackOutcome.request)
                ?? .skipped(.notConfigured)
        } catch {
            throw UsageError(error.description)
        }
    }

    /// The event of `--event`; nil without it.
    static func event(_ arguments: Arguments, _ catalogue: MacroCatalogue) throws -> PostbackEvent? {
        guard let path = arguments.value("--event") else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else { throw ToolError("'\(path)' cannot be read") }
        do throws(EventProblem) {
            return try EventDecoder(catalogue: catalogue).decode(data).event
        } catch {
            throw UsageError("\(path): \(error.message)")
        }
    }

    private static func event(
        _ partner: PartnerTemplate, _ postback: PostbackTemplate, _ catalogue: MacroCatalogue, _ arguments: Arguments,
        _ given: PostbackEvent?, _ eventName: String?
    ) throws -> PostbackEvent {
        var event: PostbackEvent
        if let given {
            event = given
        } else {
            let wanted = arguments.value("--platform")
            if let wanted, Platform(rawValue: wanted) == nil {
                throw UsageError.unknown("platform", wanted, among: Platform.allCases.map(\.rawValue))
            }
            let platform = wanted.flatMap(Platform.init) ?? postback.platform ?? partner.platforms.first ?? .ios
            event = .sample(for: platform, in: catalogue)
            switch postback.trigger {
            case .kind(let kind): event[.kind] = .text(kind)
            case .events(let names):
                event[.kind] = .text(PostbackTrigger.eventKind)
                event[.name] = .text(eventName.flatMap { names.contains($0) ? $0 : nil } ?? names[0])
            }
        }
        for (name, value) in try arguments.pairs("--set") {
            guard let macro = catalogue.definition(name) else {
                throw UsageError.unknown("macro", name, among: catalogue.macros.map(\.name))
            }
            guard value.isEmpty || macro.type.accepts(value) else {
                throw UsageError("\(name) must be \(macro.type.expectation)")
            }
            event[name] = value.isEmpty ? nil : PostbackValue(value, as: macro.type)
        }
        return event
    }
}
