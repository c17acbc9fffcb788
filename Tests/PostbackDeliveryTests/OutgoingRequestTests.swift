import PostbackCompiler
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A request that is sent")
struct OutgoingRequestTests {
    @Test("has the URL, the headers and the body that were rendered")
    func rendered() throws {
        let postback = """
            postback install {
                POST api "/i"
                query { id = event.id }
                headers {
                    X-Agent = device.user_agent
                    X-Empty = ""
                }
                json { country = geo.country }
            }
            """
        let template = try #require(SmallPartner.template(SmallPartner.source(postback)))
        let account = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.a","partners":[
            {"partner":"small","postbacks":{"install":{"method":"all"}}}]}]}
            """
        var warnings: [ConfigurationProblem] = []
        let postbacks = try ConfiguredIntegrations(
            partners: [template], catalogue: Repository.project.catalogue, configuration: Array(account.utf8),
            warnings: &warnings, now: Timestamp(seconds: 0)
        ).postbacks
        var event = PostbackEvent.sample(for: .ios, in: Repository.project.catalogue)
        event[.app] = .text("a")
        event[.kind] = .text("install")
        let buffer = RenderBuffer()
        var requests: [(rendered: PostbackRequest, sent: OutgoingRequest)] = []
        postbacks.render(
            &event, context: RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: ""), in: buffer
        ) { decision in
            guard let rendered = buffer.request(decision.method),
                let sent = OutgoingRequest(buffer, method: decision.method)
            else { return }
            requests.append((rendered, sent))
        }
        let (rendered, sent) = try #require(requests.first)
        let headers = rendered.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        #expect(headers.count == 3 && headers.contains("X-Empty;"))
        #expect(String(decoding: sent.lines, as: UTF8.self) == ([rendered.url] + headers).map { $0 + "\0" }.joined())
        #expect(sent.headerCount == 3 && sent.method == .post && sent.body == rendered.body && !sent.isInsecure)
    }

    @Test("has no byte in a line that would end it")
    func zeros() {
        var request = OutgoingRequest(method: .get, url: Array("HTTPS://partner.test/\0a".utf8).span, body: [])
        request.add(header: "X-\0A", Array("b\0\0c".utf8).span)
        request.add(header: "X-B", Array(" ".utf8).span)
        #expect(String(decoding: request.lines, as: UTF8.self) == "HTTPS://partner.test/a\0X-A: bc\0X-B;\0")
        #expect(request.headerCount == 2 && request.hasUsualScheme)
    }

    @Test("goes nowhere but by HTTPS, and by plain http where that is meant")
    func schemes() {
        for (url, isInsecure, isUsual) in [
            ("https://a.test", false, true), ("HTTPS://a.test", false, true), ("http://a.test", false, false),
            ("http://a.test", true, true), ("Http://a.test", true, true), ("ftp://a.test", true, false),
            ("https:/a", true, false), ("http:/\\a.test/", true, false), ("", true, false),
            ("https\u{3A}\u{2F}", false, false),
        ] {
            var request = OutgoingRequest(method: .get, url: Array(url.utf8).span, body: [])
            request.isInsecure = isInsecure
            #expect(request.hasUsualScheme == isUsual, "\(url)")
        }
    }
}
