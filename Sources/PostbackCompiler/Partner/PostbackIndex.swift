import PostbackLanguage
import PostbackTemplate

/// The postbacks of a file so far, for checks that look at more than one.
struct PostbackIndex {
    /// An event and the platform that a postback is for.
    struct Key: Hashable {
        var event: String
        var platform: Platform?
    }

    /// A postback and where its event stands.
    struct Place {
        var id: String
        var range: SourceRange
    }

    /// The postback for an event.
    var byEvent: [Key: Place] = [:]
    /// Where the postbacks of the partner stand, in their order.
    var ranges: [SourceRange] = []
    /// The ids of postbacks.
    var ids = UniqueNames()
}

extension PostbackTrigger {
    /// The kind, or the names of events, told apart.
    var keys: [String] {
        switch self {
        case .kind(let kind): ["kind \(kind)"]
        case .events(let names): names.map { "event \($0)" }
        }
    }
}

extension PostbackTemplate {
    /// Whether one of these macros has a part in what is sent, or a field that is filled in for each event.
    func mentions(_ macros: [String], in partner: PartnerTemplate) -> Bool {
        var definitions: [String: PostbackExpression] = [:]
        for definition in partner.definitions + self.definitions { definitions[definition.name] = definition.value }
        var seen: Set<String> = []
        var open = request.blocks.flatMap(\.nodes)
        while let node = open.popLast() {
            switch node {
            case .expression(.macro(let name)): if macros.contains(name) { return true }
            case .expression(.field(let id)):
                if partner.fields.contains(where: { $0.id == id && $0.scope == .event }) { return true }
            case .expression(.definition(let name)):
                if seen.insert(name).inserted, let value = definitions[name] { open.append(.expression(value)) }
            case .expression, .condition, .line: open += node.children
            }
        }
        return false
    }
}
