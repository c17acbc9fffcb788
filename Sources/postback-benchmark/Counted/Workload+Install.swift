import Foundation
import PostbackRuntime

extension Workload {
    /// A GET with twenty query parameters: one user agent that has to be encoded, one absent value.
    static let install = Workload("install") {
        let postback = Fixture.bound(InstallRequest.postback)
        let event = Fixture.event(InstallRequest.json)
        let url = Fixture.request(postback, event).url
        let values = InstallRequest()
        let expected = values.handWritten()
        guard expected == url else { stop("the baseline writes another request:\n\(expected)\n\(url)") }
        let contenders = [
            Fixture.render(postback, event), Fixture.memcpy(Array(url.utf8)),
            Contender(name: "hand-written Swift") { count in
                var target = HandBuffer()
                for _ in 0..<count {
                    target.removeAll()
                    values.write(to: &target)
                    keep(target.count)
                }
            },
            Contender(name: "URLComponents") { count in for _ in 0..<count { keep(values.urlComponents()) } },
            Contender(name: "interpolation") { count in for _ in 0..<count { keep(values.interpolation()) } },
            Contender(name: "URL.Template") { count in for _ in 0..<count { keep(values.urlTemplate()) } },
        ]
        return [Case(name: "install", bytes: url.utf8.count, contenders: contenders)]
    }
}

/// The values of the request, as a service would have them in a structure.
struct InstallRequest {
    var clickID = "mtg0a1b2c3d4e5f"
    var idfa = "8C6CBC0D-5F43-4765-A6E6-84DFF3D24707"
    var idfv = "CCB300A0-DE1B-4D48-BC7E-599E453B8DD4"
    var gaid: String?
    var ip = "203.0.113.7"
    var userAgent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15"
    var system = "ios"
    var systemVersion = "17.4"
    var model = "iPhone15,2"
    var language = "en"
    var country = "US"
    var carrier = "Telekom"
    var appVersion = "3.16.0"
    var storeID = "1441750662"
    var campaign = "246913"
    var adGroup = "77120"
    var site = "pub-4411"
    var installID = "8f0e8a6e-5a57-4f0b-9a57-0f1d1c1f7a11"
    var time: Int64 = 1_795_419_900
    var appKey = "acme-key-1"

    static let postback = """
        postback install {
            GET api "/v1/install"
            query {
                app_key = field.app_key
                click_id = click.id
                idfa = device.idfa
                idfv = device.idfv
                gaid = device.gaid
                ip = device.ip
                ua = device.user_agent
                os = device.os
                os_version = device.os_version
                model = device.model
                lang = device.language
                country = geo.country
                carrier = device.carrier
                app_version = app.version
                store_id = app.store_id
                campaign = campaign.id
                ad_group = adset.id
                site = publisher.id
                install_id = event.id
                ts = event.time | unix
            }
        }
        """

    static let json = """
        {"event":{"kind":"install","id":"8f0e8a6e-5a57-4f0b-9a57-0f1d1c1f7a11","time":"2026-11-23T07:45:00Z"},\
        "app":{"version":"3.16.0","store_id":"1441750662"},"device":{"os":"ios","os_version":"17.4",\
        "model":"iPhone15,2","idfa":"8C6CBC0D-5F43-4765-A6E6-84DFF3D24707","idfv":"CCB300A0-DE1B-4D48-BC7E-599E453B8DD4",\
        "user_agent":"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15","language":"en",\
        "ip":"203.0.113.7","carrier":"Telekom"},"geo":{"country":"US"},"click":{"id":"mtg0a1b2c3d4e5f"},\
        "campaign":{"id":"246913"},"adset":{"id":"77120"},"publisher":{"id":"pub-4411"}}
        """

    /// Names and values in the order of the request.
    var pairs: [(String, String?)] {
        [
            ("app_key", appKey), ("click_id", clickID), ("idfa", idfa), ("idfv", idfv), ("gaid", gaid), ("ip", ip),
            ("ua", userAgent), ("os", system), ("os_version", systemVersion), ("model", model), ("lang", language),
            ("country", country), ("carrier", carrier), ("app_version", appVersion), ("store_id", storeID),
            ("campaign", campaign), ("ad_group", adGroup), ("site", site), ("install_id", installID),
            ("ts", String(time)),
        ]
    }
}
