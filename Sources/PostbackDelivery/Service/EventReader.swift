import PostbackRuntime
import PostbackTemplate

/// Reads lines of events, one after the other, and plans what is sent for them.
final class EventReader: @unchecked Sendable {
    private let postbacks: ConfiguredPostbacks
    private let decoder: EventDecoder
    private var event: PostbackEvent
    /// Messages about one line that are told apart; of more, how many there are.
    private static let most = 10

    init(_ postbacks: ConfiguredPostbacks) {
        self.postbacks = postbacks
        decoder = EventDecoder(catalogue: postbacks.catalogue, collectsUnknownKeys: false)
        event = PostbackEvent(catalogue: postbacks.catalogue)
    }

    func read(_ line: [UInt8], _ number: Int) -> (DeliveryService.Offer?, DeliveryService.LineFindings) {
        var findings = DeliveryService.LineFindings(number: number)
        func refuse(_ message: String) -> (DeliveryService.Offer?, DeliveryService.LineFindings) {
            findings.isEvent = false
            findings.messages = [message]
            return (nil, findings)
        }
        guard line.count <= DeliveryService.longestLine else {
            return refuse("the line is longer than \(DeliveryService.longestLine) bytes")
        }
        do throws(EventProblem) {
            let found = try decoder.decode(line.span, into: &event)
            findings.messages = found.problems.prefix(Self.most).map { "\($0.message); the value is left out" }
            let rest = found.problemCount - findings.messages.count
            if rest > 0 { findings.messages.append("\(rest) more values have the wrong form and are left out") }
        } catch {
            return refuse(error.message)
        }
        guard event.has(.kind) else { return refuse("the event has no kind") }
        let id = event.text(.identity)
        let decisions = postbacks.plan(&event, identity: Fingerprint(of: line.span).description)
        return (.init(number: number, line: line, eventID: id, decisions: decisions), findings)
    }
}
