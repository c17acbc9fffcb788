import PostbackLanguage

extension ContractCompiler {
    private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]

    mutating func compile(_ syntax: ContractRequestSyntax) -> RequestContract? {
        var target: (methods: [String], pattern: TargetPattern, place: ContractPlace)?
        var pairs: [RequestContract.Part: ObjectContract] = [:]
        var body: RequestContract.Body?
        var rules: [(syntax: ContractRuleSyntax, range: SourceRange)] = []
        var seen: Set<String> = []
        for line in syntax.lines.lines {
            switch line.content {
            case .target(let methods, let url, let evidence):
                if target != nil { report(.repeatedClause(what: "a line with the URL"), line.range) }
                for method in methods where !Self.methods.contains(method.text) {
                    report(.unknownWord(word: method.text, what: "a method", known: Self.methods), method.range)
                }
                let place = self.place(line.range, by: evidence, or: nil)
                guard let pattern = self.target(of: url) else { continue }
                target = (methods.map(\.text), pattern, place)
            case .block(let block):
                check(block.evidence)
                if !seen.insert(block.word.text).inserted {
                    report(.repeatedClause(what: "a block '\(block.word.text)'"), block.word.range)
                }
                if let part = RequestContract.Part(rawValue: block.word.text) {
                    pairs[part] = object(block.lines, block.evidence)
                } else if block.word.text == "json" {
                    body = .json(
                        block.type.map { type(of: $0, block.evidence) } ?? .object(object(block.lines, block.evidence)))
                } else if block.type == nil {
                    report(.contractIncomplete(lacks: "the type behind 'text'"), block.word.range)
                } else if let written = block.type {
                    if block.evidence == nil { _ = place(line.range, by: nil, or: nil) }
                    body = .text(type(of: written, block.evidence))
                }
            case .rule(let rule): rules.append((rule, line.range))
            }
        }
        let bodies = seen.intersection(["form", "json", "text"])
        if bodies.count > 1 {
            report(.repeatedClause(what: "a body, \(bodies.sorted().joined(separator: " and "))"), syntax.name.range)
        }
        guard let target else {
            if syntax.lines.isComplete {
                report(
                    .contractIncomplete(lacks: "a method and a URL in request '\(syntax.name.text)'"), syntax.name.range
                )
            }
            return nil
        }
        var contract = RequestContract(
            name: syntax.name.text, methods: target.methods, target: target.pattern, pairs: pairs, body: body,
            rules: [], place: target.place)
        var whole = pairs.reduce(into: [String: ContractType]()) { $0[$1.key.rawValue] = .object($1.value) }
        if case .json(let type)? = body { whole["json"] = type }
        contract.rules = rules.map { rule in
            for key in rule.syntax.keys {
                let block = key.path[0]
                guard let type = whole[block.text] else {
                    report(.unknownClauseKey(key: block.text, known: whole.keys.sorted()), block.range)
                    continue
                }
                check(key.path.dropFirst(), in: type)
            }
            return RuleContract(kind: rule.syntax.plain, place: place(rule.range, by: rule.syntax.evidence, or: nil))
        }
        return contract
    }

    private mutating func target(of url: ContractTextSyntax) -> TargetPattern? {
        let pattern = pattern(of: url)
        var pieces = pattern.pieces
        guard case .literal(let first)? = pieces.first,
            let scheme = ["https", "http"].first(where: { first.hasPrefix($0 + "://") })
        else {
            report(.contractURL(url: source.text(in: url.range)), url.range)
            return nil
        }
        pieces[0] = .literal(String(first.dropFirst(scheme.count + 3)))
        var parts: [[TextPattern.Piece]] = [[]]
        var isSound = true
        for piece in pieces {
            guard case .literal(let text) = piece else {
                parts[parts.count - 1].append(piece)
                continue
            }
            // A port, a user and escapes are no part of what is compared.
            if text.contains(where: { "?#@\\%".contains($0) }) { isSound = false }
            for (number, part) in text.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
                if number > 0 { parts.append([]) }
                if !part.isEmpty { parts[parts.count - 1].append(.literal(String(part))) }
            }
        }
        let host = parts.removeFirst().map { piece in
            guard case .literal(let text) = piece else { return piece }
            if text.contains(":") { isSound = false }
            return .literal(text.lowercased())
        }
        if host.isEmpty || !isSound { report(.contractURL(url: source.text(in: url.range)), url.range) }
        let segments = parts.isEmpty ? [[]] : parts
        return TargetPattern(
            scheme: scheme, host: TextPattern(pieces: host), segments: segments.map { TextPattern(pieces: $0) },
            words: pattern.words)
    }

    /// The clauses of a block.
    mutating func object(_ lines: Braced<ContractLineSyntax>?, _ outer: Name?) -> ObjectContract {
        var object = ObjectContract()
        depth += 1
        defer { depth -= 1 }
        let conditionsOutside = openConditions
        openConditions = []
        var keys: Set<String> = []
        var rules: [(syntax: ContractRuleSyntax, range: SourceRange)] = []
        var conditions: [ContractKeySyntax] = []
        for line in lines?.lines ?? [] {
            switch line.content {
            case .rule(let rule): rules.append((rule, line.range))
            case .clause(let syntax):
                let place = self.place(line.range, by: syntax.evidence, or: outer)
                let inner = syntax.evidence ?? outer
                guard let key = syntax.key else {
                    if object.others != nil { report(.repeatedClause(what: "a line 'others'"), line.range) }
                    object.others = clause(syntax, TextPattern(pieces: []), place, inner, &conditions)
                    continue
                }
                let pattern = pattern(of: key)
                if let name = pattern.literal, !keys.insert(name).inserted {
                    report(.repeatedClause(what: "a clause for '\(name)'"), key.range)
                }
                object.clauses.append(clause(syntax, pattern, place, inner, &conditions))
            }
        }
        for key in rules.flatMap(\.syntax.keys) { check(key.path[...], in: .object(object)) }
        let inside = openConditions
        openConditions = conditionsOutside
        for condition in conditions.map({ OpenCondition(key: $0, isFree: object.others != nil) }) + inside {
            resolve(condition, in: object)
        }
        object.rules = rules.map { rule in
            RuleContract(kind: rule.syntax.plain, place: place(rule.range, by: rule.syntax.evidence, or: outer))
        }
        return object
    }

    private mutating func clause(
        _ syntax: ContractClauseSyntax, _ key: TextPattern, _ place: ContractPlace, _ outer: Name?,
        _ conditions: inout [ContractKeySyntax]
    ) -> ClauseContract {
        var clause = ClauseContract(key: key, type: type(of: syntax.type, outer), place: place)
        for modifier in syntax.modifiers {
            switch modifier {
            case .required(let when):
                conditions += when.map(\.key)
                if when.isEmpty { clause.isRequired = true } else { clause.requiredWhen.append(when.map(\.plain)) }
            case .absent(let when):
                conditions += when.map(\.key)
                clause.absentWhen.append(when.map(\.plain))
            case .flag(let name):
                switch name.text {
                case "quoted": clause.isQuoted = true
                case "repeated": clause.isRepeated = true
                default: clause.isContact = true
                }
            }
        }
        return clause
    }

    /// Looks for the key of a condition among the clauses of an object, and leaves it to the one around where it is not there.
    private mutating func resolve(_ condition: OpenCondition, in object: ObjectContract) {
        guard let name = condition.key.path.first else { return }
        if object.clause(named: name.text) != nil {
            check(condition.key.path[...], in: .object(object))
        } else if depth > 1 {
            openConditions.append(condition)
        } else if !condition.isFree {
            check(condition.key.path[...], in: .object(object))
        }
    }

    /// Reports the first name of a key that no clause names.
    private mutating func check(_ path: ArraySlice<Name>, in type: ContractType) {
        guard let name = path.first else { return }
        switch type {
        case .object(let object):
            if let known = object.clause(named: name.text) { return check(path.dropFirst(), in: known.type) }
            guard object.others == nil else { return }
            report(.unknownClauseKey(key: name.text, known: object.clauses.compactMap(\.key.literal)), name.range)
        case .list(_, let element), .json(let element): check(path, in: element)
        case .either(let types):
            guard let object = types.first(where: \.hasKeys) else { fallthrough }
            check(path, in: object)
        default: report(.unknownClauseKey(key: name.text, known: []), name.range)
        }
    }
}

