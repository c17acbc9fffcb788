import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Random histories of sessions")
struct SessionHistoryTests {
    /// Something that happened on a device, in seconds since an arbitrary moment.
    private enum Happening: Hashable {
        case session(device: Int, time: Int64)
        case reengagement(device: Int, time: Int64)
    }

    private static let day: Int64 = 86_400

    /// What the rule allows, written down as plainly as possible: for each device and anchor the numbers of the days.
    private static func model(_ happenings: [Happening], installs: [Int64]) -> Set<[Int64]> {
        var allowed: Set<[Int64]> = []
        for case .session(let device, let time) in happenings {
            var anchor = installs[device] <= time ? installs[device] : nil
            for case .reengagement(device, let moment) in happenings where moment <= time {
                anchor = max(anchor ?? moment, moment)
            }
            guard let anchor else { continue }
            var number: Int64 = 0
            while anchor + (number + 1) * day <= time { number += 1 }
            if number > 0 { allowed.insert([Int64(device), anchor, number]) }
        }
        return allowed
    }

    @Test("plan one postback for each open period, in whatever order and however often events come")
    func histories() throws {
        let templates = Repository.project.partners.map(\.template)
        let catalogue = Repository.project.catalogue
        let decoder = ConfigurationDecoder(partners: templates, catalogue: catalogue)
        let json = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.game","partners":[
              {"partner":"unity","fields":{"game_id":"1234567"},"postbacks":{"session":{}}}]}]}
            """
        let postbacks = try ConfiguredPostbacks(
            try decoder.decode(Array(json.utf8)), partners: templates, catalogue: catalogue)
        var random = SeededGenerator()
        var sent = 0
        for _ in 0..<300 {
            let installs = (0..<3).map { _ in Int64.random(in: 0...Self.day, using: &random) }
            let happenings = (0..<Int.random(in: 1...25, using: &random)).map { _ -> Happening in
                let device = Int.random(in: 0..<3, using: &random)
                // Often on the edge of a period.
                var time = Int64.random(in: -Self.day...6 * Self.day, using: &random)
                if Bool.random(using: &random) {
                    time = installs[device] + Self.day * Int64.random(in: 0...5, using: &random)
                }
                if Bool.random(using: &random) { time += Int64.random(in: -1...1, using: &random) }
                return Int.random(in: 0..<4, using: &random) == 0
                    ? .reengagement(device: device, time: time) : .session(device: device, time: time)
            }
            var expected: Set<[Int64]>?
            for _ in 0..<3 {
                // Events say what had happened before them; their order and number are the network's.
                var events = happenings.filter { if case .session = $0 { true } else { false } }
                events += events.filter { _ in Bool.random(using: &random) }
                events.shuffle(using: &random)
                var claimed: Set<Fingerprint> = []
                var periods: [[Int64]] = []
                for case .session(let device, let time) in events {
                    let reengagement = happenings.compactMap { happening -> Int64? in
                        if case .reengagement(device, let moment) = happening, moment <= time { moment } else { nil }
                    }.max()
                    var event = Self.session(device, time, installs[device], reengagement, catalogue)
                    for decision in postbacks.plan(&event, identity: "") {
                        guard let key = decision.key, let period = decision.period else { continue }
                        #expect(period.number > 0)
                        if claimed.insert(key).inserted {
                            periods.append([Int64(device), period.anchor.microseconds / 1_000_000, period.number])
                        }
                    }
                }
                #expect(Set(periods).count == periods.count, "two postbacks in one period")
                #expect(Set(periods) == Self.model(happenings, installs: installs))
                #expect(expected == nil || expected == Set(periods), "the order decided")
                expected = Set(periods)
                sent += periods.count
            }
        }
        #expect(sent > 500)
    }

    private static func session(
        _ device: Int, _ time: Int64, _ install: Int64, _ reengagement: Int64?, _ catalogue: MacroCatalogue
    ) -> PostbackEvent {
        var event = PostbackEvent(catalogue: catalogue)
        event[.app] = .text("a")
        event[.kind] = .text("session")
        event[.device] = .text("device-\(device)")
        event[.time] = .timestamp(Timestamp(seconds: time))
        event[.install] = .timestamp(Timestamp(seconds: install))
        event[.reengagement] = reengagement.map { .timestamp(Timestamp(seconds: $0)) }
        return event
    }
}
