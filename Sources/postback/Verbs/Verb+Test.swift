import PostbackCertification
import PostbackCompiler
import PostbackContract
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate

extension Verb {
    static let test = Verb(
        name: "test", summary: "Runs every example, derived requests and the contract against the real renderer.",
        usage: "[PATH…] [--mutate] [--coverage]",
        options: [
            Option("--mutate", nil, "make each small change in turn and demand a failing example"),
            Option(
                "--coverage", nil, "list map rows, branches, macros and clauses of contracts that no example reaches"),
            .project, .schemas,
        ], example: "postback test Integrations/unity.postback"
    ) { arguments in
        let project = try ProjectFiles.load(arguments, paths: arguments.operands)
        guard project.report() else { return .findings }
        var failures = 0
        var examples = 0
        var derived = 0
        var mutants = 0
        for partner in project.partners {
            let runner = ExampleRunner(catalogue: project.catalogue)
            for example in partner.examples {
                examples += 1
                let result = runner.run(example, partner.template)
                guard !result.differences.isEmpty else { continue }
                failures += 1
                Terminal.print("\(partner.source.path):\(example.line): failed: \(example.title)\n", status: .findings)
                for line in result.differences { Terminal.print("    \(line)\n", status: .findings) }
            }
            if let contract = project.contract(of: partner.template.id) {
                let review = ContractReview(catalogue: project.catalogue).review(partner, contract)
                failures += review.findings.count + review.answers.count
                report(review, partner, contract)
                if arguments.has("--coverage") {
                    for place in review.unexercised {
                        let words = "no request is held against: \(place.text)"
                        Terminal.print("\(contract.source.path):\(place.line): \(words)\n", status: .findings)
                    }
                }
            }
            var (count, defects) = DerivedRequests(catalogue: project.catalogue).check(partner.template)
            let hostile = HostileRequests(catalogue: project.catalogue).check(partner.template)
            defects += hostile.defects
            count += hostile.requests
            derived += count
            failures += defects.count
            if arguments.has("--mutate") {
                let run = MutantRun(catalogue: project.catalogue).run(partner)
                mutants += run.count
                failures += run.survivors.count + run.needless.count
                for equal in run.needless {
                    Terminal.print(
                        "\(partner.source.path):\(equal.line): every change is noticed here; nothing has to be allowed\n",
                        status: .findings)
                }
                for survivor in run.survivors {
                    let place = survivor.line.map { "\(partner.source.path):\($0)" } ?? partner.source.path
                    Terminal.print(
                        "\(place): no example fails with \(survivor.kind): \(survivor.description)\n", status: .findings
                    )
                }
            }
            if arguments.has("--coverage") {
                for gap in ExampleCoverage(catalogue: project.catalogue).unreached(partner) {
                    report(gap, partner, "no example reaches the \(gap.kind)")
                }
            }
            for defect in defects { Terminal.print("\(partner.source.path): failed: \(defect)\n", status: .findings) }
        }
        Terminal.print(
            "\(examples) examples and \(derived) derived requests of \(Help.count(project.partners.count, "partner")): \(failures) failed\n",
            status: failures == 0 ? .success : .findings)
        return failures == 0 ? .success : .findings
    }

    /// Prints where requests of a partner are not what its contract says.
    private static func report(_ review: ContractReview.Result, _ partner: CompiledPartner, _ contract: Contract) {
        for finding in review.findings {
            let place = finding.line.map { "\(partner.source.path):\($0)" } ?? partner.source.path
            Terminal.print(
                "\(place): failed: \(finding.origin): \(finding.violation)\n    "
                    + "\(finding.violation.source(in: contract))\n", status: .findings)
        }
        for answer in review.answers {
            Terminal.print("\(partner.source.path): failed: \(answer)\n", status: .findings)
        }
    }

    private static func report(_ gap: ExampleCoverage.Gap, _ partner: CompiledPartner, _ words: String) {
        let place = gap.line.map { "\(partner.source.path):\($0)" } ?? partner.source.path
        Terminal.print("\(place): \(words): \(gap.description)\n", status: .findings)
    }
}
