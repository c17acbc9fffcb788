import PostbackRuntime
import PostbackTemplate

@main
struct Demo {
    static func main() throws {
        let partner = try HouseAds.bind(.init(campaignKey: "k3y"))
        var event = PostbackEvent(kind: .install, id: "e-1", time: Timestamp(seconds: 1_795_420_800))
        event.click.id = "c1"
        let context = RenderContext(now: Timestamp(seconds: 1_795_420_801), random: 1, uuid: "u")
        guard case .request(let request) = partner.render(event, context: context)[0] else { return print("skipped") }
        print(request.method.rawValue, request.url, String(decoding: request.body, as: UTF8.self))
    }
}
