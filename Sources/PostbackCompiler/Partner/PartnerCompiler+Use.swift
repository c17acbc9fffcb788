import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    /// Reports what is declared and never used, once the file as a whole could be read.
    mutating func checkUse(_ file: FileSyntax, _ examples: [CertificationExample]) {
        guard !diagnostics.hasErrors else { return }
        var shown: Set<String> = []
        for example in examples {
            shown.insert(example.kind)
            if let name = example.eventName { shown.insert(name) }
        }
        for declaration in file.declarations {
            switch declaration {
            case .field(let field) where !scopes.fields.isUsed(field.id.text):
                let isRequired = fields[field.id.text]?.isRequired ?? false
                report(.unusedField(name: field.id.text, isRequired: isRequired), field.id.range)
            case .endpoint(let endpoint): checkUse("endpoint", scopes.endpoints, endpoint.id)
            case .callback(let callback): checkUse("callback", scopes.callbacks, callback.id)
            case .map(let map): checkUse("map", scopes.maps, map.id)
            case .definition(let name, _): checkUse("let", scopes.definitions, name)
            case .lines(let name, _): checkUse("lines", scopes.shared, name)
            case .shared(let name, _): checkUse("shared", scopes.shared, name)
            case .acceptance(let macro, _, let range):
                let name = macro.map(\.text).joined(separator: ".")
                if !plaintext.used.contains(name) { report(.uselessAcceptance(macro: name), range) }
            case .postback(let postback):
                // What is declared once is shown once.
                if let trigger = postback.triggers.first,
                    !postback.triggers.contains(where: { shown.contains($0.text) })
                {
                    report(.noExample(postback: trigger.text), trigger.range)
                }
            default: break
            }
        }
    }

    private mutating func checkUse(_ what: String, _ scope: NameScope, _ name: Name) {
        if !scope.isUsed(name.text) { report(.unused(what: what, name: name.text), name.range) }
    }

    /// Two examples of one title cannot be told apart in a report.
    mutating func checkTitles(_ file: FileSyntax) {
        var titles: [String: SourceRange] = [:]
        for case .example(let example) in file.declarations {
            if let first = titles[example.title.text] {
                let related = label(first, "the other one")
                report(.duplicateExample(title: example.title.text), example.title.range, related: related)
            } else {
                titles[example.title.text] = example.title.range
            }
        }
    }

    /// Takes out the warnings that the file allows, and reports allowances that are unknown, unused or over.
    mutating func apply(_ allowances: [AllowanceSyntax], today: String?) {
        // Positions in the order of their places, so that each allowance looks at its own line only.
        let order = diagnostics.indices.sorted { diagnostics[$0].range < diagnostics[$1].range }
        var allowed: Set<Int> = []
        var found: [Diagnostic] = []
        let isComplete = !diagnostics.hasErrors
        for allowance in allowances {
            let code = allowance.code.text
            let finding: Finding
            if let rule = DiagnosticRule.rule(code) {
                if rule.severity == .error {
                    finding = .errorAllowed(code: code)
                } else if let today, allowance.lastDay.text < today {
                    finding = .expiredAllowance(code: code, date: allowance.lastDay.text)
                } else if rule == .equalChange {
                    if let target = allowance.target {
                        equalChanges.append(
                            EqualChange(
                                lines: source.line(
                                    at: target.start)...source.line(at: max(target.start, target.end - 1)),
                                line: source.line(at: allowance.range.start), reason: allowance.reason.text))
                        continue
                    }
                    finding = .unusedAllowance(code: code)
                } else {
                    let matches = positions(of: code, in: allowance.target, order)
                    allowed.formUnion(matches)
                    if !matches.isEmpty || !isComplete { continue }
                    finding = .unusedAllowance(code: code)
                }
            } else {
                let near = nearest(to: code, among: DiagnosticRule.all.filter { $0.severity == .warning }.map(\.code))
                finding = .unknownCode(code: code, suggestion: near)
            }
            found.report(finding, file: source.path, range: allowance.code.range)
        }
        diagnostics = diagnostics.indices.filter { !allowed.contains($0) }.map { diagnostics[$0] } + found
    }

    private func positions(of code: String, in target: SourceRange?, _ order: [Int]) -> [Int] {
        guard let target else { return [] }
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            if diagnostics[order[middle]].range.start < target.start { low = middle + 1 } else { high = middle }
        }
        return order[low...].prefix { diagnostics[$0].range.start < max(target.end, target.start + 1) }
            .filter { diagnostics[$0].rule.code == code }
    }
}
