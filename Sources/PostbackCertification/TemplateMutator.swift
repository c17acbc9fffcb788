import PostbackCompiler
import PostbackTemplate

/// Makes one small change to a template: the same walk finds the places and changes the one that is asked for.
struct TemplateMutator {
    /// What is changed.
    enum Kind: String, CaseIterable {
        /// A line of a block is dropped.
        case line = "a line dropped"
        /// A row of a map is dropped.
        case mapRow = "a row of a map dropped"
        /// A branch of a `when` value is dropped.
        case branch = "a branch dropped"
        /// A macro counts as absent.
        case macro = "a macro absent"
        /// A step of a pipeline is left out.
        case step = "a step left out"
        /// A step is another one of its kind.
        case otherStep = "another step"
        /// A condition is its opposite.
        case negation = "a condition turned round"
        /// A condition holds always.
        case always = "a condition that always holds"
        /// A row of a map gives something else.
        case rowValue = "another value in a row of a map"
        /// What a map gives to keys without a row is something else.
        case mapElse = "something else for what is not in a map"
        /// Two values of a fallback change places.
        case order = "a fallback in another order"
        /// `require` or `keep` is left out.
        case presence = "'require' or 'keep' left out"
        /// A text, number or boolean is another one.
        case literal = "another literal"
        /// What has to be there, or to hold, for the postback to be sent is left out.
        case requirement = "a requirement left out"
        /// What an answer means is something else.
        case answer = "an answer that means something else"
    }

    private let kind: Kind
    private let target: Int
    private var counter = 0
    /// What was changed, in words.
    private(set) var description: String?
    /// The changed place.
    private(set) var place = SourcePlace()
    var current = SourcePlace()
    /// The kind of the events that the postback is for.
    private(set) var kindName: String?

    /// The macro that holds the kind of an event.
    let kindMacro: String?

    private init(_ kind: Kind, target: Int, kindMacro: String?) {
        self.kindMacro = kindMacro
        self.kind = kind
        self.target = target
    }

    /// Every template that differs from `partner` in one place of a kind, with the place.
    static func mutants(of partner: PartnerTemplate, _ kind: Kind, kindMacro: String? = nil) -> [(
        template: PartnerTemplate, description: String, place: SourcePlace
    )] {
        var result: [(template: PartnerTemplate, description: String, place: SourcePlace)] = []
        while true {
            var mutator = TemplateMutator(kind, target: result.count, kindMacro: kindMacro)
            let mutant = mutator.rewrite(partner)
            guard let description = mutator.description else { return result }
            result.append((mutant, description, mutator.place))
        }
    }

    /// Whether this place is the one to change.
    mutating func hits(_ wanted: Kind, _ description: @autoclosure () -> String) -> Bool {
        guard kind == wanted else { return false }
        defer { counter += 1 }
        guard counter == target else { return false }
        self.description = description()
        place = current
        return true
    }

    private mutating func rewrite(_ partner: PartnerTemplate) -> PartnerTemplate {
        var partner = partner
        for index in partner.maps.indices {
            let id = partner.maps[index].id
            current = SourcePlace(keys: [id])
            partner.maps[index].entries = partner.maps[index].entries.filter { !hits(.mapRow, "map \(id): \($0.key)") }
            for row in partner.maps[index].entries.indices {
                let entry = partner.maps[index].entries[row]
                if hits(.rowValue, "map \(id): \(entry.key)") {
                    partner.maps[index].entries[row].value = entry.value.other
                }
            }
            if hits(.mapElse, "map \(id): else") {
                partner.maps[index].fallback = partner.maps[index].fallback == .absent ? .value(.text("~")) : .absent
            }
        }
        let used = partner.usedNames
        for index in partner.definitions.indices where used.contains(partner.definitions[index].name) {
            current = SourcePlace(keys: [partner.definitions[index].name])
            partner.definitions[index].value = rewrite(partner.definitions[index].value)
        }
        for index in partner.postbacks.indices { rewrite(&partner.postbacks[index], used) }
        current = SourcePlace()
        rewrite(&partner.delivery)
        return partner
    }

    private mutating func rewrite(_ postback: inout PostbackTemplate, _ used: Set<String>) {
        let id = postback.id
        current = SourcePlace(postback: id)
        if case .kind(let name) = postback.trigger { kindName = name } else { kindName = PostbackTrigger.eventKind }
        postback.conditions = postback.conditions.enumerated().compactMap { number, condition in
            current = .condition(number, of: id)
            return hits(.requirement, "send when \(ExpressionText.describe(condition))") ? nil : rewrite(condition)
        }
        for index in postback.alternatives.indices {
            current = .alternatives(index, of: id)
            postback.alternatives[index] = postback.alternatives[index].filter { group in
                let words = group.map(ExpressionText.describe).joined(separator: " and ")
                return !hits(.requirement, "require any of … \(words)")
            }
        }
        postback.alternatives.removeAll { $0.isEmpty }
        for index in postback.definitions.indices where used.contains(postback.definitions[index].name) {
            current = .definition(postback.definitions[index].name, of: id)
            postback.definitions[index].value = rewrite(postback.definitions[index].value)
        }
        for block in postback.request.blocks {
            current = SourcePlace(postback: id, position: block.position)
            switch block.position {
            // No example could be without an address.
            case .callback, .origin: continue
            case .marks, .path, .pathPairs, .matrix, .query, .headers, .cookies, .form, .json, .text:
                postback.request.set(rewrite(block.content), at: block.position)
            }
        }
    }

    private mutating func rewrite(_ content: RequestBlock.Content) -> RequestBlock.Content {
        switch content {
        case .pieces(let pieces):
            .pieces(pieces.map { if case .hole(let value) = $0 { .hole(rewrite(value)) } else { $0 } })
        case .lines(let lines): .lines(rewrite(lines))
        case .value(let value): .value(rewrite(value))
        }
    }

    mutating func rewrite(_ lines: [PostbackLine]) -> [PostbackLine] {
        var result: [PostbackLine] = []
        for line in lines {
            switch line {
            case .each(var loop, let inner):
                loop.list = rewrite(loop.list)
                result.append(.each(loop, rewrite(inner)))
            case .pair(let key, let value, let presence):
                current.keys.append(key.name(beside: value))
                defer { current.keys.removeLast() }
                if hits(.line, ExpressionText.describe(line)) { continue }
                // What the file states is always there.
                var isStated = false
                if case .literal = value { isStated = true }
                let isWeaker = presence != .optional && !isStated && hits(.presence, ExpressionText.describe(line))
                result.append(.pair(key, rewrite(value), presence: isWeaker ? .optional : presence))
            case .when(let condition, let first, let otherwise):
                let changed = rewrite(condition)
                let rewritten = rewrite(first)
                result.append(.when(changed, rewritten, otherwise: rewrite(otherwise)))
            }
        }
        return result
    }
}

extension PartnerTemplate {
    /// The named expressions that some value uses: entries that are included stand in their place, not their name.
    fileprivate var usedNames: Set<String> {
        var names: Set<String> = []
        for node in nodes {
            node.forEach { if case .expression(.definition(let name)) = $0 { names.insert(name) } }
        }
        return names
    }
}
