import PostbackCertification
import PostbackContract
import PostbackLanguage

extension Verb {
    static let verify = Verb(
        name: "verify", summary: "Holds requests that anything rendered against what the partners document.",
        usage: "[FILE] [--partner ID] [--event FILE] [--json]",
        options: [
            Option("--partner", "ID", "the contract to use, for all requests; otherwise the one with their host"),
            Option("--event", "FILE", "the event behind them, where all are of one, so that digests can be compared"),
            Option("--json", nil, "print a JSON object for each finding"), .project, .schemas,
        ],
        example: "postback verify requests.har"
    ) { arguments in
        guard arguments.operands.count <= 1 else { throw UsageError("one file at a time, or standard input") }
        let project = try ProjectFiles.load(arguments, paths: [], needsPartners: false)
        guard project.reportErrors(of: Set(project.contracts.map(\.source.stem))) else { return .findings }
        let known = try Preview.event(arguments, project.catalogue).map { KnownValues($0) } ?? KnownValues()
        var verification = try Verification(project.contracts, arguments, known)
        try verification.run(arguments.operands.first)
        return verification.finish()
    }
}

/// The requests of one input, while they are held against the contracts.
private struct Verification {
    private let checkers: [String: ContractChecker]
    private let chosen: ContractChecker?
    private let known: KnownValues
    private let isJSON: Bool
    private var requests = 0
    private var findings = 0
    private var withoutContract = 0
    private var skipped = 0

    init(_ contracts: [Contract], _ arguments: Arguments, _ known: KnownValues) throws {
        checkers = Dictionary(contracts.map { ($0.id, ContractChecker($0)) }) { first, _ in first }
        if let named = arguments.value("--partner") {
            guard let checker = checkers[named] else {
                throw UsageError.unknown("contract", named, among: checkers.keys.sorted())
            }
            chosen = checker
        } else {
            chosen = nil
        }
        self.known = known
        isJSON = arguments.has("--json")
    }

    /// Reads lines as they come where they are JSON, and anything else as a whole.
    mutating func run(_ path: String?) throws {
        // An archive may be one line.
        var chunks = try LineChunks(path: path, longest: 1 << 28)
        guard var first = chunks.next() else { return }
        if first.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { first.bytes.removeFirst(3) }
        let beginning = first.bytes.split(separator: UInt8(ascii: "\n")).first { $0.contains { $0 > 0x20 } } ?? []
        if case .unreadable = RequestEntry.json(beginning, number: 1).content {
            var whole = first.bytes
            while let chunk = chunks.next() { whole += chunk.bytes }
            first.bytes = whole
            if let entries = RequestEntry.archive(whole) {
                for entry in entries { take(entry) }
                return
            }
            // What begins as JSON is no script.
            let start = whole.first { $0 > 0x20 }
            let isJSON = start == UInt8(ascii: "{") || start == UInt8(ascii: "[")
            let commands = isJSON ? [] : RequestEntry.curl(String(decoding: whole, as: UTF8.self))
            if !commands.isEmpty {
                for entry in commands { take(entry) }
                return
            }
            take(first)
            return
        }
        take(first)
        while let chunk = chunks.next() { take(chunk) }
    }

    private mutating func take(_ chunk: LineChunks.Chunk) {
        for (number, place) in chunk.lines { take(RequestEntry.json(chunk.bytes[place], number: number)) }
        if chunk.isTooLong {
            take(RequestEntry(place: "line \(chunk.firstLine)", content: .unreadable("it is too long")))
        }
    }

    private mutating func take(_ entry: RequestEntry) {
        switch entry.content {
        case .nothing: skipped += 1
        case .unreadable(let why):
            report(entry.place, entry.partner, "not read: \(why)", nil)
        case .request(let request):
            requests += 1
            var possible = (chosen ?? entry.partner.flatMap { checkers[$0] }).map { [$0] } ?? []
            if possible.isEmpty {
                let named = checkers.keys.sorted().compactMap { id in
                    checkers[id].flatMap { checker in
                        checker.writtenHost(of: request.url).map { (checker: checker, written: $0) }
                    }
                }
                let most = named.map(\.written).max()
                possible = named.filter { $0.written == most }.map(\.checker)
            }
            let results = possible.map { (checker: $0, violations: $0.check(request, known: known).violations) }
            guard let nearest = results.min(by: { $0.violations.count < $1.violations.count }) else {
                withoutContract += 1
                let why = ObservedRequest.problem(of: request.url) ?? "no contract names its host"
                return report(entry.place, nil, "not held against anything: \(why)", nil)
            }
            for violation in nearest.violations {
                report(
                    entry.place, nearest.checker.contract.id, violation.description,
                    violation.source(in: nearest.checker.contract), violation.position)
            }
        }
    }

    private mutating func report(
        _ place: String, _ partner: String?, _ words: String, _ source: String?, _ position: String? = nil
    ) {
        findings += 1
        guard isJSON else {
            let where_ = [place, partner.map { $0.filter { $0.isLetter || $0.isNumber || $0 == "_" } }]
                .compactMap(\.self).joined(separator: ": ")
            Terminal.print("\(where_): \(words)\n" + (source.map { "    \($0)\n" } ?? ""), status: .findings)
            return
        }
        var object = ["at": place, "message": words]
        object["partner"] = partner
        object["position"] = position
        object["clause"] = source
        try? Terminal.print(json: object, status: .findings)
    }

    func finish() -> ExitStatus {
        let without = withoutContract == 0 ? "" : ", \(withoutContract) of partners without a contract"
        Terminal.error("\(Help.count(requests, "request"))\(without): \(Help.count(findings, "finding"))\n")
        if requests == 0, findings == 0, skipped == 0 {
            Terminal.error("postback: there is no request in what was read\n")
            return .usage
        }
        return findings == 0 ? .success : .findings
    }
}
