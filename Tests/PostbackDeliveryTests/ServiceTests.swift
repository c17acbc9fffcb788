import Foundation
import PostbackCompiler
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate
import Synchronization
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A delivery service", .enabled(if: CurlTransport() != nil && Tool("python3") != nil))
struct ServiceTests {
    private static let account = """
        {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.a","partners":[{"partner":
        "local_ads","postbacks":{"session":{"method":"all"}}}]}]}
        """

    /// A partner that takes sessions on a port of loopback, and an account that sends it all of them.
    private static func integrations(port: Int) throws -> ConfiguredIntegrations {
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
        var warnings: [ConfigurationProblem] = []
        return try ConfiguredIntegrations(
            partners: [partner], catalogue: catalogue, configuration: Array(Self.account.utf8), warnings: &warnings,
            now: Timestamp(seconds: 0))
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
        let folder = TemporaryFolder()
        let server = try FaultPartnerServer(log: folder.path("log"))
        var settings = DeliveryService.Settings()
        settings.allowsPrivateAddresses = true
        let (threads, devices, times) = (3, 20, 100)
        let counts = Mutex((acknowledged: 0, accepted: 0))
        var callbacks = DeliveryService.Callbacks()
        callbacks.acknowledge = { acknowledgements in
            counts.withLock { counts in
                counts.acknowledged += acknowledgements.count
                counts.accepted += acknowledgements.reduce(0) { $0 + $1.accepted }
            }
        }
        let service = try DeliveryService(
            try Self.integrations(port: server.port),
            store: try JournalStore(path: folder.path("journal"), now: Timestamp.now), settings: settings,
            callbacks: callbacks)
        let group = DispatchGroup()
        for _ in 0..<threads {
            group.enter()
            Thread {
                for number in 0..<devices * times {
                    service.offer(line: Self.line(number % devices), number: number)
                    // A configuration that is put to use meanwhile changes nothing.
                    if number % 500 == 0 { _ = try? service.configure(Array(Self.account.utf8)) }
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
        let received = try String(contentsOfFile: folder.path("log"), encoding: .utf8).split(separator: "\n")
        #expect(received.count == devices && Set(received.map { $0.split(separator: "\t")[1] }).count == devices)
    }
}
