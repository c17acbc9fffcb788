import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

/// Reads lines of events and plans what is sent for them.
final class OfferReader {
    private var decoder: EventDecoder
    private var event: PostbackEvent

    init(_ catalogue: MacroCatalogue) {
        decoder = EventDecoder(catalogue: catalogue, collectsUnknownKeys: false)
        event = PostbackEvent(catalogue: catalogue)
    }

    /// What came of a chunk.
    struct Result {
        var offers: [DeliveryService.Offer] = []
        /// Lines that are no events, with what is wrong.
        var refusals: [(line: Int, message: String)] = []
    }

    func read(_ chunk: LineChunks.Chunk, _ postbacks: ConfiguredPostbacks) -> Result {
        var result = Result()
        // Integrations that were read anew may have other macros.
        if decoder.catalogue != postbacks.catalogue {
            decoder = EventDecoder(catalogue: postbacks.catalogue, collectsUnknownKeys: false)
            event = PostbackEvent(catalogue: postbacks.catalogue)
        }
        guard !chunk.isTooLong else {
            result.refusals.append((chunk.firstLine, "the line is longer than \(LineChunks.maximumLength) bytes"))
            return result
        }
        var number = chunk.firstLine
        for line in chunk.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.contains(where: { $0 > 0x20 }) { read(Array(line), number, postbacks, &result) }
            number += 1
        }
        return result
    }

    private func read(_ line: [UInt8], _ number: Int, _ postbacks: ConfiguredPostbacks, _ result: inout Result) {
        do throws(EventProblem) {
            let findings = try decoder.decode(line.span, into: &event)
            for problem in findings.problems {
                result.refusals.append((number, "\(problem.message); the value is left out"))
            }
        } catch {
            return result.refusals.append((number, error.message))
        }
        guard event.kindName != nil else { return result.refusals.append((number, "the event has no kind")) }
        let id = event[.identity]?.text
        let decisions = postbacks.plan(&event, identity: Fingerprint(of: line.span).description)
        result.offers.append(.init(number: number, line: line, eventID: id, decisions: decisions))
    }
}
