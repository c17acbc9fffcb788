extension RequestCheck {
    /// Where a value stands, and what is said of it.
    struct Context {
        /// The place in the request.
        var position: String
        /// The clause.
        var place: ContractPlace?
        /// Whether numbers and booleans are not text.
        var isJSON: Bool
        /// Whether they are written as text nevertheless.
        var isQuoted = false
        /// Whether contact data may be readable.
        var isContact = false

        init(at position: String, _ place: ContractPlace?, isJSON: Bool) {
            self.position = position
            self.place = place
            self.isJSON = isJSON
        }

        /// The context of a member.
        func member(_ key: String, _ clause: ClauseContract?) -> Context {
            let isTop = !position.contains(" ") && !isJSON
            var context = Context(
                at: isTop ? "\(position) \(key)" : position == "json" ? "json \(key)" : "\(position).\(key)",
                clause?.place ?? place, isJSON: isJSON)
            context.isQuoted = clause?.isQuoted ?? false
            context.isContact = clause?.isContact ?? isContact
            return context
        }

        /// The context of an element of a list.
        func element(_ number: Int) -> Context {
            var context = self
            context.position += "[\(number)]"
            return context
        }
    }

    /// Holds the members of an object, or pairs, against what is said of them.
    mutating func check(_ members: [JSONReading.Member], _ object: ObjectContract, _ context: Context) {
        let whole = JSONReading.object(members)
        enclosing.append((object, whole))
        defer { enclosing.removeLast() }
        var seen: Set<String> = []
        for member in members {
            let clause = object.clauses.first { Self.matches($0.key, member.key) } ?? object.others
            let inner = context.member(member.key, clause)
            guard let clause else {
                let names = object.clauses.compactMap(\.key.literal)
                report(.unknownKey(meant: Self.nearest(member.key, names)), at: inner.position, context.place)
                continue
            }
            result.exercised.insert(clause.place.number)
            if !seen.insert(member.key).inserted, !clause.isRepeated {
                report(.repeated, at: inner.position, clause.place)
            }
            check(member.value, clause.type, inner)
        }
        for clause in object.clauses + (object.others.map { [$0] } ?? []) {
            let isThere = members.contains { Self.matches(clause.key, $0.key) }
            let position = context.member(clause.key.words, clause).position
            if clause.isRequired, !isThere {
                report(.missing, at: position, clause.place)
            } else if !isThere, let condition = clause.requiredWhen.first(where: holds) {
                report(.missingBecause(Self.words(condition)), at: position, clause.place)
            }
            if isThere, let condition = clause.absentWhen.first(where: holds) {
                report(.unwantedBecause(Self.words(condition)), at: position, clause.place)
            }
        }
        for rule in object.rules { check(rule, in: whole, at: context.position) }
    }

    private static func nearest(_ key: String, _ names: [String]) -> String? {
        let wanted = key.lowercased().filter { $0.isLetter || $0.isNumber }
        return names.first { $0.lowercased().filter { $0.isLetter || $0.isNumber } == wanted }
    }

    mutating func check(_ rule: RuleContract, in whole: JSONReading, at position: String) {
        let block = position.isEmpty ? "" : " in \(position)"
        let isKept: Bool
        let words: String
        func name(_ key: [String]) -> String { key.joined(separator: ".") }
        func name(_ groups: [[[String]]]) -> String {
            groups.map { $0.map(name).joined(separator: " with ") }.joined(separator: ", ")
        }
        func count(_ groups: [[[String]]]) -> Int {
            groups.count { $0.allSatisfy { Self.isThere($0[...], in: whole) } }
        }
        switch rule.kind {
        case .needs(let key, let others):
            guard Self.isThere(key[...], in: whole) else { return }
            let missing = others.filter { !Self.isThere($0[...], in: whole) }
            isKept = missing.isEmpty
            words = "\(name(key)) needs \(missing.map(name).joined(separator: ", "))\(block)"
        case .any(let groups):
            isKept = count(groups) > 0
            words = "one of \(name(groups)) has to be there\(block)"
        case .one(let groups):
            isKept = count(groups) == 1
            words = "exactly one of \(name(groups)) has to be there\(block)"
        case .atMostOne(let groups):
            isKept = count(groups) < 2
            words = "only one of \(name(groups)) may be there\(block)"
        }
        result.exercised.insert(rule.place.number)
        if !isKept { report(.rule(words), at: position, rule.place) }
    }

    /// The object that a key is one of: the innermost of those around the value whose clauses name it.
    private func scope(of key: [String]) -> JSONReading {
        let own = enclosing.last { scope in key.first.map { scope.object.clause(named: $0) != nil } ?? false }
        return (own ?? enclosing.last)?.members ?? .null
    }

    private func holds(_ conditions: [ContractCondition]) -> Bool {
        conditions.allSatisfy { condition in
            let whole = scope(of: condition.key)
            return switch condition {
            case .equals(let key, let values): Self.texts(key[...], in: whole).contains { values.contains($0) }
            case .differs(let key, let value): !Self.texts(key[...], in: whole).contains(value)
            case .isPresent(let key): Self.isThere(key[...], in: whole)
            case .isAbsent(let key): !Self.isThere(key[...], in: whole)
            }
        }
    }

    private static func words(_ conditions: [ContractCondition]) -> String {
        conditions.map { condition in
            switch condition {
            case .equals(let key, let values):
                "\(key.joined(separator: ".")) is \(values.joined(separator: " or "))"
            case .differs(let key, let value): "\(key.joined(separator: ".")) is not \(value)"
            case .isPresent(let key): "\(key.joined(separator: ".")) is there"
            case .isAbsent(let key): "\(key.joined(separator: ".")) is not"
            }
        }.joined(separator: " and ")
    }

    /// The values under a key: those of all elements where a list is on the way.
    private static func values(_ path: ArraySlice<String>, in value: JSONReading) -> [JSONReading] {
        if case .list(let elements) = value { return elements.flatMap { values(path, in: $0) } }
        guard let key = path.first else { return [value] }
        if case .text(let text) = value, let inner = try? JSONReading(text.utf8) {
            // JSON in text.
            switch inner {
            case .object, .list: return values(path, in: inner)
            default: return []
            }
        }
        guard case .object(let members) = value else { return [] }
        return members.filter { $0.key == key }.flatMap { values(path.dropFirst(), in: $0.value) }
    }

    private static func isThere(_ path: ArraySlice<String>, in value: JSONReading) -> Bool {
        !values(path, in: value).isEmpty
    }

    private static func texts(_ path: ArraySlice<String>, in value: JSONReading) -> [String] {
        values(path, in: value).compactMap { value in
            switch value {
            case .text(let text), .number(let text): text
            case .boolean(let truth): truth ? "true" : "false"
            default: nil
            }
        }
    }
}
