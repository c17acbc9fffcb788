import Foundation
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Callbacks")
struct CallbackTests {
    private static let partner = SmallPartner.source(
        """
        callback click from click.callback_url hosts "ads.partner.test", "*.clicks.partner.test"

        postback install {
            GET click
            marks {
                __EVENT_TYPE__ = "0"
                __TS__ = event.time | unix
                __NAME__ = campaign.name
            }
            query { ip = device.ip }
        }

        postback session {
            GET api "/s"
        }
        """)

    private func outcome(_ url: String?, name: String? = nil, ip: String? = nil) -> PostbackOutcome? {
        SmallPartner.render(Self.partner) { event in
            if let url { event["click.callback_url"] = .text(url) }
            event["event.time"] = .timestamp(Timestamp(seconds: 1_795_420_800))
            if let name { event["campaign.name"] = .text(name) }
            if let ip { event["device.ip"] = .text(ip) }
        }
    }

    private func url(_ url: String, name: String? = nil, ip: String? = nil) -> String? {
        guard case .request(let request)? = outcome(url, name: name, ip: ip) else { return nil }
        return request.url
    }

    @Test("fill the marks of the URL, percent-encoded, and leave the rest as it came")
    func marks() {
        #expect(
            url("https://ads.partner.test/cb?id=7%2F8&t=__TS__&e=__EVENT_TYPE__&n=__NAME__", name: "a b&c")
                == "https://ads.partner.test/cb?id=7%2F8&t=1795420800&e=0&n=a%20b%26c")
        #expect(url("https://ads.partner.test/cb/__NAME__/x") == "https://ads.partner.test/cb//x")
    }

    @Test("leave nothing in the place of a mark without a value, or of one that the file does not know")
    func unfilledMarks() {
        let source = SmallPartner.source(
            """
            callback click from click.callback_url hosts "ads.partner.test"

            postback install {
                GET click
                marks {
                    __TS__ = event.time | unix
                    "\\{sub1\\}" = campaign.id
                    when campaign.name is present {
                        __NAME__ = campaign.name
                    }
                }
            }
            """)
        func url(_ rest: String) -> String? {
            SmallPartner.url(source) { event in
                event["click.callback_url"] = .text("https://ads.partner.test/" + rest)
                event["event.time"] = .timestamp(Timestamp(seconds: 1_795_420_800))
                event["campaign.id"] = .text("a b")
            }?.replacingOccurrences(of: "https://ads.partner.test/", with: "")
        }
        #expect(url("?t=__TS__&n=__NAME__&x=__NEW_MARK__&y=__low__") == "?t=1795420800&n=&x=&y=__low__")
        #expect(url("?a={sub1}&b=%7Bsub1%7D&c=%7bsub1%7d&d={other}&e=%7Bother%7D") == "?a=a%20b&b=a%20b&c=a%20b&d=&e=")
        let bare = SmallPartner.source(
            """
            callback click from click.callback_url hosts "ads.partner.test"
            postback install {
                GET click
                marks { __TS__ = bare "[{campaign.name}]" }
            }
            """)
        let filled = SmallPartner.url(bare) { event in
            event["click.callback_url"] = .text("https://ads.partner.test/?a=__TS__")
            event["campaign.name"] = .text("x,y")
        }
        #expect(filled == "https://ads.partner.test/?a=[x%2Cy]")
        #expect(url("?a={sub1") == nil && url("?a=}") == nil && url("?a={a b}") == nil)
    }

    @Test("let no value make a mark of another one")
    func marksInValues() {
        #expect(url("https://ads.partner.test/?n=__NAME__", name: "__TS__") == "https://ads.partner.test/?n=__TS__")
        #expect(
            url("https://ads.partner.test/?n=____NAME____TS__", name: "x")
                == "https://ads.partner.test/?n=__x1795420800")
    }

    @Test("add the query to one that the URL has, or begin it")
    func query() {
        #expect(url("https://ads.partner.test/cb?a=1", ip: "1.2.3.4") == "https://ads.partner.test/cb?a=1&ip=1.2.3.4")
        #expect(url("https://ads.partner.test/cb", ip: "1.2.3.4") == "https://ads.partner.test/cb?ip=1.2.3.4")
        #expect(url("https://ads.partner.test", ip: "1.2.3.4") == "https://ads.partner.test/?ip=1.2.3.4")
    }

    @Test(
        "go to hosts that are listed",
        arguments: [
            "https://ads.partner.test/x", "HTTPS://ADS.Partner.Test/x", "https://a.clicks.partner.test/x",
            "https://a.b.clicks.partner.test:443/x", "https://ads.partner.test?x=1",
        ])
    func allowed(_ text: String) {
        #expect(url(text) != nil)
    }

    @Test(
        "go nowhere else: what two programs could read in two ways is refused",
        arguments: [
            "http://ads.partner.test/x", "https://evil.test/x", "https://clicks.partner.test/x",
            "https://ads.partner.test.evil.test/x", "https://xads.partner.test/x", "https://evilclicks.partner.test/",
            "https://ads.partner.test@evil.test/x", "https://user:pw@ads.partner.test/x",
            "https://ads.partner.test:8080/x", "https://ads.partner.test:443:80/x",
            "https://ads.partner.test\\@evil.test/",
            "https://ads.partner.test#@evil.test/", "https://evil.test#ads.partner.test",
            "https://evil.test?.clicks.partner.test",
            "https://ads.partner.test/a b", "https://ads.partner.test/\r\nHost: evil", "https://ads.partner.test/é",
            "https://ads.partner.test/%zz", "https://ads.partner.test/%2", "//ads.partner.test/x", "ads.partner.test/x",
            "https:///ads.partner.test/x", "https://.clicks.partner.test/", "https://a..clicks.partner.test/",
            "https://127.0.0.1/",
            "https://[::1]/", "javascript:alert(1)", "", "https://", "https://ads.partner.test.",
        ])
    func refused(_ text: String) {
        guard case .skipped(let skip)? = outcome(text) else {
            Issue.record("sent to \(text)")
            return
        }
        #expect(skip.code == (text.isEmpty ? "missing_value" : "unsafe_value"))
    }

    @Test("are no larger than 8 KiB, and a missing one is a skip that names it")
    func limits() {
        let long = "https://ads.partner.test/?" + String(repeating: "a", count: 8_200)
        #expect(url(long) == nil)
        guard case .skipped(let skip)? = outcome(nil) else {
            Issue.record("sent without a URL")
            return
        }
        #expect(skip.code == "missing_value" && skip.about == ["click.callback_url"])
    }
}
