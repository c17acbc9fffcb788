import Foundation
import PostbackCompiler
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate
import Synchronization
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A delivery service", .enabled(if: CurlTransport.version != nil && Tool("python3") != nil))
struct ServiceTests {
    /// A partner that takes sessions on a port of loopback, and an account that sends it all of them.
    private static func postbacks(port: Int) throws -> ConfiguredPostbacks {
        let source = SourceFile(
            path: "Integrations/local_ads.postback",
            text: """
                partner local_ads "Local Ads"
                revision 1
                category test
                platforms ios, android
                documentation "https://partner.test/docs"
                endpoint api "http://127.0.0.1:\(port)" insecure
                postback session {
                    POST api "/ok"
                    json { require device = device.mmp_id }
                }
                """)
        let partner = try #require(
            PartnerCompiler.compile(source, schema: Repository.project.schema).partner?.template)
        let catalogue = Repository.project.catalogue
        let account = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.a","partners":[{"partner":
            "local_ads","postbacks":{"session":{"method":"all"}}}]}]}
            """
        let accounts = try ConfigurationDecoder(partners: [partner], catalogue: catalogue).decode(Array(account.utf8))
        return try ConfiguredPostbacks(accounts, partners: [partner], catalogue: catalogue)
    }

    private static func line(_ device: Int) -> [UInt8] {
        Array(
            """
            {"event":{"kind":"session","time":"2026-11-23T08:00:00Z"},"app":{"id":"a"},"device":{"mmp_id":"d\(device)"},\
            "attribution":{"install_time":"2026-11-21T00:00:00Z"}}
            """.utf8)
    }

    @Test("sends one of a hundred like sessions that several threads offer at once, each of many times")
    func concurrency() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postback-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = folder.appending(path: "log")
        let server = try FaultPartnerServer(log: log.path)
        let postbacks = try Self.postbacks(port: server.port)
        var settings = DeliveryService.Settings(journal: folder.appending(path: "journal").path)
        settings.allowsPrivateAddresses = true
        let (threads, devices, times) = (3, 20, 100)
        let counts = Mutex((acknowledged: 0, accepted: 0))
        let service = try DeliveryService(
            postbacks, settings: settings,
            acknowledge: { acknowledgements in
                counts.withLock { counts in
                    counts.acknowledged += acknowledgements.count
                    counts.accepted += acknowledgements.reduce(0) { $0 + $1.accepted }
                }
            })
        let group = DispatchGroup()
        for _ in 0..<threads {
            group.enter()
            Thread {
                let decoder = EventDecoder(catalogue: postbacks.catalogue, collectsUnknownKeys: false)
                var event = PostbackEvent(catalogue: postbacks.catalogue)
                for number in 0..<devices * times {
                    let line = Self.line(number % devices)
                    _ = try? decoder.decode(line.span, into: &event)
                    let decisions = postbacks.plan(&event, identity: "")
                    service.offer([.init(number: number, line: line, eventID: nil, decisions: decisions)])
                    // A configuration that is put to use meanwhile changes nothing.
                    if number % 500 == 0 { service.replace(postbacks) }
                }
                group.leave()
            }.start()
        }
        Thread {
            group.wait()
            service.finish()
        }.start()
        try service.run()
        #expect(counts.withLock { $0.acknowledged } == threads * devices * times)
        #expect(counts.withLock { $0.accepted } == devices)
        let received = try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
        #expect(received.count == devices && Set(received.map { $0.split(separator: "\t")[1] }).count == devices)
    }
}