/// The key of a condition that is looked for from the inside out.
struct OpenCondition {
    var key: ContractKeySyntax
    /// Whether it may be a key that the condition's own object takes under any name.
    var isFree: Bool
}

extension ContractType {
    /// Whether it has keys that a rule may name.
    fileprivate var hasKeys: Bool {
        switch self {
        case .object: true
        case .list(_, let element), .json(let element): element.hasKeys
        case .either(let types): types.contains(where: \.hasKeys)
        default: false
        }
    }
}

extension ContractConditionSyntax {
    fileprivate var key: ContractKeySyntax {
        switch self {
        case .equals(let key, _), .differs(let key, _), .isPresent(let key), .isAbsent(let key): key
        }
    }

    fileprivate var plain: ContractCondition {
        switch self {
        case .equals(let key, let values): .equals(key.plain, values.map(\.text))
        case .differs(let key, let value): .differs(key.plain, value.text)
        case .isPresent(let key): .isPresent(key.plain)
        case .isAbsent(let key): .isAbsent(key.plain)
        }
    }
}

extension ContractKeySyntax {
    fileprivate var plain: [String] { path.map(\.text) }
}

extension ContractRuleSyntax {
    /// Every key that it names.
    fileprivate var keys: [ContractKeySyntax] {
        switch kind {
        case .needs(let key, let others): [key] + others
        case .any(let groups), .one(let groups), .atMostOne(let groups): groups.flatMap { $0 }
        }
    }

    fileprivate var plain: RuleContract.Kind {
        switch kind {
        case .needs(let key, let others): .needs(key.plain, others.map(\.plain))
        case .any(let groups): .any(groups.map { $0.map(\.plain) })
        case .one(let groups): .one(groups.map { $0.map(\.plain) })
        case .atMostOne(let groups): .atMostOne(groups.map { $0.map(\.plain) })
        }
    }
}
