import PostbackCertification
import PostbackCompiler
import PostbackTemplate

/// What the lines of a partner file become in a request, with an event that carries the sample of every macro.
///
/// A postback is rendered when one of its lines is asked for.
final class LineSamples {
    /// What one line becomes.
    enum Sample: Hashable {
        /// These characters of the request.
        case written(String)
        /// Nothing, for a reason.
        case absent(String)
    }

    private let requests: SampleRequests
    private let postbacks: [PostbackTemplate]
    /// The postbacks that a line has a part in, by their places among all.
    private var places: [Int: Set<Int>] = [:]
    private var rendered: [Int: [Int: Sample]] = [:]

    /// The longest text that is shown, in characters.
    private static let longest = 60

    init(_ partner: CompiledPartner, catalogue: MacroCatalogue) {
        requests = SampleRequests(partner, catalogue: catalogue)
        postbacks = partner.template.postbacks
        let numbers = Dictionary(uniqueKeysWithValues: postbacks.enumerated().map { ($0.element.id, $0.offset) })
        for (place, line) in partner.lines {
            guard let number = place.postback.flatMap({ numbers[$0] }) else { continue }
            places[line, default: []].insert(number)
        }
    }

    /// What a line, from 1, becomes in each postback.
    func samples(ofLine line: Int) -> [(postback: String, sample: Sample)] {
        (places[line] ?? []).sorted().compactMap { number in
            if rendered[number] == nil { rendered[number] = render(postbacks[number]) }
            return rendered[number]?[line].map { (postbacks[number].id, $0) }
        }
    }

    private func render(_ postback: PostbackTemplate) -> [Int: Sample] {
        let trace = requests.request(of: postback).trace
        var samples: [Int: Sample] = [:]
        for part in trace.parts {
            for segment in part.segments {
                guard let line = segment.line, segment.value != nil else { continue }
                let text = part.text(of: segment)
                if case .written(let before)? = samples[line] {
                    samples[line] = .written("\(before) \(text)")
                } else {
                    samples[line] = .written(text)
                }
            }
        }
        for absence in trace.absences {
            guard let line = absence.line, samples[line] == nil else { continue }
            samples[line] = .absent(absence.reason)
        }
        return samples
    }

    /// A text that fits beside a line.
    static func shortened(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        guard line.count > longest || line.count < text.count else { return text }
        return line.prefix(longest - 1) + "…"
    }
}
