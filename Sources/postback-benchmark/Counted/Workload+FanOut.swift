import CertifiedIntegrations
import PostbackRuntime
import PostbackTemplate

extension Workload {
    /// One event to all partners that take it, whose postbacks are all bound as one app's configuration is: all that
    /// there is to do, and the copying alone once the values that postbacks share are known.
    static let fanOut = Workload("fan-out") {
        let event = fanOutEvent
        let (postbacks, chosen) = fanOutPostbacks(event)
        let buffer = RenderBuffer()
        var bytes = 0
        postbacks.withRendering(of: event, context: Fixture.context, in: buffer) { rendering in
            for index in chosen {
                keep(rendering.render(index))
                bytes += buffer.byteCount
            }
        }
        let all = Contender(name: "") { count in
            for _ in 0..<count {
                postbacks.withRendering(of: event, context: Fixture.context, in: buffer) { rendering in
                    for index in chosen { keep(rendering.render(index)) }
                }
            }
        }
        let alone = chosen.map { _ in RenderBuffer() }
        let separate = fanOutSeparately(event)
        let apart = Contender(name: "each bound alone") { count in
            for _ in 0..<count {
                for index in separate.indices {
                    keep(separate[index].render(event, context: Fixture.context, into: alone[index]))
                }
            }
        }
        let copying = Contender(name: "") { count in
            postbacks.withRendering(of: event, context: Fixture.context, in: buffer) { rendering in
                for _ in 0..<count { for index in chosen { keep(rendering.render(index)) } }
            }
        }
        let copy = memcpyEach(chosen.map { postbacks[$0] }, event)
        return [
            Case(
                name: "fan-out", bytes: bytes / chosen.count, contenders: [all, copy, apart], pieces: chosen.count),
            Case(
                name: "fan-out copying", bytes: bytes / chosen.count, contenders: [copying, copy],
                pieces: chosen.count),
        ]
    }

    /// One `memcpy` for each request, of its own bytes.
    private static func memcpyEach(_ postbacks: [BoundPostback], _ event: PostbackEvent) -> Contender {
        let requests = postbacks.map { postback -> [UInt8] in
            let request = Fixture.request(postback, event)
            return request.body + Array(request.url.utf8) + request.headers.flatMap { Array($0.value.utf8) }
        }
        let copies = requests.map { Fixture.memcpy($0) }
        return Contender(name: "memcpy") { count in for _ in 0..<count { for copy in copies { copy.run(1) } } }
    }

    /// An event that every partner takes: all samples of iOS, and a purchase.
    static var fanOutEvent: PostbackEvent {
        var event = PostbackEvent.sample(for: .ios, in: Integrations.catalogue)
        event[.kind] = .text("event")
        event[.name] = .text("purchase")
        return event
    }

    /// All postbacks of all partners as one set, and those that are sent for the event.
    private static func fanOutPostbacks(_ event: PostbackEvent) -> (BoundPostbacks, [Int]) {
        var set = PostbackSet(catalogue: Integrations.catalogue)
        var sent: [Int] = []
        for (postback, partner) in chosen(event) {
            for other in partner.template.postbacks {
                if other.id == postback.id { sent.append(set.count) }
                do throws(FieldProblems) {
                    try set.add(other, of: partner, fields: partner.template.allSamples)
                } catch {
                    stop(error.description)
                }
            }
        }
        return (set.bind(), sent)
    }

    private static func fanOutSeparately(_ event: PostbackEvent) -> [BoundPostback] {
        chosen(event).map { postback, partner in
            do throws(FieldProblems) {
                return try BoundPostback(postback, of: partner, fields: partner.template.allSamples)
            } catch {
                stop(error.description)
            }
        }
    }

    private static func chosen(_ event: PostbackEvent) -> [(PostbackTemplate, PreparedPartner)] {
        Integrations.all.compactMap { template in
            let partner = PreparedPartner(template, catalogue: Integrations.catalogue)
            guard
                let postback = template.postback(
                    kind: event.kindName ?? "", name: event[.name]?.text, platform: event.platform),
                let bound = try? BoundPostback(postback, of: partner, fields: template.allSamples),
                case .request = bound.render(event, context: Fixture.context)
            else { return nil }
            return (postback, partner)
        }
    }
}
