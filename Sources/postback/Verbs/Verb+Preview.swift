import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackContract
import PostbackRuntime
import PostbackSupport
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
            Option(
                "--trace", nil,
                "show where every byte comes from, with line, value and encoding, and why lines are left out"),
            Option("--curl", nil, "print a curl command"), Option("--json", nil, "print JSON"),
            Option("--example", nil, "print an example for the partner file"),
            Option(
                "--open", nil, "serve a page on this machine, to edit an event and fields on; operands are partners"),
            Option("--secrets", nil, "print the values of secret fields, too"), .project, .schemas,
        ],
        example: "postback preview unity install --set device.idfa="
    ) { arguments in
        let names = arguments.operands
        if arguments.has("--open") { return try open(arguments) }
        let project = try ProjectFiles.load(arguments, partners: Array(names.prefix(1)))
        let files = project.sources.map { URL(filePath: $0.path).deletingPathExtension().lastPathComponent }
        let isSound = project.reportErrors(of: names.isEmpty ? Set(files) : [names[0]])
        guard isSound || names.isEmpty else { return .findings }
        let partners = names.isEmpty ? project.partners : project.partners.filter { $0.template.id == names[0] }
        guard !partners.isEmpty else {
            throw UsageError.unknown("partner", names.first ?? "", among: project.partners.map(\.template.id))
        }
        let given = try Preview.event(arguments, project.catalogue)
        var isFirst = true
        var isWhole = isSound
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
            if chosen.isEmpty, names.count > 1, !project.catalogue.kinds.contains(where: { $0.name == names[1] }) {
                // Any other event is one of the postback for in-app events.
                chosen = all.filter { $0.trigger == .kind(PostbackTrigger.eventKind) }
                let known = project.catalogue.events.map(\.name)
                if !known.contains(names[1]), let near = Suggestion.nearest(to: names[1], among: known + all.map(\.id))
                {
                    throw UsageError("there is no postback or event '\(names[1])'; did you mean '\(near)'?")
                }
            }
            guard !chosen.isEmpty else { throw UsageError.unknown("postback", names[1], among: all.map(\.id)) }
            for postback in chosen {
                let previews: [Preview]
                do {
                    previews = try Preview.all(
                        partner, postback, project, arguments, given: given,
                        eventName: names.count > 1 ? names[1] : nil)
                } catch let error as PreviewProblem where names.isEmpty {
                    // What one partner lacks keeps no other one from being shown.
                    Terminal.error("postback: \(error.message)\n")
                    isWhole = false
                    break
                } catch let error as PreviewProblem {
                    throw UsageError(error.message)
                }
                // An example is of all requests of its event.
                for preview in arguments.has("--example") ? Array(previews.prefix(1)) : previews {
                    if !isFirst { Terminal.print("\n") }
                    isFirst = false
                    try preview.show(arguments, among: previews)
                }
            }
        }
        return isWhole ? .success : .findings
    }
}

