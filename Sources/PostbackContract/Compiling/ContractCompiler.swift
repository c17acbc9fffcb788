public import PostbackLanguage

/// Makes a contract of its file, or says why it is none.
public struct ContractCompiler {
    let source: SourceFile
    var diagnostics: [Diagnostic] = []
    var evidence: [String: Evidence] = [:]
    var used: Set<String> = []
    var places: [ContractPlace] = []
    /// How many objects are around what is compiled.
    var depth = 0
    /// Conditions inside an object whose keys are looked for around it.
    var openConditions: [OpenCondition] = []

    /// Compiles a contract; nil where it has errors.
    ///
    /// - Parameter today: the day, as `2026-11-26`; evidence cannot have been read later. Nil asks for no day.
    public static func compile(
        _ source: SourceFile, today: String? = nil
    ) -> (contract: Contract?, diagnostics: [Diagnostic]) {
        let (syntax, diagnostics) = Parser.parseContract(source)
        var compiler = ContractCompiler(source: source)
        compiler.diagnostics = diagnostics
        let contract = compiler.compile(syntax, today)
        let found = compiler.diagnostics.bounded()
        return (found.hasErrors ? nil : contract, found)
    }

    private init(source: SourceFile) {
        self.source = source
    }

    private mutating func compile(_ syntax: ContractSyntax, _ today: String?) -> Contract {
        let start = SourceRange(0, 0)
        let id = syntax.id?.text ?? source.stem
        if syntax.id == nil, !diagnostics.hasErrors { report(.contractIncomplete(lacks: "the line 'contract'"), start) }
        if let name = syntax.id, name.text != source.stem {
            report(.contractName(id: name.text, file: source.stem), name.range)
        }
        for item in syntax.evidence { declare(item.content, today) }
        let requests = syntax.requests.compactMap { compile($0.content) }
        if syntax.requests.isEmpty, !diagnostics.hasErrors { report(.contractIncomplete(lacks: "a request"), start) }
        let answers = syntax.answers.compactMap { compile($0) }
        for item in syntax.evidence where !used.contains(item.content.name.text) {
            report(.unusedEvidence(name: item.content.name.text), item.content.name.range)
        }
        return Contract(
            id: id, name: syntax.label?.text ?? id, source: source,
            evidence: syntax.evidence.compactMap { evidence[$0.content.name.text] }, requests: requests,
            answers: answers, places: places)
    }

    mutating func report(_ finding: Finding, _ range: SourceRange) {
        diagnostics.report(finding, file: source.path, range: range)
    }

    private mutating func declare(_ syntax: EvidenceSyntax, _ today: String?) {
        guard evidence[syntax.name.text] == nil else {
            return report(.repeatedClause(what: "evidence '\(syntax.name.text)'"), syntax.name.range)
        }
        let kinds = Evidence.Kind.allCases.map(\.rawValue)
        let kind = Evidence.Kind(rawValue: syntax.kind.text)
        if kind == nil {
            report(.unknownWord(word: syntax.kind.text, what: "a kind of evidence", known: kinds), syntax.kind.range)
        }
        let address = syntax.address.text
        if !["https://", "http://"].contains(where: address.hasPrefix) || address.utf8.count < 12 {
            report(.evidenceAddress(address: address), syntax.address.range)
        }
        if let today, syntax.day.text > today { report(.evidenceInFuture(day: syntax.day.text), syntax.day.range) }
        evidence[syntax.name.text] = Evidence(
            name: syntax.name.text, kind: kind ?? .documentation, address: address, day: syntax.day.text)
    }

    /// Notes a clause with its evidence: its own, or that of the block around it.
    mutating func place(_ range: SourceRange, by own: Name?, or outer: Name?) -> ContractPlace {
        let text = Self.firstLine(source.text(in: range))
        let line = source.line(at: range.start)
        var found: Evidence?
        if let name = own ?? outer {
            used.insert(name.text)
            found = evidence[name.text]
            // At a block it has been reported once.
            if found == nil, own != nil { reportUnknownEvidence(name) }
        } else {
            report(.clauseWithoutEvidence(clause: text), range)
        }
        let place = ContractPlace(
            number: places.count, line: line, text: text,
            evidence: found ?? Evidence(name: "", kind: .observed, address: "", day: ""))
        places.append(place)
        return place
    }

    /// Reports the evidence that a block names, where there is none of that name.
    mutating func check(_ name: Name?) {
        guard let name, evidence[name.text] == nil else { return }
        used.insert(name.text)
        reportUnknownEvidence(name)
    }

    private mutating func reportUnknownEvidence(_ name: Name) {
        report(.unknownEvidence(name: name.text, known: evidence.keys.sorted()), name.range)
    }

    private static func firstLine(_ text: String) -> String {
        let line = text.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? text
        let end = line.lastIndex { $0 != " " && $0 != "{" && $0 != "\t" && $0 != "\r" }
        return end.map { String(line[...$0]) } ?? line
    }

    private mutating func compile(_ item: Spanned<ContractAnswerSyntax>) -> ContractAnswer? {
        let meanings = ContractAnswer.Meaning.allCases.map(\.rawValue)
        let meaning = item.content.meaning
        let place = self.place(item.range, by: item.content.evidence, or: nil)
        guard let known = ContractAnswer.Meaning(rawValue: meaning.text) else {
            report(.unknownWord(word: meaning.text, what: "what an answer means", known: meanings), meaning.range)
            return nil
        }
        return ContractAnswer(
            meaning: known, codes: item.content.codes, body: item.content.body?.text ?? "", place: place)
    }
}
