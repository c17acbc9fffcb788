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
    /// The key that carries the click id in the postback that is being read.
    var clickKey: Name?
    /// Where macros that want company are sent first in the postback that is being read.
    var sentAt: [String: SourceRange] = [:]
    private var ids: [String: Int] = [:]

    /// The id, with a number behind it when a postback has it already.
    mutating func newID(_ id: String) -> String {
        ids[id, default: 0] += 1
        let count = ids[id] ?? 1
        return count == 1 ? id : "\(id)_\(count)"
    }
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
    /// Whether one of these macros has a part in what is sent.
    func mentions(_ macros: [String], in partner: PartnerTemplate) -> Bool {
        var definitions: [String: PostbackExpression] = [:]
        for definition in partner.definitions + self.definitions { definitions[definition.name] = definition.value }
        var search = MacroSearch(macros: Set(macros), definitions: definitions)
        return search.finds(in: request)
    }
}

/// Looks for macros in what a request is made of.
private struct MacroSearch {
    let macros: Set<String>
    let definitions: [String: PostbackExpression]
    private var seen: Set<String> = []

    init(macros: Set<String>, definitions: [String: PostbackExpression]) {
        self.macros = macros
        self.definitions = definitions
    }

    mutating func finds(in request: RequestTemplate) -> Bool {
        for case .hole(let value) in request.path where finds(in: value) { return true }
        if let callback = request.callback, finds(in: callback.url) || finds(in: callback.marks) { return true }
        let lines = (request.pathPairs?.lines ?? []) + request.matrix + request.query + request.headers
        if finds(in: lines) { return true }
        switch request.body {
        case .none: return false
        case .form(let form): return finds(in: form)
        case .json(let value), .text(let value): return finds(in: value)
        }
    }

    private mutating func finds(in lines: [PostbackLine]) -> Bool {
        for line in lines {
            switch line {
            case .pair(_, let value, _): if finds(in: value) { return true }
            case .when(let condition, let first, let otherwise):
                if finds(in: condition) || finds(in: first) || finds(in: otherwise) { return true }
            }
        }
        return false
    }

    private mutating func finds(in value: PostbackExpression) -> Bool {
        switch value {
        case .macro(let name): return macros.contains(name)
        case .definition(let name):
            guard seen.insert(name).inserted, let inner = definitions[name] else { return false }
            return finds(in: inner)
        case .text(let values), .fallback(let values): return finds(in: values)
        case .pipeline(let head, let steps):
            for case .transform(_, let arguments) in steps where finds(in: arguments) { return true }
            return finds(in: head)
        case .choose(let branches, let otherwise):
            for branch in branches where finds(in: branch.condition) || finds(in: branch.value) { return true }
            return otherwise.map { finds(in: [$0]) } ?? false
        case .list(let elements): return finds(in: elements.map(\.value))
        case .each(_, let list, let yield): return finds(in: [list, yield])
        case .object(let lines): return finds(in: lines)
        case .json(let inner), .unescaped(let inner, _): return finds(in: inner)
        case .literal, .field, .item, .variable, .request, .system: return false
        }
    }

    private mutating func finds(in values: [PostbackExpression]) -> Bool {
        for value in values where finds(in: value) { return true }
        return false
    }

    private mutating func finds(in condition: PostbackCondition) -> Bool {
        switch condition {
        case .equals(let left, let right): return finds(in: [left, right])
        case .isIn(let value, let list): return finds(in: [value] + list)
        case .isPresent(let value), .isTrue(let value): return finds(in: value)
        case .not(let inner): return finds(in: inner)
        case .all(let inner), .any(let inner):
            for condition in inner where finds(in: condition) { return true }
            return false
        }
    }
}
