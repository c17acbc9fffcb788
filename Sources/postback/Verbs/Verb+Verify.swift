import Foundation
import PostbackCertification
import PostbackContract
import PostbackLanguage

extension Verb {
    static let verify = Verb(
        name: "verify", summary: "Holds requests that anything rendered against what the partners document.",
        usage: "[FILE] [--partner ID] [--event FILE] [--json]",
        options: [
            Option("--partner", "ID", "the contract to use, for all requests; otherwise the one with their host"),
            Option("--event", "FILE", "the event behind them, so that digests can be compared"),
            Option("--json", nil, "print a JSON object for each finding"), .project, .schemas,
        ],
        example: "postback render --configuration account.json --events events.jsonl | postback verify"
    ) { arguments in
        let project = try ProjectFiles.load(arguments, paths: [])
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
        guard let first = chunks.next() else { return }
        let beginning = first.bytes.prefix { $0 != UInt8(ascii: "\n") }
        if case .unreadable = RequestEntry.json(beginning, number: 1).content {
            var whole = first.bytes
            while let chunk = chunks.next() { whole += chunk.bytes }
            if let entries = RequestEntry.archive(whole) {
                for entry in entries { take(entry) }
                return
            }
            let text = String(decoding: whole, as: UTF8.self)
            let commands = RequestEntry.curl(text)
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
        for (number, line) in chunk.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        where line.contains(where: { $0 > 0x20 }) {
            take(RequestEntry.json(line, number: chunk.firstLine + number))
        }
        if chunk.isTooLong {
            take(RequestEntry(place: "line \(chunk.firstLine)", content: .unreadable("it is too long")))
        }
    }

    private mutating func take(_ entry: RequestEntry) {
        switch entry.content {
        case .nothing: return
        case .unreadable(let why):
            report(entry.place, entry.partner, "not read: \(why)", nil)
        case .request(let request):
            requests += 1
            let byHost = checkers.keys.sorted().first { checkers[$0]?.names(hostOf: request.url) == true }
            guard let checker = chosen ?? entry.partner.flatMap({ checkers[$0] }) ?? byHost.flatMap({ checkers[$0] })
            else {
                withoutContract += 1
                return
            }
            for violation in checker.check(request, known: known).violations {
                report(
                    entry.place, checker.contract.id, violation.description, violation.source(in: checker.contract),
                    violation.position)
            }
        }
    }

    private mutating func report(
        _ place: String, _ partner: String?, _ words: String, _ source: String?, _ position: String? = nil
    ) {
        findings += 1
        guard isJSON else {
            let where_ = [place, partner].compactMap(\.self).joined(separator: ": ")
            Terminal.print("\(where_): \(words)\n" + (source.map { "    \($0)\n" } ?? ""), status: .findings)
            return
        }
        var object = ["at": place, "message": words]
        object["partner"] = partner
        object["position"] = position
        object["clause"] = source
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if let data = try? encoder.encode(object) {
            Terminal.print(String(decoding: data, as: UTF8.self) + "\n", status: .findings)
        }
    }

    func finish() -> ExitStatus {
        let without = withoutContract == 0 ? "" : ", \(withoutContract) of partners without a contract"
        Terminal.error("\(Help.count(requests, "request"))\(without): \(Help.count(findings, "finding"))\n")
        if requests == 0, findings == 0 {
            Terminal.error("postback: there is no request in what was read\n")
            return .usage
        }
        return findings == 0 && withoutContract == 0 ? .success : .findings
    }
}
