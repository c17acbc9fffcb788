import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

/// A page to edit an event and an account's fields on, with the requests of the partners beside them.
///
/// What it gives is the content of each address; how it gets to a browser is not its business.
public struct PreviewSite: Sendable {
    private let project: Project
    private let chosen: [String]
    private var catalogue: MacroCatalogue { project.catalogue }

    /// Creates the page of a project.
    ///
    /// - Parameters:
    ///   - project: its partners.
    ///   - chosen: the partners, by their ids, whose requests are shown at first.
    public init(_ project: Project, chosen: [String]) {
        self.project = project
        self.chosen = chosen
    }

    /// The files of the page: its address, its type and its content.
    public var files: [(path: String, type: String, text: String)] {
        [
            ("/", "text/html; charset=utf-8", PreviewPage.html),
            ("/style.css", "text/css; charset=utf-8", PageFiles.style + PreviewPage.style),
            ("/preview.js", "text/javascript; charset=utf-8", PreviewPage.script),
            ("/data.json", "application/json", Self.text(data)),
        ]
    }

    /// What the page begins with: partners and their fields, events, and an event of samples for each platform.
    private var data: JSONValue {
        func names(_ events: [EventDefinition]) -> JSONValue {
            .array(events.map { .object([("name", .string($0.name)), ("label", .string($0.label))]) })
        }
        let partners = project.partners.map(\.template).map { partner -> JSONValue in
            let fields = partner.fields.map { field -> JSONValue in
                .object([
                    ("id", .string(field.id)), ("label", .string(field.label)),
                    ("sample", .string(partner.requiredSamples[field.id] ?? "")), ("secret", .boolean(field.isSecret)),
                ])
            }
            return .object([
                ("id", .string(partner.id)), ("name", .string(partner.name)),
                ("chosen", .boolean(chosen.contains(partner.id))), ("fields", .array(fields)),
            ])
        }
        let samples = Platform.allCases.map { (key: $0.rawValue, value: sample($0)) }
        return .object([
            ("partners", .array(partners)), ("kinds", names(catalogue.kinds)), ("events", names(catalogue.events)),
            ("eventKind", .string(PostbackTrigger.eventKind)),
            ("samples", .object(samples)),
        ])
    }

    /// An event of samples as services send it, without a kind.
    private func sample(_ platform: Platform) -> JSONValue {
        var root = JSONValue.object([])
        let own: Set<MacroRole> = [.kind, .name]
        for macro in catalogue.macros where macro.isAvailable(on: platform) && !macro.isOpenMap {
            guard !(macro.role.map(own.contains) ?? false), catalogue.itemList(of: macro.name) == nil else { continue }
            let path = macro.name.split(separator: ".").map(String.init)
            if macro.type == .list(.item) {
                let properties = catalogue.itemProperties(of: macro.name).compactMap { property in
                    property.sample.map {
                        (
                            key: String(property.name.dropFirst(macro.name.count + 1)),
                            value: Self.json($0, property.type)
                        )
                    }
                }
                root = Self.setting(.array([.object(properties)]), at: path[...], in: root)
            } else if macro.role == .platform {
                root = Self.setting(.string(platform.rawValue), at: path[...], in: root)
            } else if let sample = macro.sample {
                root = Self.setting(Self.json(sample, macro.type), at: path[...], in: root)
            }
        }
        return root
    }

    private static func json(_ sample: String, _ type: ValueType) -> JSONValue {
        if type.isNumeric { return .number(sample) }
        return type == .boolean ? .boolean(sample == "true") : .string(sample)
    }

    private static func setting(_ value: JSONValue, at path: ArraySlice<String>, in object: JSONValue) -> JSONValue {
        guard let key = path.first else { return value }
        guard case .object(var members) = object else { return object }
        let place = members.firstIndex { $0.key == key }
        let inner = setting(value, at: path.dropFirst(), in: place.map { members[$0].value } ?? .object([]))
        if let place { members[place].value = inner } else { members.append((key, inner)) }
        return .object(members)
    }

    /// The requests of an event.
    ///
    /// - Parameter body: JSON with `event`, the text of an event; `partners`, ids; and `fields`, values by partners and fields.
    /// - Returns: JSON, with `problem` where the event cannot be read, and what comes of it for each partner.
    public func requests(_ body: [UInt8]) -> [UInt8] { Array(Self.text(answer(body)).utf8) }