extension Verb {
    /// Serves the page of all partners; those that are named are shown first.
    private static func open(_ arguments: Arguments) throws -> ExitStatus {
        let others = preview.options.map(\.name).filter { !["--open", "--project", "--schemas"].contains($0) }
        if let other = others.first(where: arguments.has) {
            throw UsageError("\(other) does not go with --open: event and fields are edited on the page")
        }
        let project = try ProjectFiles.load(arguments, paths: [], contracts: false)
        let known = project.partners.map(\.template.id)
        for name in arguments.operands where !known.contains(name) {
            throw UsageError.unknown("partner", name, among: known)
        }
        _ = project.report()
        try Preview.open(project, partners: arguments.operands.isEmpty ? Array(known.prefix(1)) : arguments.operands)
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

/// Why a postback cannot be previewed for an account as it was given.
struct PreviewProblem: Error {
    let message: String
}

/// One rendered postback with all that it came from.
struct Preview {
    let partner: CompiledPartner
    let postback: PostbackTemplate
    let event: PostbackEvent
    let fields: [String: String]
    /// The fields that were named, beside the samples of required ones.
    let namedFields: [String: String]
    /// The platform whose samples the event was made of; nil for an event that was given.
    let samples: Platform?
    /// The place of the item that the request is for, from 0; nil for one that is for the event.
    let item: Int?
    let outcome: PostbackOutcome
    /// Takes secrets out of what is printed; nil where they are asked for.
    let mask: SecretMask?
    /// Holds the request.
    let rendered = RenderBuffer()
    let catalogue: MacroCatalogue
    /// What the partner documents of its requests.
    let contract: Contract?

    /// The previews of a postback: one, or one for each item where it has a request for each.
    static func all(
        _ partner: CompiledPartner, _ postback: PostbackTemplate, _ project: Project, _ arguments: Arguments,
        given: PostbackEvent?, eventName: String?
    ) throws -> [Preview] {
        let catalogue = project.catalogue
        let samples = given == nil ? try platform(partner.template, postback, arguments) : nil
        let event = try event(postback, catalogue, arguments, given, samples ?? .ios, eventName)
        let items: [Int?] = postback.itemList.map { Array(0..<max(1, event.count(of: $0))) } ?? [nil]
        return try items.map { try Preview(partner, postback, project, arguments, event, samples, item: $0) }
    }

    private init(
        _ partner: CompiledPartner, _ postback: PostbackTemplate, _ project: Project, _ arguments: Arguments,
        _ event: PostbackEvent, _ samples: Platform?, item: Int?
    ) throws {
        self.partner = partner
        self.postback = postback
        catalogue = project.catalogue
        contract = project.contract(of: partner.template.id)
        self.event = event
        self.samples = samples
        self.item = item
        var named: [String: String] = [:]
        for (key, value) in try arguments.pairs("--field") { named[key] = value }
        namedFields = named
        fields = partner.template.requiredSamples.merging(named) { _, named in named }
        mask = arguments.has("--secrets") ? nil : SecretMask(partner.template, fields)
        do throws(FieldProblems) {
            let bound = try BoundPostback(postback, of: partner.template, catalogue: catalogue, fields: fields)
            let skip = bound.render(event, item: item ?? 0, context: ExampleRunner.context(), into: rendered)
            outcome =
                skip.map(PostbackOutcome.skipped) ?? rendered.request(bound.method).map(PostbackOutcome.request)
                ?? .skipped(.notConfigured)
        } catch {
            throw PreviewProblem(message: error.description)
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

    /// The platform whose samples fill the event.
    private static func platform(
        _ partner: PartnerTemplate, _ postback: PostbackTemplate, _ arguments: Arguments
    ) throws -> Platform {
        let wanted = arguments.value("--platform")
        if let wanted, Platform(rawValue: wanted) == nil {
            throw UsageError.unknown("platform", wanted, among: Platform.allCases.map(\.rawValue))
        }
        return wanted.flatMap(Platform.init) ?? postback.platform ?? partner.platforms.first ?? .ios
    }

    private static func event(
        _ postback: PostbackTemplate, _ catalogue: MacroCatalogue, _ arguments: Arguments, _ given: PostbackEvent?,
        _ platform: Platform, _ eventName: String?
    ) throws -> PostbackEvent {
        var event: PostbackEvent
        if let given {
            event = given
        } else {
            event = .sample(for: platform, in: catalogue)
            event[.kind] = nil
        }
        // An event that says nothing of its kind is one of the postback that is asked for.
        if event.kindName == nil {
            let (kind, name): (String, String?) =
                switch postback.trigger {
                case .kind(let kind):
                    (kind, kind == PostbackTrigger.eventKind && eventName != kind ? eventName : nil)
                case .events(let names):
                    (PostbackTrigger.eventKind, eventName.flatMap { names.contains($0) ? $0 : nil } ?? names[0])
                }
            event[.kind] = .text(kind)
            if let name, given == nil || event[.name] == nil { event[.name] = .text(name) }
        }
        for (name, value) in try arguments.pairs("--set") {
            guard let macro = catalogue.definition(name) else {
                throw UsageError.unknown("macro", name, among: catalogue.macros.map(\.name))
            }
            if case .list = macro.type, !value.isEmpty {
                event[name] = try list(name, value, catalogue)
                continue
            }
            guard value.isEmpty || macro.type.accepts(value) else {
                throw UsageError("\(name) must be \(macro.type.expectation)")
            }
            event[name] = value.isEmpty ? nil : PostbackValue(value, as: macro.type)
        }
        return event
    }

    /// A list that is written as JSON, as it stands in an event.
    private static func list(_ name: String, _ json: String, _ catalogue: MacroCatalogue) throws -> PostbackValue {
        let wanted = "\(name) must be a list in JSON, such as [{\"id\":\"sku-1\"}]"
        let keys = name.split(separator: ".")
        let opened = keys.map { "{\"\($0)\":" }.joined()
        do throws(EventProblem) {
            let text = opened + json + String(repeating: "}", count: keys.count)
            let decoded = try EventDecoder(catalogue: catalogue).decode(Data(text.utf8))
            if let list = decoded.event[name], decoded.problems.isEmpty { return list }
        } catch {
            throw UsageError("\(wanted): \(error.message)")
        }
        throw UsageError(wanted)
    }
}
