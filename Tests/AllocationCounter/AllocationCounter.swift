import AllocationHooks
import CertifiedIntegrations
import Foundation
import PostbackRuntime
import PostbackTemplate

/// Counts heap allocations while every postback of every partner is rendered N and 2N times, while a line is read, and
/// while an event is made of typed values;
/// then the bytes that bound postbacks take.
///
/// Elsewhere than on Linux nothing is counted, and it says so.
@main
struct AllocationCounter {
    static func main() {
        #if os(Linux)
            var set = PostbackSet(catalogue: Integrations.catalogue)
            for template in Integrations.all {
                let partner = PreparedPartner(template, catalogue: Integrations.catalogue)
                for postback in template.postbacks {
                    do throws(FieldProblems) {
                        try set.add(postback, of: partner, fields: template.allSamples)
                    } catch {
                        print(error.description)
                        exit(1)
                    }
                }
            }
            let postbacks = set.bind()
            let events = Platform.allCases.map { PostbackEvent.sample(for: $0, in: Integrations.catalogue) }
            let buffer = RenderBuffer()
            let context = RenderContext(now: Timestamp(seconds: 1_795_420_800), random: 1, uuid: UUID().uuidString)
            var requests = 0
            func render(_ count: Int) {
                for round in 0..<count {
                    postbacks.withRendering(of: events[round % events.count], context: context, in: buffer) {
                        rendering in
                        for index in postbacks.indices where rendering.render(index) { requests += 1 }
                    }
                }
            }
            report("render", render)
            var event = PostbackEvent(catalogue: Integrations.catalogue)
            let decoder = EventDecoder(catalogue: Integrations.catalogue, collectsUnknownKeys: false)
            let line = Array(FileHandle.standardInput.readDataToEndOfFile())
            report("decode") { count in
                for _ in 0..<count { _ = try? decoder.decode(line.span, into: &event) }
            }
            let userAgent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15"
            let price = ExactDecimal(isNegative: false, coefficient: 499, scale: 2)
            report("typed") { count in
                for round in 0..<count {
                    event.removeAll()
                    event.event.kind = .install
                    event.event.time = Timestamp(seconds: Int64(round))
                    event.device.userAgent = userAgent
                    event.device.idfa = "8C6CBC0D-5F43-4765-A6E6-84DFF3D24707"
                    event.revenue.amount = price
                    event.revenue.currency = "USD"
                    event.privacy.limitAdTracking = false
                }
            }
            print("requests \(requests)")
            memory()
        #else
            print("counted on Linux only")
        #endif
    }

    /// Prints how often memory was allocated over N and over 2N rounds, after some to grow.
    private static func report(_ name: String, _ work: (Int) -> Void) {
        work(20)
        let start = allocation_count()
        work(100)
        let first = allocation_count() - start
        work(200)
        // Before `print` makes an array of what it gets.
        let second = allocation_count() - start - first
        print(name, first, second)
    }

    /// Prints the bytes of a bound GET postback, the largest and the mean of all, and of 100,000 of them.
    private static func memory() {
        let postbacks = Integrations.all.flatMap { template in
            let partner = PreparedPartner(template, catalogue: Integrations.catalogue)
            return template.postbacks.filter { $0.request.method == .get }.map { ($0, partner) }
        }
        func bind(_ index: Int) -> BoundPostback? {
            let (postback, partner) = postbacks[index % postbacks.count]
            return try? BoundPostback(postback, of: partner, fields: partner.template.allSamples)
        }
        var largest = 0
        for index in postbacks.indices {
            var bound = [bind(index)]
            let start = allocated_bytes()
            for _ in 0..<100 { bound.append(bind(index)) }
            largest = max(largest, (allocated_bytes() - start) / 100)
            bound.removeAll()
        }
        var all: [BoundPostback?] = []
        let start = allocated_bytes()
        for index in 0..<100_000 { all.append(bind(index)) }
        let total = allocated_bytes() - start
        print("memory", largest, total / 100_000, total)
        all.removeAll()
    }
}
