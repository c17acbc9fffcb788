public import PostbackCompiler
import PostbackContract
import PostbackLanguage
import PostbackTemplate

extension CertificationReport {
    /// Proves everything that can be proved of a partner of a project.
    ///
    /// - Parameters:
    ///   - partner: the partner.
    ///   - project: what it is a part of.
    ///   - today: the day, as `2026-11-26`.
    public init(_ partner: CompiledPartner, in project: Project, today: String) {
        let template = partner.template
        self.partner = template.id
        name = template.name
        file = partner.source.path
        documentation = template.documentation
        revision = template.revision
        deprecation = template.deprecation
        let catalogue = project.catalogue
        let own = project.sources.filter {
            $0.path == partner.source.path || $0.path.hasSuffix("/\(template.id).contract")
        }
        failures = project.diagnostics.compactMap { finding in
            own.first { $0.path == finding.file }.map {
                "\(finding.file):\($0.line(at: finding.range.start)): \(finding.message)"
            }
        }
        let runner = ExampleRunner(catalogue: catalogue)
        examples = partner.examples.count
        for example in partner.examples where !runner.run(example, template).differences.isEmpty {
            failures.append("\(file):\(example.line): example \"\(example.title)\" fails")
        }
        let source = DerivedRequests(catalogue: catalogue, examples: partner.examples)
        let cases = source.all(of: template)
        let hostile = HostileRequests(catalogue: catalogue).check(template, examples: partner.examples)
        derived = cases.count + hostile.requests
        failures += (source.defects(of: cases) + hostile.defects).map { "\(file): \($0)" }
        unreached = ExampleCoverage(catalogue: catalogue).unreached(partner).map { gap in
            "\(partner.place(gap.line)): \(gap.kind) \(gap.description)"
        }
        let run = MutantRun(catalogue: catalogue).run(partner)
        mutants = run.count
        survivors = run.survivors.map { "\(partner.place($0.line)): \($0.kind): \($0.description)" }
        failures += run.needless.map {
            "\(partner.place($0.line)): every change is noticed; the allowance is not needed"
        }
        if let contract = project.contract(of: template.id) {
            self.contract = ContractPart(
                contract, ContractReview(catalogue: catalogue).review(partner, cases, contract), today: today)
        }
        postbacks = template.postbacks.map { postback in
            PostbackPart(
                id: postback.id,
                discloses: postback.disclosedValues(of: template, catalogue: catalogue)
                    .map { SentValue($0, postback: postback.id) },
                reduced: postback.reducedForm(of: template, catalogue: catalogue).words)
        }
        delivery = TemplateOutline.delivery(template.delivery)
        allowances = partner.allowances.map {
            Allowance(
                code: $0.code.text, reason: $0.reason.text, until: $0.lastDay.text,
                line: partner.source.line(at: $0.range.start))
        }
        interfaces = partner.endpoints.map {
            Interface(name: $0.id.text, url: partner.source.text(in: $0.urlRange), until: $0.lastDay?.text)
        }
        verdict = judged
    }

    private var judged: Verdict {
        guard failures.isEmpty, survivors.isEmpty, contract?.violations.isEmpty ?? true else { return .failing }
        if deprecation != nil { return .deprecated }
        return contract == nil ? .selfConsistent : .certified
    }
}

extension CertificationReport.ContractPart {
    fileprivate init(_ contract: Contract, _ review: ContractReview.Result, today: String) {
        clauses = contract.places.count
        unexercised = review.unexercised.map { "\(contract.source.path):\($0.line): \($0.text)" }
        evidence = Dictionary(contract.places.map { ($0.evidence.kind.rawValue, 1) }, uniquingKeysWith: +)
        oldest = contract.places.map(\.evidence.day).min() ?? today
        func day(_ text: String) -> Int64 {
            (Timestamp("\(text)T00:00:00Z")?.microseconds ?? 0) / 86_400_000_000
        }
        age = Int(day(today) - day(oldest))
        violations = review.findings.map { "\($0.origin): \($0.violation)" } + review.answers
    }
}
