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
        for partner in project.partners {
            let runner = ExampleRunner(catalogue: project.catalogue)
            for example in partner.examples {
                examples += 1
                let result = runner.run(example, partner.template)
                guard !result.differences.isEmpty else { continue }
                failures += 1
                Terminal.print("\(partner.place(example.line)): failed: \(example.title)\n", status: .findings)
                for line in result.differences { Terminal.print("    \(line)\n", status: .findings) }
            }
            let source = DerivedRequests(catalogue: project.catalogue, examples: partner.examples)
            let cases = source.all(of: partner.template)
            if let contract = project.contract(of: partner.template.id) {
                let review = ContractReview(catalogue: project.catalogue).review(partner, cases, contract)
                failures += review.findings.count + review.answers.count
                report(review, partner, contract)
                if arguments.has("--coverage") {
                    for place in review.unexercised {
                        let words = "no request is held against: \(place.text)"
                        Terminal.print("\(contract.source.path):\(place.line): \(words)\n", status: .findings)
                    }
                }
            }
            let hostile = HostileRequests(catalogue: project.catalogue).check(
                partner.template, examples: partner.examples)
            let defects = source.defects(of: cases) + hostile.defects
            derived += cases.count + hostile.requests
            failures += defects.count
            if arguments.has("--mutate") {
                let run = MutantRun(catalogue: project.catalogue).run(partner)
                failures += run.survivors.count + run.needless.count
                for equal in run.needless {
                    Terminal.print(
                        "\(partner.place(equal.line)): every change is noticed here; nothing has to be allowed\n",
                        status: .findings)
                }
                for survivor in run.survivors {
                    Terminal.print(
                        "\(partner.place(survivor.line)): no example fails with \(survivor.kind): \(survivor.description)\n",
                        status: .findings
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
            Terminal.print(
                "\(partner.place(finding.line)): failed: \(finding.origin): \(finding.violation)\n    "
                    + "\(finding.violation.source(in: contract))\n", status: .findings)
        }
        for answer in review.answers {
            Terminal.print("\(partner.source.path): failed: \(answer)\n", status: .findings)
        }
    }

    private static func report(_ gap: ExampleCoverage.Gap, _ partner: CompiledPartner, _ words: String) {
        Terminal.print("\(partner.place(gap.line)): \(words): \(gap.description)\n", status: .findings)
    }
}
