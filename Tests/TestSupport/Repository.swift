public import Foundation
public import PostbackCertification
public import PostbackLanguage

/// The files of this checkout.
public enum Repository {
    /// The root folder.
    public static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file's text.
    public static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The names of a folder's files with an ending, sorted.
    public static func files(_ folder: String, ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { $0.hasSuffix(ending) }.sorted()
    }

    /// The project's own schemas.
    public static let schemas: [SourceFile] = sources("Schemas", ending: ".schema")

    /// The project's own partner files.
    public static let partners: [SourceFile] = sources("Integrations", ending: ".postback")

    /// The project, compiled.
    public static let project = Project(schemas: schemas, partners: partners, contracts: contracts)

    /// The contracts of the repository.
    public static let contracts: [SourceFile] = sources("Schemas/contracts", ending: ".contract")

    private static func sources(_ folder: String, ending: String) -> [SourceFile] {
        let names = (try? files(folder, ending: ending)) ?? []
        return names.compactMap { name in
            (try? text("\(folder)/\(name)")).map { SourceFile(path: "\(folder)/\(name)", text: $0) }
        }
    }
}

/// Texts that are compared with files, one file for each case.
public enum Golden {
    /// Whether the environment asks for what came out to be written over what was expected.
    public static var isRewriting: Bool { ProcessInfo.processInfo.environment["POSTBACK_REWRITE_GOLDENS"] == "1" }

    /// The expected text of a case, or nil after it has been rewritten because the environment asked for it.
    ///
    /// `POSTBACK_REWRITE_GOLDENS=1 swift test` writes what came out over what was expected.
    public static func expected(_ path: String, actual: String) throws -> String {
        if isRewriting {
            let file = Repository.root.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try actual.write(to: file, atomically: true, encoding: .utf8)
        }
        return try Repository.text(path)
    }
}

/// A tool of the system.
public struct Tool: Sendable {
    /// Its path.
    public let path: String

    /// Looks a tool up; nil when the system has none.
    public init?(_ name: String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let found = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile) else {
            return nil
        }
        path = found
    }

    /// A tool at a path.
    public init(path: String) {
        self.path = path
    }

    /// What a run gave.
    public struct Result: Sendable {
        /// The exit status; negative for a signal.
        public var status: Int32
        /// Standard output.
        public var output: String
        /// Standard error.
        public var errors: String

        /// Creates a result.
        public init(status: Int32, output: String, errors: String) {
            self.status = status
            self.output = output
            self.errors = errors
        }
    }

    /// Runs the tool to its end.
    public func run(_ arguments: [String], input: String = "", directory: URL = Repository.root) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postback-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let streams = ["in", "out", "err"].map { folder.appending(path: $0) }
        try input.write(to: streams[0], atomically: false, encoding: .utf8)
        for stream in streams.dropFirst() { try Data().write(to: stream) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.standardInput = try FileHandle(forReadingFrom: streams[0])
        process.standardOutput = try FileHandle(forWritingTo: streams[1])
        process.standardError = try FileHandle(forWritingTo: streams[2])
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = environment
        try process.run()
        RunningTool.watch(process)
        process.waitUntilExit()
        let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return Result(
            status: status, output: try String(contentsOf: streams[1], encoding: .utf8),
            errors: try String(contentsOf: streams[2], encoding: .utf8))
    }
}

/// Random numbers that a printed seed repeats: `POSTBACK_SEED=N swift test`.
public struct SeededGenerator: RandomNumberGenerator {
    /// The seed.
    public let seed: UInt64
    private var state: UInt64

    /// Starts a sequence, with a seed of the environment or a fresh one, and prints it.
    public init(_ test: String = #function) {
        let given = ProcessInfo.processInfo.environment["POSTBACK_SEED"].flatMap { UInt64($0) }
        seed = given ?? .random(in: 1...9_999_999)
        state = seed
        print("seed of \(test): \(seed)")
    }

    /// The next number (SplitMix64).
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
