import Foundation
import PostbackDelivery

/// Where a verb finds what waits: a journal on this machine, or servers that dispatchers share.
enum StoreChoice {
    /// The folder of a journal.
    case journal(String)
    /// Servers, with how they keep what waits.
    case servers(String, BrokerSettings)

    static let options = [
        Option("--journal", "DIR", "the folder of the journal"),
        Option("--store", "URL", "nats://HOST:PORT[,…][/NAME] in place of a journal: what dispatchers share"),
        Option("--store-certificates", "FILE", "certificates that the store's servers are trusted by, with tls://"),
    ]

    init(_ arguments: Arguments) throws {
        switch (arguments.value("--journal"), arguments.value("--store")) {
        case (let journal?, nil): self = .journal(journal)
        case (nil, let servers?):
            var settings = BrokerSettings()
            settings.authorities = arguments.value("--store-certificates")
            self = .servers(servers, settings)
        case (nil, nil): throw UsageError("--journal DIR or --store URL is missing")
        case (_?, _?): throw UsageError("--journal and --store are two places; name one")
        }
    }
}
