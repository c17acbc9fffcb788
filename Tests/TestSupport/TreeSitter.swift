import Foundation

/// The tree-sitter grammar of the editors, compiled with the library that they use.
public struct TreeSitter {
    /// What was read of a file.
    public struct File {
        /// The names of the highlighting query with their ranges in bytes, what is outside first.
        public var captures: [(name: String, range: Range<Int>)] = []
        /// Where something could not be read, in bytes.
        public var mistakes: [Range<Int>] = []
    }

    private static let folder = Repository.root.appending(path: "Sources/Editors/tree-sitter")
    private let tool: Tool
    private let place = TemporaryFolder()

    /// Whether a compiler and the library are there.
    public static var isThere: Bool {
        Tool("clang") != nil
            && ["/usr/include", "/usr/local/include", "/opt/homebrew/include"].contains {
                FileManager.default.fileExists(atPath: "\($0)/tree_sitter/api.h")
            }
    }

    /// Compiles the grammar.
    public init() throws {
        let program = place.path("tree")
        try Self.compile(
            to: program,
            [
                "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter",
                Repository.root.appending(path: "Tests/Editors/tree.c").path, "-ltree-sitter",
            ])
        tool = Tool(path: program)
    }

    private static func compile(to path: String, _ more: [String]) throws {
        guard let clang = Tool("clang") else { throw Mistake(words: "there is no clang") }
        let source = folder.appending(path: "src").path
        let result = try clang.run(
            ["-O1", "-I\(source)", "-o", path, "\(source)/parser.c", "\(source)/scanner.c"] + more)
        guard result.status == 0 else { throw Mistake(words: result.errors) }
    }

    /// What went wrong.
    public struct Mistake: Error {
        /// What the tool said of it.
        public var words: String
    }

    /// A folder as Neovim wants one, with the grammar as a library and its queries; nil where there is no compiler.
    public static func editorFolder() throws -> TemporaryFolder? {
        guard Tool("clang") != nil else { return nil }
        let place = TemporaryFolder()
        for name in ["parser", "queries"] {
            try FileManager.default.createDirectory(
                at: place.url.appending(path: name), withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(
            at: folder.appending(path: "queries"), to: place.url.appending(path: "queries/postback"))
        try compile(to: place.path("parser/postback.so"), ["-shared", "-fPIC"])
        return place
    }

    /// Reads texts.
    ///
    /// - Parameter query: whose captures to give.
    public func read(_ texts: [String], query: String = "highlights") throws -> [File] {
        var paths: [String] = []
        for (index, text) in texts.enumerated() {
            let path = place.path("\(index).postback")
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            paths.append(path)
        }
        let result = try tool.run([Self.folder.appending(path: "queries/\(query).scm").path] + paths)
        guard result.status == 0 else { throw Mistake(words: result.errors) }
        var files: [File] = []
        for line in result.output.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 3, let start = Int(parts[1]), let end = Int(parts[2]) else {
                files.append(File())
                continue
            }
            switch parts[0] {
            case "error", "missing": files[files.count - 1].mistakes.append(start..<end)
            default: files[files.count - 1].captures.append((String(parts[0]), start..<end))
            }
        }
        return files
    }

    /// Edits files of the repository at random places and back again; what was printed of it.
    public func edit(_ paths: [String], seed: UInt64) throws -> String {
        try tool.run(["--edit", "\(seed)"] + paths.map { Repository.root.appending(path: $0).path }).output
    }
}
