import Foundation
public import PostbackCompiler
public import PostbackRuntime
public import PostbackTemplate

/// Requests that nobody wrote an example for: the least an event can carry, the most, and adversarial values.
public struct DerivedRequests: Sendable {
    /// What was fed into a postback.
    public enum Kind: String, CaseIterable, Sendable {
        /// Nothing but kind, name and platform.
        case least
        /// The catalogue's sample in every macro.
        case most
        /// Every text replaced by characters that separate, escape and break lines.
        case adversarial
    }

    /// Text that no encoder may let through as structure.
    public static let hostileText = "a&b=c#d%20 +/?;:\"<>\\'{}[]|^`~@$,!*()\u{7F}\r\n\t\u{0} é漢😀 ../%00"

    /// The macros.
    public let catalogue: MacroCatalogue

    /// Values of entries of open maps, which have no samples, by their full names.
    private let entries: [String: PostbackLiteral]

    /// Creates the source of requests.
    ///
    /// - Parameters:
    ///   - catalogue: The macros.
    ///   - examples: The partner's examples, for the form that entries of open maps have.
    public init(catalogue: MacroCatalogue, examples: [CertificationExample] = []) {
        self.catalogue = catalogue
        entries = examples.flatMap(\.values).reduce(into: [:]) { entries, setting in
            guard catalogue.openMap(of: setting.macro) != nil, case .literal(let value) = setting.value else { return }
            if entries[setting.macro] == nil { entries[setting.macro] = value }
        }
    }

    /// The event of a kind for a postback of a partner.
    public func event(
        _ kind: Kind, for postback: PostbackTemplate, of partner: PartnerTemplate, on platform: Platform
    ) -> PostbackEvent {
        var event =
            kind == .least ? PostbackEvent(catalogue: catalogue) : PostbackEvent.sample(for: platform, in: catalogue)
        if kind == .adversarial {
            for macro in catalogue.macros where macro.isAvailable(on: platform) {
                if macro.type == .text { event[macro.name] = .text(Self.hostileText) }
                if macro.type == .list(.item) {
                    event[macro.name] = .list([.item(["id": .text(Self.hostileText), "name": .text("\"\\")])])
                }
            }
        }
        if kind != .least { fill(&event, kind, of: partner) }
        event[.platform] = .text(platform.rawValue)
        switch postback.trigger {
        case .kind(let name):
            event[.kind] = .text(name)
            if kind != .most { event[.name] = nil }
        case .events(let names):
            event[.kind] = .text(PostbackTrigger.eventKind)
            event[.name] = names.first.map(PostbackValue.text)
        }
        return event
    }

    /// Sets the entries of open maps that a partner names and its examples give, and one more where it takes all.
    private func fill(_ event: inout PostbackEvent, _ kind: Kind, of partner: PartnerTemplate) {
        let isHostile = kind == .adversarial
        for name in partner.macroNames {
            if name.hasSuffix(".*") {
                let key = isHostile ? Self.hostileText : "entry"
                event[entry: name.dropLast() + key] = .text(isHostile ? Self.hostileText : "value")
            } else if let value = entries[name] {
                event[entry: name] = isHostile ? .text(Self.hostileText) : PostbackValue(value)
            }
        }
    }

    /// One derived request, with all that it was rendered from.
    public struct Case: Sendable {
        /// The postback, what was fed into it, and the platform, in words.
        public var name: String
        /// The postback.
        public var postback: PostbackTemplate
        /// What was fed into it.
        public var kind: Kind
        /// The event.
        public var event: PostbackEvent
        /// The account's fields.
        public var fields: [String: String]
        /// What came out: one outcome, or one for each item.
        public var outcomes: [PostbackOutcome]
        /// Why nothing could be rendered, a line each.
        public var problems: [String]
    }

    /// Renders every postback of a partner for every kind and platform.
    public func all(of partner: PartnerTemplate) -> [Case] {
        let fields = partner.allSamples
        var cases: [Case] = []
        for postback in partner.postbacks {
            for platform in postback.platform.map({ [$0] }) ?? partner.platforms {
                for kind in Kind.allCases {
                    var derived = Case(
                        name: "\(postback.id), \(kind.rawValue) on \(platform.rawValue)", postback: postback,
                        kind: kind,
                        event: event(kind, for: postback, of: partner, on: platform), fields: fields, outcomes: [],
                        problems: [])
                    do throws(FieldProblems) {
                        let bound = try BoundPostback(postback, of: partner, catalogue: catalogue, fields: fields)
                        derived.outcomes = (0..<bound.requestCount(for: derived.event)).map {
                            bound.render(derived.event, item: $0, context: ExampleRunner.context())
                        }
                    } catch {
                        derived.problems = error.problems.map { "\($0.description); give the field a sample" }
                    }
                    cases.append(derived)
                }
            }
        }
        return cases
    }

    /// What is wrong with derived requests, a line each.
    public func defects(of cases: [Case]) -> [String] {
        cases.flatMap { derived in
            var found = derived.problems
            for case .request(let request) in derived.outcomes {
                found += self.defects(request, derived.postback, fields: derived.fields)
            }
            return found.map { "\(derived.name): \($0)" }
        }
    }

    /// What is wrong with a request, a line each: a URL that cannot be read, a host that is not the template's, a
    /// header that breaks its line, JSON that is none, or a placeholder left over.
    public func defects(_ request: PostbackRequest, _ postback: PostbackTemplate, fields: [String: String]) -> [String]
    {
        var defects: [String] = []
        guard let url = URLComponents(string: request.url), let host = url.host, url.fragment == nil else {
            return ["the URL cannot be read: \(request.url)"]
        }
        if let expected = Self.host(of: postback, fields: fields), expected != host {
            defects.append("the host is \(host), not \(expected)")
        }
        if !request.url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            defects.append("the URL has characters outside ASCII or spaces")
        }
        for name in ["{", "}", "%7Bfield", "%7Bdevice"] where request.url.contains(name) && !request.url.contains("%22")
        {
            defects.append("the URL may hold an unfilled hole: \(name)")
        }
        for header in request.headers where !HeaderValue.isSafe(header.value.utf8) {
            defects.append("the header \(header.name) breaks its line")
        }
        if request.headers.contains(where: { $0.name == "Content-Type" && $0.value.hasPrefix("application/json") }),
            (try? JSONSerialization.jsonObject(with: Data(request.body), options: [.fragmentsAllowed])) == nil
        {
            defects.append("the body is not JSON")
        }
        return defects
    }

    private static func host(of postback: PostbackTemplate, fields: [String: String]) -> String? {
        var text = ""
        for piece in postback.request.origin {
            switch piece {
            case .literal(let literal): text += literal
            case .hole(.field(let id)): text += fields[id] ?? ""
            case .hole: return nil
            }
        }
        return text.split(separator: "/", omittingEmptySubsequences: true).last.map {
            String($0.split(separator: ":")[0])
        }
    }
}
