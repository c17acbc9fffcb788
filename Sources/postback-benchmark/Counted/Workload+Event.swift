import Foundation
import PostbackRuntime

extension Workload {
    /// Reading one line of about 1.5 kB.
    static let eventJSON = Workload("event-json") {
        let line = Array(PurchaseBody.json.utf8)
        let data = Data(line)
        var event = PostbackEvent(catalogue: Fixture.schema.catalogue)
        let decoder = EventDecoder(catalogue: Fixture.schema.catalogue, collectsUnknownKeys: false)
        let json = JSONDecoder()
        guard let read = try? json.decode(EventRecord.self, from: data), read.event.items.count == 8 else {
            stop("the baseline does not read the event")
        }
        let contenders = [
            Contender(name: "") { count in
                for _ in 0..<count { keep(try? decoder.decode(line.span, into: &event)) }
            },
            Fixture.memcpy(line),
            Contender(name: "JSONDecoder") { count in
                for _ in 0..<count { keep(try? json.decode(EventRecord.self, from: data)) }
            },
            Contender(name: "JSONSerialization") { count in
                for _ in 0..<count { keep(try? JSONSerialization.jsonObject(with: data)) }
            },
        ]
        return [Case(name: "event-json", bytes: line.count, contenders: contenders)]
    }
}

/// The event as structures that `Decodable` fills.
struct EventRecord: Decodable {
    struct Item: Decodable {
        var id: String
        var name: String
        var price: String
        var quantity: Int
    }

    struct Event: Decodable {
        var kind: String
        var name: String
        var id: String
        var time: String
        var data: [String: Int]
        var items: [Item]
    }

    struct App: Decodable {
        var id: String
        var name: String
        var version: String
        var build: String
        var store_id: String
        var sdk_version: String
    }

    struct Device: Decodable {
        var os: String
        var os_version: String
        var model: String
        var idfa: String
        var idfv: String
        var mmp_id: String
        var user_agent: String
        var locale: String
        var language: String
        var ip: String
    }

    struct Privacy: Decodable {
        var limit_ad_tracking: Bool
        var tracking_enabled: Bool
        var att_status: String
    }

    struct Click: Decodable {
        var id: String
        var parameter: [String: String]
    }

    struct Revenue: Decodable {
        var amount: String
        var currency: String
    }

    var event: Event
    var app: App
    var device: Device
    var geo: [String: String]
    var privacy: Privacy
    var click: Click
    var campaign: [String: String]
    var attribution: [String: String]
    var mmp: [String: String]
    var revenue: Revenue
    var order: [String: String]
    var user: [String: String]
}
