import Foundation
import TestSupport
import Testing

@Suite("Sessions")
struct SessionTests {
    @Test("are rendered once for each device and period, across everything that is read at once")
    func rendered() throws {
        let place = try DeliveryPlace()
        try place.addSession()
        var random = SeededGenerator()
        // Each of 300 devices in each of three periods, one to four times, in any order.
        var lines: [String] = []
        for device in 0..<300 {
            for day in 1...3 {
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let hour = String(Int.random(in: 0..<24, using: &random))
                    let time = "2026-11-\(10 + day)T\(hour.count < 2 ? "0" : "")\(hour):30:00Z"
                    lines.append(
                        "{\"event\":{\"kind\":\"session\",\"time\":\"\(time)\"},\"app\":{\"id\":\"a200\"},"
                            + "\"device\":{\"mmp_id\":\"d\(device)\"},\"attribution\":{\"install_time\":\"2026-11-10T00:00:00Z\"}}\n"
                    )
                }
            }
        }
        lines.shuffle(using: &random)
        let result = try CommandTests.postback(
            [
                "render", "--project", place.folder.path, "--schemas", Repository.root.appending(path: "Schemas").path,
                "--configuration", place.folder.appending(path: "account.json").path,
            ], input: lines.joined())
        let output = result.output.split(separator: "\n")
        #expect(result.status == 0 && output.count == lines.count, "\(result.errors)")
        #expect(output.count { $0.contains("\"url\"") } == 900)
        #expect(output.count { $0.hasSuffix("\"skipped\":{\"code\":\"session_window\"}}") } == lines.count - 900)
        // The same of a service, to which they come twice.
        _ = try CommandTests.postback(place.arguments + ["--allow-private-addresses"], input: lines.joined())
        _ = try CommandTests.postback(place.arguments + ["--allow-private-addresses"], input: lines.joined())
        #expect(place.text("log").split(separator: "\n").count == 900)
    }
}
