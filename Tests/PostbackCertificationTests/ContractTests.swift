import Foundation
import PostbackCertification
import PostbackContract
import PostbackLanguage
import TestSupport
import Testing

@Suite("Contracts")
struct ContractTests {
    /// The contracts and requests of the golden folder, each as the name of its file without its ending.
    private static let cases: [String] =
        (try? Repository.files("Tests/Goldens/Contracts", ending: ".contract").map { String($0.dropLast(9)) }) ?? []

    @Test("find in each file of requests what the file beside it says", arguments: cases)
    func goldens(_ name: String) throws {
        let folder = "Tests/Goldens/Contracts"
        let source = SourceFile(
            path: "\(name).contract", text: try Repository.text("\(folder)/\(name).contract"))
        let (contract, diagnostics) = ContractCompiler.compile(source, today: "2026-11-26")
        var text = DiagnosticPrinter(sources: [source]).print(diagnostics, as: .human)
        if let contract {
            let checker = ContractChecker(contract)
            var exercised: Set<Int> = []
            let lines = try Repository.text("\(folder)/\(name).jsonl").split(separator: "\n")
            for (number, line) in lines.enumerated() {
                let entry = RequestEntry.json(line.utf8, number: number + 1)
                guard case .request(let request) = entry.content else {
                    text += "\(entry.place): \(entry.content)\n"
                    continue
                }
                let result = checker.check(request)
                exercised.formUnion(result.exercised)
                for violation in result.violations {
                    text += "\(entry.place): \(violation.description)\n    \(violation.source(in: contract))\n"
                }
                if result.violations.isEmpty { text += "\(entry.place): as documented\n" }
            }
            for place in contract.places where !exercised.contains(place.number) {
                text += "not exercised: \(place.text)\n"
            }
        }
        #expect(try Golden.expected("\(folder)/\(name).txt", actual: text) == text)
    }

    @Test("say where each of their clauses is known from")
    func evidence() {
        for contract in Repository.project.contracts {
            #expect(!contract.places.isEmpty)
            for place in contract.places {
                // A page that is served without TLS is named as it is.
                let address = place.evidence.address.wholeMatch(of: #/https?:\/\/[\w-]+(\.[\w-]+)+(\/\S*)?/#)
                #expect(address != nil && !place.evidence.day.isEmpty, "\(place)")
            }
        }
    }

    @Test("are there for every partner of the repository")
    func partners() {
        let project = Repository.project
        #expect(project.contracts.map(\.id).sorted() == project.partners.map(\.template.id).sorted())
    }

    /// Every request of every example and derived case, with what is known of its event.
    private static let requests: [(partner: String, request: ObservedRequest, known: KnownValues)] = {
        let project = Repository.project
        var all: [(String, ObservedRequest, KnownValues)] = []
        for partner in project.partners {
            let id = partner.template.id
            let runner = ExampleRunner(catalogue: project.catalogue)
            for example in partner.examples {
                let known = KnownValues(
                    runner.event(of: example), ExampleRunner.fields(of: example, partner.template))
                for case .request(let request) in runner.run(example, partner.template).outcomes {
                    all.append((id, ObservedRequest(request), known))
                }
            }
            for derived in DerivedRequests(catalogue: project.catalogue, examples: partner.examples)
                .all(of: partner.template)
            where derived.kind != .adversarial {
                for case .request(let request) in derived.outcomes {
                    all.append((id, ObservedRequest(request), KnownValues(derived.event, derived.fields)))
                }
            }
        }
        return all
    }()

    @Test("find nothing in what the partner files render")
    func noFalseAlarm() throws {
        #expect(Self.requests.count > 80)
        for (partner, request, known) in Self.requests {
            let checker = ContractChecker(try #require(Repository.project.contract(of: partner)))
            let found = checker.check(request, known: known).violations
            #expect(found.isEmpty, "\(partner): \(found)")
        }
    }

    @Test("find at least 98 of 100 mistakes put into right requests", .enabled(if: Tool("python3") != nil))
    func seededFaults() throws {
        var generator = SeededGenerator()
        let requests = Self.requests.filter { SeededFault.partners.contains($0.partner) }
        var seeded = 0
        var missed: [String] = []
        var kinds: [SeededFault: Int] = [:]
        while seeded < 300 {
            let (partner, request, known) = try #require(requests.randomElement(using: &generator))
            let fault = SeededFault.allCases[seeded % SeededFault.allCases.count]
            guard let (changed, place) = fault.applied(to: request, partner, &generator), changed != request else {
                continue
            }
            seeded += 1
            kinds[fault, default: 0] += 1
            let checker = ContractChecker(try #require(Repository.project.contract(of: partner)))
            guard checker.check(changed, known: known).violations.isEmpty else { continue }
            missed.append("\(partner): \(fault.rawValue) at \(place)")
        }
        print("\(seeded) mistakes, \(missed.count) missed: \(missed.joined(separator: "; "))")
        #expect(kinds.count == SeededFault.allCases.count)
        #expect(missed.count * 50 <= seeded, "\(missed)")
    }
}
