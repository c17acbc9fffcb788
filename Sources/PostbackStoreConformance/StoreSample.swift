package import PostbackDelivery
import PostbackRuntime
package import PostbackTemplate

/// Events and moments for tests of stores.
package enum StoreSample {
    /// A moment, in seconds from 2026-11-23T08:00:00Z.
    package static func at(_ seconds: Double) -> Timestamp {
        Timestamp(microseconds: 1_795_420_800_000_000 + Int64(seconds * 1_000_000))
    }

    /// An event with a postback for each of some partners, due at a moment.
    package static func event(_ name: String, _ postbacks: [(partner: String, due: Double)]) -> AcceptedEvent {
        AcceptedEvent(
            line: Array("{\"event\":\"\(name)\"}".utf8), received: at(0),
            postbacks: postbacks.map { partner, due in
                AcceptedPostback(
                    key: Fingerprint(of: name, partner),
                    target: PostbackTarget(app: "a", partner: partner, name: "install"), withheld: .attribution,
                    due: at(due))
            })
    }

    /// A session of a device, which is known by some identifiers, in the period that begins at a moment.
    package static func session(
        _ name: String, of identifiers: [String], at seconds: Double, from start: Double, received: Double
    ) -> AcceptedEvent {
        var event = event(name, [("meta", received)])
        event.received = at(received)
        event.postbacks[0].claim = SessionClaim(
            holders: identifiers.map { Fingerprint(of: "device", $0) }, session: at(seconds), start: at(start),
            end: at(start + 86_400))
        return event
    }
}
