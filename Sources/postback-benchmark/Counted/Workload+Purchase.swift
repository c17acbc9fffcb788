import Foundation
import PostbackRuntime

extension Workload {
    /// A POST whose JSON body has a user, money and items, about 1.2 kB.
    static let purchase = Workload("purchase") {
        let postback = Fixture.bound(PurchaseBody.postback)
        let event = Fixture.event(PurchaseBody.json)
        let body = Fixture.request(postback, event).body
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let value = PurchaseBody()
        guard let other = try? encoder.encode(value), abs(other.count - body.count) < 20 else {
            stop("the baseline encodes another body")
        }
        let contenders = [
            Fixture.render(postback, event), Fixture.memcpy(body),
            Contender(name: "JSONEncoder") { count in for _ in 0..<count { keep(try? encoder.encode(value)) } },
        ]
        return [Case(name: "purchase", bytes: body.count, contenders: contenders)]
    }
}

/// The body, as a service would have it in structures.
struct PurchaseBody: Codable {
    struct User: Codable {
        var id = "u-1001"
        var idfa = "8C6CBC0D-5F43-4765-A6E6-84DFF3D24707"
        var idfv = "CCB300A0-DE1B-4D48-BC7E-599E453B8DD4"
        var ip = "203.0.113.7"
        var user_agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15"
        var country = "US"
        var language = "en"
    }

    struct Item: Codable {
        var id: String
        var name: String
        var price: Decimal
        var quantity: Int
    }

    var event = "purchase"
    var event_id = "5f2d7c1e-0b5a-4c55-8c39-6a2f3e1d9b20"
    var event_time = 1_795_420_800
    var app_key = "acme-key-1"
    var app_version = "3.16.0"
    var click_id = "mtg0a1b2c3d4e5f"
    var campaign = "246913"
    var order_id = "ORD-1001"
    var value = Decimal(string: "59.92")
    var currency = "USD"
    var user = User()
    var items = (1...8).map { Item(id: "sku-\($0)", name: "Sword of Dawn No. \($0)", price: 7.49, quantity: 1) }

    static let postback = """
        postback event {
            POST api "/v1/events"
            json {
                event = event.name
                event_id = event.id
                event_time = event.time | unix
                app_key = field.app_key
                app_version = app.version
                click_id = click.id
                campaign = campaign.id
                order_id = order.id
                value = revenue.amount
                currency = revenue.currency
                user = {
                    id = user.id
                    idfa = device.idfa
                    idfv = device.idfv
                    ip = device.ip
                    user_agent = device.user_agent
                    country = geo.country
                    language = device.language
                }
                items = [for item in event.items: {
                    id = item.id
                    name = item.name
                    price = item.price
                    quantity = item.quantity
                }]
            }
        }
        """

    private static let items = (1...8).map {
        "{\"id\":\"sku-\($0)\",\"name\":\"Sword of Dawn No. \($0)\",\"price\":\"7.49\",\"quantity\":1}"
    }.joined(separator: ",")

    /// The event, about 1.5 kB.
    static let json = """
        {"event":{"kind":"event","name":"purchase","id":"5f2d7c1e-0b5a-4c55-8c39-6a2f3e1d9b20",\
        "time":"2026-11-23T08:00:00Z","data":{"level":3},"items":[\(items)]},"app":{"id":"acme-ios","name":"Acme Game",\
        "version":"3.16.0","build":"4210","store_id":"1441750662","sdk_version":"4.10.0"},"device":{"os":"ios",\
        "os_version":"17.4","model":"iPhone15,2","idfa":"8C6CBC0D-5F43-4765-A6E6-84DFF3D24707",\
        "idfv":"CCB300A0-DE1B-4D48-BC7E-599E453B8DD4","mmp_id":"18546f6171f67e29d1cb983322ad1329",\
        "user_agent":"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15","locale":"en_US",\
        "language":"en","ip":"203.0.113.7"},"geo":{"country":"US"},"privacy":{"limit_ad_tracking":false,\
        "tracking_enabled":true,"att_status":"authorized"},"click":{"id":"mtg0a1b2c3d4e5f","parameter":{"sub1":"x"}},\
        "campaign":{"id":"246913","name":"Summer launch"},"attribution":{"network":"taboola",\
        "install_time":"2026-11-23T07:45:00Z"},"mmp":{"name":"AcmeMMP","version":"4.2"},\
        "revenue":{"amount":"59.92","currency":"USD"},"order":{"id":"ORD-1001"},\
        "user":{"id":"u-1001","email":"Jane.Doe@Example.com"}}
        """
}
