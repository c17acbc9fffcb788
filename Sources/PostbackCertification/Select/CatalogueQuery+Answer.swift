public import PostbackCompiler
import PostbackTemplate

extension CatalogueQuery {
    /// A partner that the question is true of.
    public struct Match: Sendable {
        /// The partner.
        public var partner: CompiledPartner
        /// The places that were asked for, in the order of the file; empty where none was.
        public var places: [Place]
    }

    /// A place of a request that was asked for.
    public struct Place: Hashable, Sendable {
        /// The postback.
        public var postback: String
        /// What leaves there.
        public var value: DisclosedValue
    }

    /// The partners that the question is true of: of a partner something holds where it holds of one of its postbacks.
    public func answer(in project: Project) -> [Match] {
        project.partners.compactMap { partner in
            let asked = Asked(partner: partner.template, project: project)
            guard asked.holds(question) else { return nil }
            return Match(partner: partner, places: asked.places(question))
        }
    }

    /// One partner while it is asked about.
    private struct Asked {
        let partner: PartnerTemplate
        let project: Project
        let values: [Place]

        init(partner: PartnerTemplate, project: Project) {
            self.partner = partner
            self.project = project
            values = partner.postbacks.flatMap { postback in
                postback.sentValues(of: partner, catalogue: project.catalogue).map {
                    Place(postback: postback.id, value: $0)
                }
            }
        }

        func holds(_ question: Question) -> Bool {
            switch question {
            case .all(let parts): parts.allSatisfy(holds)
            case .any(let parts): parts.contains(where: holds)
            case .not(let inner): !holds(inner)
            case .receives(let received): values.contains { $0.value.fits(received) }
            case .attribute(let word, let value): has(word, value)
            case .flag(let word): has(flag: word)
            }
        }

        /// The places that are asked for and not denied.
        func places(_ question: Question) -> [Place] {
            func wanted(_ question: Question) -> [Received] {
                switch question {
                case .all(let parts), .any(let parts): parts.flatMap(wanted)
                case .receives(let received): [received]
                case .not, .attribute, .flag: []
                }
            }
            let asked = wanted(question)
            return values.filter { place in asked.contains { place.value.fits($0) } }
        }

        private func has(_ word: String, _ value: String) -> Bool {
            let requests = partner.postbacks.map(\.request)
            switch word {
            case "uses": return partner.transforms.contains { $0.rawValue == value }
            case "field": return partner.fields.contains { $0.id == value }
            case "host": return partner.hosts.contains { CatalogueQuery.matches(value, $0) }
            case "position":
                return requests.contains { $0.blocks.contains { $0.position.rawValue == value && !$0.isEmpty } }
            case "event":
                return partner.platforms.contains { platform in
                    partner.postback(kind: value, name: nil, platform: platform) != nil
                        || !project.catalogue.kinds.contains { $0.name == value }
                            && partner.postback(kind: PostbackTrigger.eventKind, name: value, platform: platform) != nil
                }
            case "category": return partner.category == value
            case "platform": return partner.platforms.contains { $0.rawValue == value }
            case "partner": return partner.id == value
            case "method": return requests.contains { $0.method.rawValue == value }
            default: return false
            }
        }

        private func has(flag word: String) -> Bool {
            switch word {
            case "deprecated": partner.deprecation != nil
            case "insecure": partner.postbacks.contains(where: \.request.isPlainHTTP)
            case "contract": project.contract(of: partner.id) != nil
            case "secret": partner.fields.contains(where: \.isSecret)
            default: false
            }
        }
    }

    /// Whether a host is one that a text with stars stands for.
    static func matches(_ pattern: String, _ host: String) -> Bool {
        var rest = host.lowercased()[...]
        let parts = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false)
        guard let first = parts.first, rest.hasPrefix(first) else { return false }
        rest = rest.dropFirst(first.count)
        for (number, part) in parts.enumerated().dropFirst() {
            if number == parts.count - 1 { return rest.hasSuffix(part) }
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.isEmpty
    }
}

extension DisclosedValue {
    fileprivate func fits(_ received: CatalogueQuery.Received) -> Bool {
        if let macro = received.macro, macro != self.macro { return false }
        if received.macro == nil, classes.isDisjoint(with: received.classes) { return false }
        if let isRaw = received.isRaw, isRaw != self.isRaw { return false }
        if let hash = received.hash, hash != self.hash { return false }
        if let position = received.position, position != self.position { return false }
        return received.host.map { pattern in hosts.contains { CatalogueQuery.matches(pattern, $0) } } ?? true
    }
}

extension PartnerTemplate {
    /// Every host that a postback goes to.
    fileprivate var hosts: Set<String> { Set(postbacks.flatMap { $0.hosts }) }

    /// Every transform that a postback uses.
    fileprivate var transforms: Set<TransformName> {
        var found: Set<TransformName> = []
        func look(_ node: TemplateNode) {
            node.forEach { node in
                guard case .expression(.pipeline(_, let steps)) = node else { return }
                for case .transform(let name, _) in steps { found.insert(name) }
            }
        }
        for definition in definitions { look(.expression(definition.value)) }
        for postback in postbacks {
            for definition in postback.definitions { look(.expression(definition.value)) }
            for node in postback.nodes { look(node) }
        }
        return found
    }
}

extension RequestTemplate {
    fileprivate var isPlainHTTP: Bool {
        if case .literal(let text)? = origin.first { text.hasPrefix("http://") } else { false }
    }
}

extension RequestBlock {
    fileprivate var isEmpty: Bool {
        switch content {
        case .pieces(let pieces): pieces.isEmpty
        case .lines(let lines): lines.isEmpty
        case .value: false
        }
    }
}