    private func answer(_ body: [UInt8]) -> JSONValue {
        func problem(_ text: String) -> JSONValue { .object([("problem", .string(text)), ("partners", .array([]))]) }
        guard let asked = try? JSONValue(parsing: body), case .string(let text)? = asked["event"],
            case .array(let ids)? = asked["partners"]
        else { return problem("the page and the command do not understand each other; load it again") }
        let event: PostbackEvent
        var notes: [JSONValue] = []
        do throws(EventProblem) {
            let decoded = try EventDecoder(catalogue: catalogue).decode(Array(text.utf8))
            event = decoded.event
            notes = decoded.problems.map { .string($0.message) }
        } catch {
            return problem(error.message)
        }
        let names = ids.compactMap { id in if case .string(let name) = id { name } else { nil } }
        let wanted = project.partners.filter { names.contains($0.template.id) }
        if wanted.count > Self.mostPartners {
            notes.append(.string("shown here are the first \(Self.mostPartners) of \(wanted.count) partners"))
        }
        let partners = wanted.prefix(Self.mostPartners).map { partner -> JSONValue in
            var fields = partner.template.requiredSamples
            for case (let key, .string(let value)) in members(of: asked["fields"]?[partner.template.id]) {
                fields[key] = value.isEmpty ? nil : value
            }
            return .object([
                ("id", .string(partner.template.id)), ("name", .string(partner.template.name)),
                ("requests", .array(requests(partner, event, fields))),
            ])
        }
        return .object([("notes", .array(notes)), ("partners", .array(partners))])
    }

    private func members(of value: JSONValue?) -> [(key: String, value: JSONValue)] {
        if case .object(let members)? = value { members } else { [] }
    }

    private func requests(_ partner: CompiledPartner, _ event: PostbackEvent, _ fields: [String: String]) -> [JSONValue]
    {
        let template = partner.template
        let found = template.postback(
            kind: event.kindName ?? PostbackTrigger.eventKind, name: event[.name]?.text, platform: event.platform)
        guard let postback = found else { return [.object([("skipped", .string("no postback for this event"))])] }
        let bound: BoundPostback
        do throws(FieldProblems) {
            bound = try BoundPostback(postback, of: template, catalogue: catalogue, fields: fields)
        } catch {
            return [.object([("postback", .string(postback.id)), ("skipped", .string(error.description))])]
        }
        let context = ExampleRunner.context()
        let mask = SecretMask(template, fields)
        let count = max(1, bound.requestCount(for: event))
        let shown = (0..<min(count, Self.mostItems)).map { item in
            let trace = RequestTracer(
                partner: partner, postback: postback, catalogue: catalogue, fields: fields, item: item
            ).trace(event, context: context)
            var members: [(key: String, value: JSONValue)] = [
                ("postback", .string(postback.id)), ("method", .string(postback.request.method.rawValue)),
            ]
            if case .skipped(let skip) = bound.render(event, item: item, context: context) {
                let about = skip.about.isEmpty ? "" : ": \(skip.about.joined(separator: ", "))"
                members.append(("skipped", .string(skip.code + about)))
            }
            members.append(("parts", .array(trace.parts.filter { !$0.bytes.isEmpty }.map { Self.json($0, mask) })))
            members.append(
                (
                    "absent",
                    .array(trace.absences.map { .string("\($0.place), \($0.expression): \($0.reason)") })
                ))
            return JSONValue.object(members)
        }
        guard count > shown.count else { return shown }
        return shown + [.object([("skipped", .string("shown here are the first \(shown.count) of \(count) requests"))])]
    }

    /// The most requests of one event that are shown for a partner.
    private static let mostItems = 10
    /// The most partners that are shown at once.
    private static let mostPartners = 20

    private static func json(_ part: RequestTrace.Part, _ mask: SecretMask) -> JSONValue {
        let segments = part.segments.map { segment -> JSONValue in
            var members: [(key: String, value: JSONValue)] = [
                ("text", .string(mask.masked(part.text(of: segment))))
            ]
            if let value = segment.value, value.source != .literal {
                let line = segment.line.map { ", line \($0)" } ?? ""
                members.append(("source", .string(value.source.rawValue)))
                members.append(("origin", .string("\(value.expression), \(value.encoding)\(line)")))
            }
            return .object(members)
        }
        return .object([("name", .string(part.name)), ("segments", .array(segments))])
    }

    private static func text(_ value: JSONValue) -> String {
        var bytes: [UInt8] = []
        JSONText.append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
