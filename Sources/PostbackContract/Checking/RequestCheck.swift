import PostbackLanguage

/// One request while it is held against one interface.
struct RequestCheck {
    let contract: Contract
    let known: KnownValues
    var result = ContractChecker.Result()
    /// The objects around what is looked at, each with what is said of it, the innermost last.
    var enclosing: [(object: ObjectContract, members: JSONReading)] = []
    /// The digests of digests of what is known, by what made them; computed once they are asked for.
    var digestsOfDigests: [PlainDigest: Set<String>] = [:]

    /// Headers that every request may have.
    private static let freeHeaders: Set<String> = [
        "content-type", "content-length", "content-encoding", "user-agent", "accept", "accept-encoding",
        "accept-language",
        "host", "connection", "transfer-encoding", "date",
    ]

    init(contract: Contract, known: KnownValues) {
        self.contract = contract
        self.known = known
    }

    mutating func report(_ reason: ContractViolation.Reason, at position: String, _ place: ContractPlace?) {
        result.violations.append(
            ContractViolation(
                partner: contract.id, position: ShownText.short(position, 120), reason: reason, place: place))
    }

    mutating func check(_ request: ObservedRequest, _ url: RequestURL, _ interface: RequestContract) {
        result.exercised.insert(interface.place.number)
        var whole: [JSONReading.Member] = []
        if let clauses = interface.pairs[.matrix] {
            whole.append(check(matrix(of: url, interface), clauses, .matrix, interface.place))
        }
        whole.append(check(url.query, interface.pairs[.query] ?? ObjectContract(), .query, interface.place))
        whole.append(
            check(
                headers(of: request, interface), interface.pairs[.headers] ?? ObjectContract(), .headers,
                interface.place))
        if let clauses = interface.pairs[.form] {
            checkContentType(request, "x-www-form-urlencoded", "a form", interface.place)
            whole.append(check(PercentText.pairs(request.body), clauses, .form, interface.place))
        } else {
            checkBody(request, interface, &whole)
        }
        for rule in interface.rules { check(rule, in: .object(whole), at: "") }
    }

    private mutating func checkContentType(
        _ request: ObservedRequest, _ wanted: String, _ what: String, _ place: ContractPlace
    ) {
        guard request.header("Content-Type")?.lowercased().contains(wanted) != true else { return }
        let found = request.header("Content-Type").map { ShownText.short($0) } ?? "nothing"
        report(.mistyped(expected: "that of \(what)", found: found), at: "headers Content-Type", place)
    }

    private mutating func checkBody(
        _ request: ObservedRequest, _ interface: RequestContract, _ whole: inout [JSONReading.Member]
    ) {
        switch interface.body {
        case nil:
            if !request.body.isEmpty { report(.body("empty"), at: "body", interface.place) }
        case .text(let type):
            guard let text = String(validating: request.body, as: UTF8.self) else {
                return report(.notText, at: "body", interface.place)
            }
            check(.text(text), type, Context(at: "body", interface.place, isJSON: false))
        case .json(let type):
            checkContentType(request, "json", "JSON", interface.place)
            do throws(JSONReading.Problem) {
                let value = try JSONReading(request.body)
                check(value, type, Context(at: "json", interface.place, isJSON: true))
                whole.append(.init(key: "json", value: value))
            } catch {
                report(.body("JSON: it breaks at byte \(error.offset)"), at: "body", interface.place)
            }
        }
    }

    /// The pairs behind the path.
    private func matrix(of url: RequestURL, _ interface: RequestContract) -> [RequestPair] {
        let written = url.writtenSegments.dropFirst(interface.target.segments.count - 1)
        var text = written.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        if interface.target.segments.last?.pieces.isEmpty == false {
            // The segment itself, which has been compared.
            text = String(text.drop { $0 != ";" })
        }
        return PercentText.pairs(text.utf8, separator: UInt8(ascii: ";"), plusIsSpace: false)
    }

    /// The headers that clauses are for, under the names that the contract gives them.
    private func headers(of request: ObservedRequest, _ interface: RequestContract) -> [RequestPair] {
        let names = interface.pairs[.headers]?.clauses.compactMap(\.key.literal) ?? []
        return request.headers.compactMap { header in
            let name = names.first { $0.lowercased() == header.name.lowercased() }
            if name == nil, Self.freeHeaders.contains(header.name.lowercased()) { return nil }
            return RequestPair(key: Array((name ?? header.name).utf8), value: Array(header.value.utf8))
        }
    }

    private mutating func check(
        _ pairs: [RequestPair], _ clauses: ObjectContract, _ part: RequestContract.Part, _ place: ContractPlace
    ) -> JSONReading.Member {
        for pair in pairs
        where String(validating: pair.value, as: UTF8.self) == nil || String(validating: pair.key, as: UTF8.self) == nil
        {
            report(.notText, at: "\(part.rawValue) \(pair.name)", place)
        }
        let members = pairs.map { JSONReading.Member(key: $0.name, value: .text($0.text)) }
        check(members, clauses, Context(at: part.rawValue, place, isJSON: false))
        return .init(key: part.rawValue, value: .object(members))
    }

    /// Whether a text is one of a pattern's.
    static func matches(_ pattern: TextPattern, _ text: String) -> Bool {
        pattern.matches(text) { type, piece in
            var check = RequestCheck(contract: .none, known: KnownValues())
            check.check(.text(piece), type, Context(at: "", nil, isJSON: false))
            return check.result.violations.isEmpty
        }
    }
}

extension Contract {
    /// A contract that says nothing, for pieces that are looked at by themselves.
    static let none = Contract(
        id: "", name: "", source: SourceFile(path: "", text: ""), evidence: [], requests: [], answers: [], places: [])
}
