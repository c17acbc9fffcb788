import CertifiedIntegrations
import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension Workload {
    /// What binding, planning and rendering cost with more partners in an app, and with more apps; run when it is asked for
    /// by its name, since a million configurations take minutes and gigabytes.
    static let growth = Workload(name: "growth") {
        var smallest: [String: Double] = [:]
        let sizes = [(apps: 1, partners: 10), (1, 100), (1, 1_000), (100, 10), (10_000, 10), (10_000, 100)]
        return sizes.flatMap { apps, partners in
            inProcess(apps, partners).map { measurement in
                var measurement = measurement
                let kind = String(measurement.name.prefix { $0 != " " })
                if let first = smallest[kind] {
                    measurement.ratios = [("with 1 app and 10 partners", measurement.nanoseconds / first)]
                } else {
                    smallest[kind] = measurement.nanoseconds
                }
                return measurement
            }
        }
    }

    /// Measures one size, given as `growth=APPS,PARTNERS`, and prints it for the process that asked; false for other arguments.
    static func measuresGrowth(_ argument: String) -> Bool {
        guard argument.hasPrefix("growth=") else { return false }
        let numbers = argument.dropFirst("growth=".count).split(separator: ",").compactMap { Int($0) }
        guard numbers.count == 2, numbers.allSatisfy({ $0 > 0 }) else {
            stop("a size is growth=APPS,PARTNERS", status: 2)
        }
        for measurement in GrowingConfiguration(apps: numbers[0], partners: numbers[1]).measure() {
            print("\(measurement.name)\t\(measurement.nanoseconds)\t\(measurement.bytes)")
        }
        return true
    }

    /// Measures one size in a process of its own, so that no memory of another size is used again.
    private static func inProcess(_ apps: Int, _ partners: Int) -> [Measurement] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
        process.arguments = ["growth=\(apps),\(partners)"]
        process.standardOutput = output
        do { try process.run() } catch { stop("the benchmark cannot run itself: \(error.localizedDescription)") }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { stop("\(apps) apps with \(partners) partners were not measured") }
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t").map(String.init)
            guard parts.count == 3, let time = Double(parts[1]), let bytes = Int(parts[2]) else { return nil }
            return Measurement(name: parts[0], nanoseconds: time, bytes: bytes, ratios: [])
        }
    }
}

/// Apps that all have the same partners, the certified ones again and again under other ids.
private struct GrowingConfiguration {
    let apps: Int
    let partners: [PartnerTemplate]
    let catalogue = Integrations.catalogue

    init(apps: Int, partners count: Int) {
        self.apps = apps
        // Those that take installs and any event.
        let all = Integrations.all.filter { partner in
            partner.platforms.contains(.ios)
                && ["install", "event"].allSatisfy { kind in
                    partner.postbacks.contains { $0.trigger == .kind(kind) && $0.platform != .android }
                }
        }
        partners = (0..<count).map { index in
            var partner = all[index % all.count]
            partner.id += "_\(index)"
            return partner
        }
    }

    /// Binding for each configured partner, with the memory that one takes; planning and rendering for each.
    func measure() -> [Measurement] {
        let accounts = configurations()
        let before = residentBytes()
        var configured: ConfiguredPostbacks?
        let binding = ContinuousClock().measure { configured = bind(accounts) }
        guard let configured else { stop("the configuration does not bind") }
        let all = apps * partners.count
        let memory = (residentBytes() - before) / all
        let size = "\(apps) x \(partners.count)"
        var event = PostbackEvent.sample(for: .ios, in: catalogue)
        event[.kind] = .text("event")
        event[.name] = .text("purchase")
        return [
            Measurement(
                name: "bind \(size)", nanoseconds: binding / .nanoseconds(all), bytes: memory, ratios: []),
            Measurement(
                name: "plan \(size)",
                nanoseconds: time(event) { event in
                    keep(configured.plan(&event, identity: "e-1").count)
                }, bytes: 0, ratios: []),
            rendering(event, configured, size),
        ]
    }

    private func rendering(_ event: PostbackEvent, _ configured: ConfiguredPostbacks, _ size: String) -> Measurement {
        let buffer = RenderBuffer()
        var bytes = 0
        let nanoseconds = time(event) { event in
            bytes = 0
            configured.render(&event, context: Fixture.context, in: buffer) { decision in
                if decision.skip == nil { bytes += buffer.byteCount }
            }
        }
        return Measurement(
            name: "render \(size)", nanoseconds: nanoseconds, bytes: bytes / partners.count, ratios: [])
    }

    /// Nanoseconds for each partner of an app, apps in turn; the median of the rounds.
    private func time(_ event: PostbackEvent, _ work: (inout PostbackEvent) -> Void) -> Double {
        let rounds = (0..<Harness.rounds).map { round in
            let count = max(1, 20_000 / partners.count)
            let duration = ContinuousClock().measure {
                for index in 0..<count {
                    var event = event
                    event[.app] = .text("app-\((round * count + index) * 7_919 % apps)")
                    work(&event)
                }
            }
            return duration / .nanoseconds(count * partners.count)
        }
        return rounds.sorted()[Harness.rounds / 2]
    }

    private func bind(_ accounts: [AccountConfiguration]) -> ConfiguredPostbacks {
        do throws(ConfigurationProblems) {
            return try ConfiguredPostbacks(accounts, partners: partners, catalogue: catalogue)
        } catch {
            stop("\(error.problems.prefix(3).map(\.message))")
        }
    }

    private func configurations() -> [AccountConfiguration] {
        let list = partners.map { partner in
            func fields(_ scope: FieldDefinition.Scope) -> String {
                let ids = partner.fields.filter { $0.scope == scope }.map(\.id)
                let pairs = ids.compactMap { id in partner.allSamples[id].map { "\(quoted(id)):\(quoted($0))" } }
                return "\"fields\":{\(pairs.joined(separator: ","))}"
            }
            let postbacks = ["install", "event"].map { "\"\($0)\":{\(fields(.event))}" }.joined(separator: ",")
            return "{\"partner\":\"\(partner.id)\",\(fields(.app)),\"postbacks\":{\(postbacks)}}"
        }
        let text = """
            {"account":"acme","apps":[{"id":"app-0","platform":"ios","bundle_id":"com.acme.a0",
            "partners":[\(list.joined(separator: ","))]}]}
            """
        do throws(ConfigurationProblems) {
            let one = try ConfigurationDecoder(partners: partners, catalogue: catalogue).decode(text.utf8)[0]
            return (0..<apps).map { number in
                var account = one
                account.account = "acme-\(number)"
                account.apps[0].id = "app-\(number)"
                account.apps[0].bundleID = "com.acme.a\(number)"
                return account
            }
        } catch {
            stop("\(error.problems.prefix(3).map(\.message))")
        }
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// The memory that the process has, in bytes, without what was given back; 0 where the system does not say.
    private func residentBytes() -> Int {
        #if os(Linux)
            typealias Trim = @convention(c) (Int) -> Int32
            if let trim = unsafe dlsym(nil, "malloc_trim") { _ = unsafe unsafeBitCast(trim, to: Trim.self)(0) }
        #endif
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(getpagesize())
    }
}
