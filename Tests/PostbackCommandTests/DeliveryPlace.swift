import Foundation
import TestSupport

/// A project with a partner on loopback, an account, and a journal.
final class DeliveryPlace {
    let folder: URL
    let server: FaultPartnerServer

    static let secret = "s3cr3t-t0k3n"

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "postback-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "Integrations"), withIntermediateDirectories: true)
        server = try FaultPartnerServer(log: folder.appending(path: "log").path)
        let partner = """
            partner local_ads "Local Ads"
            revision 1
            category test
            platforms ios, android
            documentation "https://partner.test/docs"
            field code "Status" : digits sample "200"
            field token "Token" : secret text sample "t-1"
            endpoint api "http://127.0.0.1:\(server.port)" insecure
            postback install {
                POST api "/status/{field.code}"
                query { insecure token = field.token }
                headers { Authorization = "Bearer {field.token}" }
                json {
                    require id = event.id
                    email = user.email | trim | lowercase | sha256
                }
            }
            """
        try partner.write(
            to: folder.appending(path: "Integrations/local_ads.postback"), atomically: true, encoding: .utf8)
        let apps = ["200", "410", "503"].map { code in
            """
            {"id":"a\(code)","platform":"ios","bundle_id":"com.acme.a\(code)","partners":[{"partner":"local_ads",
            "fields":{"code":"\(code)","token":"\(Self.secret)"},"postbacks":{"install":{"retries":0}}}]}
            """
        }
        try "{\"account\":\"acme\",\"apps\":[\(apps.joined(separator: ","))]}".write(
            to: folder.appending(path: "account.json"), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var journal: String { folder.appending(path: "journal").path }

    func text(_ name: String) -> String {
        (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
    }

    /// Delivers events until nothing waits any more, or only until they are taken in.
    func deliver(
        _ events: [(id: String, app: String)], open: Bool = true, stopping: Bool = false
    ) throws -> Tool.Result {
        let lines = events.map {
            "{\"event\":{\"kind\":\"install\",\"id\":\"\($0.id)\"},\"app\":{\"id\":\"\($0.app)\"},\"user\":{\"email\":\"jane@example.test\"}}\n"
        }
        let options = arguments + (open ? ["--allow-private-addresses"] : [])
        guard stopping else { return try CommandTests.postback(options, input: lines.joined()) }
        let service = try RunningDelivery(self)
        for line in lines { try service.write(String(line.dropLast())) }
        for _ in lines { _ = service.line() }
        service.signal(SIGTERM)
        return Tool.Result(status: service.end(), output: "", errors: text("errors"))
    }

    /// Where `writeBundle` puts the partner.
    var bundle: String { folder.appending(path: "integrations.bundle").path }

    /// Makes a bundle of the partner as it is.
    func writeBundle() throws {
        let own = folder.appending(path: "Schemas")
        let schemas =
            FileManager.default.fileExists(atPath: own.path) ? own : Repository.root.appending(path: "Schemas")
        _ = try CommandTests.postback([
            "generate", "bundle", "--output", folder.path, "--project", folder.path, "--schemas", schemas.path,
        ])
    }

    /// Gives the catalogue a macro in front of all others, and has the partner send it.
    func addMacro() throws {
        let schemas = folder.appending(path: "Schemas")
        try FileManager.default.copyItem(at: Repository.root.appending(path: "Schemas"), to: schemas)
        let macros = schemas.appending(path: "macros.schema")
        let macro = "/// Size of the person's shoes.\nmacro device.shoe_size : text\n    sample \"44\"\n\n"
        try (macro + String(contentsOf: macros, encoding: .utf8)).write(to: macros, atomically: true, encoding: .utf8)
        let file = folder.appending(path: "Integrations/local_ads.postback")
        try String(contentsOf: file, encoding: .utf8).replacing("revision 1", with: "revision 2")
            .replacing("email = ", with: "shoe = device.shoe_size\n        email = ")
            .write(to: file, atomically: true, encoding: .utf8)
    }

    /// Gives the partner a postback for sessions, and every account a configuration of it.
    func addSession() throws {
        let file = folder.appending(path: "Integrations/local_ads.postback")
        try
            (String(contentsOf: file, encoding: .utf8)
            + "\npostback session {\n    POST api \"/ok\"\n    json { at = event.time | unix }\n}\n")
            .write(to: file, atomically: true, encoding: .utf8)
        let account = text("account.json").replacing(
            "\"postbacks\":{", with: "\"postbacks\":{\"session\":{\"method\":\"all\"},")
        try account.write(to: folder.appending(path: "account.json"), atomically: true, encoding: .utf8)
    }

    /// Gives every app a custom postback.
    func addCustom() throws {
        let custom = """
            "custom":[{"name":"hook","on":["install"],"url":"http://127.0.0.1:\(server.port)/status/200?hook={event.id}",
            "insecure":true,"headers":{"X-Key":"{field.key}"},"secrets":{"key":"\(Self.secret)"}}],"partners":[
            """
        let account = text("account.json").replacing("\"partners\":[", with: custom)
        try account.write(to: folder.appending(path: "account.json"), atomically: true, encoding: .utf8)
    }

    var arguments: [String] {
        [
            "deliver", "--project", folder.path, "--schemas", Repository.root.appending(path: "Schemas").path,
            "--configuration", folder.appending(path: "account.json").path, "--journal", journal, "--metrics",
            folder.appending(path: "metrics").path,
        ]
    }
}

/// A `deliver` that runs, with its input open.
final class RunningDelivery {
    private let tool: RunningTool
    private let place: DeliveryPlace

    init(_ place: DeliveryPlace, _ options: [String] = []) throws {
        self.place = place
        let errors = place.folder.appending(path: "errors")
        try Data().write(to: errors)
        tool = try RunningTool(
            Tool(path: CommandTests.command.path), place.arguments + ["--allow-private-addresses"] + options,
            errors: FileHandle(forWritingTo: errors))
    }

    /// Offers an event; its acknowledgement comes while the input is open.
    func send(_ id: String, to app: String = "a200", also keys: String = "") throws -> String {
        try write("{\"event\":{\"kind\":\"install\",\"id\":\"\(id)\"},\"app\":{\"id\":\"\(app)\"}\(keys)}")
        return line()
    }

    /// The next acknowledgement.
    func line() -> String { tool.line() }

    func write(_ line: String) throws { try tool.write(line) }

    func signal(_ number: Int32) { tool.signal(number) }

    /// Returns when the service has said something.
    func wait(for words: String) { wait { place.text("errors").contains(words) } }

    /// Returns when something is true, or the service has ended.
    func wait(until condition: () throws -> Bool) rethrows {
        while tool.isRunning, try !condition() { sched_yield() }
    }

    /// The niceness of each of its threads, as Linux knows it.
    var niceness: [Int] {
        let tasks = "/proc/\(tool.processIdentifier)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return threads.compactMap { thread in
            // The name, in parentheses, may hold anything; the niceness is the seventeenth word behind it.
            let line = try? String(contentsOfFile: "\(tasks)/\(thread)/stat", encoding: .utf8)
            let words = line.flatMap { $0.split(separator: ")").last }?.split(separator: " ") ?? []
            return words.count > 16 ? Int(words[16]) : nil
        }
    }

    /// Closes the input, and gives back the exit status.
    func end() -> Int32 {
        tool.end()
        return tool.waitForStatus()
    }
}
