import PostbackCompiler
import PostbackLanguage
import PostbackTemplate

/// Finds where a change stands in a partner file.
struct ChangePlace {
    private let partner: CompiledPartner

    init(_ partner: CompiledPartner) {
        self.partner = partner
    }

    /// The place of a change: the line that it is about, the postback, a field, or the partner's name.
    func range(of change: IntegrationChange) -> SourceRange {
        if change.finding.rule.category == .revision, let range = word(behind: "revision ") { return range }
        if let field = change.field, let range = word(behind: "field ", field) { return range }
        if let range = change.place.flatMap({ range(of: $0) }) { return range }
        if let postback = change.situation?.new, let range = range(of: SourcePlace(postback: postback)) {
            return range
        }
        if change.finding.rule.category == .delivery, let range = word(behind: "", "delivery") { return range }
        return word(behind: "partner ") ?? SourceRange(0, 0)
    }

    /// The line of a place, or of the nearest thing around it that has one.
    func range(of place: SourcePlace) -> SourceRange? {
        var place = place
        while partner.lines[place] == nil {
            if !place.keys.isEmpty {
                place.keys.removeLast()
            } else if place.position != nil {
                place.position = nil
            } else {
                return nil
            }
        }
        return partner.lines[place].map { line in trimmed(partner.source.range(ofLine: line)) }
    }

    private func trimmed(_ range: SourceRange) -> SourceRange {
        let text = partner.source.text(in: range)
        let leading = text.utf8.prefix { $0 == 0x20 || $0 == 0x09 }.count
        let trailing = text.utf8.reversed().prefix { $0 <= 0x20 }.count
        return SourceRange(range.start + leading, max(range.start + leading, range.end - trailing))
    }

    /// The word that stands behind another at the beginning of a line.
    private func word(behind start: String, _ wanted: String? = nil) -> SourceRange? {
        var offset = 0
        for line in partner.source.text.split(separator: "\n", omittingEmptySubsequences: false) {
            defer { offset += line.utf8.count + 1 }
            guard line.hasPrefix(start) else { continue }
            let word = line.dropFirst(start.count).prefix { $0 != " " }
            guard wanted.map({ $0 == word }) ?? true else { continue }
            let begin = offset + start.utf8.count
            return SourceRange(begin, begin + word.utf8.count)
        }
        return nil
    }
}

extension IntegrationChange {
    /// The field that it is about, by its name in the newer file.
    fileprivate var field: String? {
        for name in ["field", "new"] where finding.rule.category == .configuration || finding.rule == .secretShown {
            for fact in finding.facts where fact.name == name {
                if case .text(let text) = fact.value { return text }
            }
        }
        return nil
    }
}
