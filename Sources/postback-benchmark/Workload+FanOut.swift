import CertifiedIntegrations
import PostbackRuntime
import PostbackTemplate

extension Workload {
    /// One event to ten partners: all that there is to do, and the copying alone once the shared values are known.
    static let fanOut = Workload(name: "fan-out") {
        let event = fanOutEvent
        let postbacks = fanOutPostbacks(event)
        let buffer = RenderBuffer()
        var output: [UInt8] = []
        postbacks.withRendering(of: event, context: Fixture.context, in: buffer) { rendering in
            for index in postbacks.indices {
                guard rendering.render(index), let request = buffer.request(.get) else {
                    stop("\(postbacks[index].partner) skips: \(rendering.skip?.about ?? [])")
                }
                output += Array(request.url.utf8) + request.body
            }
        }
        let all = Contender(name: "") { count in
            for _ in 0..<count {
                postbacks.withRendering(of: event, context: Fixture.context, in: buffer) { rendering in
                    for index in postbacks.indices { keep(rendering.render(index)) }
                }
            }
        }
        let alone = (postbacks.indices).map { _ in RenderBuffer() }
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
                for _ in 0..<count { for index in postbacks.indices { keep(rendering.render(index)) } }
            }
        }
        let copy = memcpyEach(postbacks, event)
        let bytes = output.count / postbacks.count
        return [
            Harness.measure(
                Case(name: "fan-out", bytes: bytes, contenders: [all, copy, apart], pieces: postbacks.count)),
            Harness.measure(
                Case(name: "fan-out copying", bytes: bytes, contenders: [copying, copy], pieces: postbacks.count)),
        ]
    }

    /// One `memcpy` for each request, of its own bytes.
    private static func memcpyEach(_ postbacks: BoundPostbacks, _ event: PostbackEvent) -> Contender {
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

    private static func fanOutPostbacks(_ event: PostbackEvent) -> BoundPostbacks {
        var set = PostbackSet(catalogue: Integrations.catalogue)
        for (postback, partner) in chosen(event) {
            do throws(FieldProblems) {
                try set.add(postback, of: partner, fields: partner.template.allSamples)
            } catch {
                stop(error.description)
            }
        }
        return set.bind()
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
            let postback = template.postback(
                kind: event.kindName ?? "", name: event[.name]?.text, platform: event.platform)
            return postback.map { ($0, partner) }
        }
    }
}
