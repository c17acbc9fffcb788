import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

/// Configurations and answers that show a change.
extension WitnessSearch {
    /// Field values that the older revision takes and the newer does not, because of one field.
    func configuration(_ field: String) -> Witness? {
        let (old, new) = original
        var candidates = [old.requiredSamples, old.allSamples]
        for other in old.fields {
            for text in ValueSamples.texts(of: other) {
                candidates.append(old.requiredSamples.merging([other.id: text]) { _, new in new })
            }
        }
        for fields in candidates where old.problems(in: fields).isEmpty {
            guard let problem = new.problems(in: fields).first(where: { $0.field == field }) else { continue }
            let secrets = Set(old.fields.filter(\.isSecret).map(\.id))
            let shown = fields.keys.sorted().map { "\($0) = \(secrets.contains($0) ? "•••" : fields[$0] ?? "")" }
            return Witness(
                fields: fields, words: shown.isEmpty ? "no field values" : shown.joined(separator: ", "),
                before: "taken",
                after: "refused: \(problem.description)")
        }
        return nil
    }

    /// An event whose request is another one where an account sets nothing.
    mutating func defaultValue(_ field: String) -> Witness? {
        for situation in comparison.situations {
            for round in rounds(of: situation) where round.fields[field] == nil {
                for index in round.plain {
                    let (event, before, after) = round[index]
                    guard !before.isSame(as: after) else { continue }
                    return Self.witness(round, event) { _, _, _ in true }
                }
            }
        }
        return nil
    }

    /// A status code that means something else now.
    func answer() -> Witness? {
        for status in 100...599 {
            let meanings = [original.old, original.new].map { partner in
                partner.delivery.meaning(
                    of: PartnerAnswer(status: status, headers: [], body: [], for: partner.delivery))
            }
            if meanings[0].words != meanings[1].words {
                return Witness(
                    words: "an answer with status \(status)", before: meanings[0].words, after: meanings[1].words)
            }
        }
        return nil
    }
}

extension AnswerMeaning {
    /// What becomes of the postback, in a word.
    fileprivate var words: String {
        switch self {
        case .delivered: "delivered"
        case .again: "tried again"
        case .permanent: "given up"
        case .unknown: "unknown"
        }
    }
}
