import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("Random histories of sessions")
struct SessionHistoryTests {
    /// Something that happened on a device, in seconds since an arbitrary moment.
    private enum Happening: Hashable {
        case session(device: Int, time: Int64)
        case reengagement(device: Int, time: Int64)
    }

    private static let day: Int64 = 86_400

    /// A session as it reaches the service, with what is known by then.
    private struct Seen {
        var device: Int
        var time: Int64
        var install: Int64
        var reengagement: Int64?
    }

    /// What the rule allows, written down as plainly as possible: a session is sent if it lies in an open period and in none
    /// for which one was sent.
    private struct Model {
        private var sent: [Int: [Range<Int64>]] = [:]

        mutating func admits(_ session: Seen, isAll: Bool) -> Bool {
            var anchor = session.install <= session.time ? session.install : nil
            if !isAll, let moment = session.reengagement, moment <= session.time {
                anchor = max(anchor ?? moment, moment)
            }
            guard let anchor else { return false }
            var start = anchor
            while start + SessionHistoryTests.day <= session.time { start += SessionHistoryTests.day }
            guard start > anchor else { return false }
            if sent[session.device, default: []].contains(where: { $0.contains(session.time) }) { return false }
            sent[session.device, default: []].append(start..<start + SessionHistoryTests.day)
            return true
        }
    }

    @Test("are sent once in each open period, whatever becomes known later", arguments: ["network_only", "all"])
    func histories(_ method: String) throws {
        let templates = Repository.project.partners.map(\.template)
        let catalogue = Repository.project.catalogue
        let decoder = ConfigurationDecoder(partners: templates, catalogue: catalogue)
        let json = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.game","partners":[
              {"partner":"unity","fields":{"game_id":"1234567"},"postbacks":{"session":{"method":"\(method)"}}}]}]}
            """
        let postbacks = try ConfiguredPostbacks(
            try decoder.decode(Array(json.utf8)), partners: templates, catalogue: catalogue)
        var random = SeededGenerator()
        var sent = 0
        for round in 0..<300 {
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
            var events = happenings.compactMap { happening -> Seen? in
                guard case .session(let device, let time) = happening else { return nil }
                // Some re-engagements are not known yet, and some installs are known a little otherwise.
                let known = happenings.compactMap { other -> Int64? in
                    if case .reengagement(device, let moment) = other, Bool.random(using: &random) {
                        moment
                    } else {
                        nil
                    }
                }
                let install = installs[device] + (Bool.random(using: &random) ? 1 : 0)
                return Seen(
                    device: device, time: time, install: install, reengagement: known.filter { $0 <= time }.max())
            }
            events += events.filter { _ in Bool.random(using: &random) }
            events.shuffle(using: &random)
            var model = Model()
            let store = MemoryStore()
            for session in events {
                var event = Self.session(session, catalogue)
                let now = Timestamp(seconds: 0)
                let accepted = postbacks.plan(&event, identity: "").compactMap { AcceptedPostback($0, now: now) }
                let taken = store.put(AcceptedEvent(line: [], received: now, postbacks: accepted), now: now)
                #expect(
                    taken.contains(true) == model.admits(session, isAll: method == "all"), "round \(round): \(session)")
                sent += taken.count { $0 }
            }
        }
        #expect(sent > 500)
    }

    private static func session(_ session: Seen, _ catalogue: MacroCatalogue) -> PostbackEvent {
        var event = PostbackEvent(catalogue: catalogue)
        event[.app] = .text("a")
        event[.kind] = .text("session")
        event[.network] = .text("unity")
        event[.device] = .text("device-\(session.device)")
        event[.time] = .timestamp(Timestamp(seconds: session.time))
        event[.install] = .timestamp(Timestamp(seconds: session.install))
        event[.reengagement] = session.reengagement.map { .timestamp(Timestamp(seconds: $0)) }
        return event
    }
}
