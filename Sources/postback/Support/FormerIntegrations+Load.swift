import Foundation
import PostbackCertification
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate

/// What `breaking` and `upgrade` compare with: a folder, a bundle, or a revision of git.
extension FormerIntegrations {
    /// Reads what `--against` names, with the files that it came from.
    static func load(_ name: String, _ arguments: Arguments) throws -> (FormerIntegrations, sources: [SourceFile]) {
        if ProjectFiles.isDirectory(name) { return try folder(name) }
        if FileManager.default.fileExists(atPath: name) { return (try bundle(name), []) }
        return try revision(name, root: try ProjectFiles(arguments).root)
    }

    private static func bundle(_ path: String) throws -> FormerIntegrations {
        guard let data = FileManager.default.contents(atPath: path) else { throw ToolError("'\(path)' cannot be read") }
        do throws(BundleProblem) {
            let bundle = try IntegrationBundle(reading: data)
            return FormerIntegrations(partners: bundle.partners, catalogue: bundle.catalogue)
        } catch {
            throw ToolError("\(path): \(error.description)")
        }
    }

    private static func folder(_ path: String) throws -> (FormerIntegrations, sources: [SourceFile]) {
        let files = try [("Integrations", ".postback"), ("Schemas", ".schema")].flatMap { folder, ending -> [String] in
            let inside = "\(path)/\(folder)"
            guard ProjectFiles.isDirectory(inside) else {
                throw ToolError("'\(path)' has no \(folder)/; --against takes a project, a bundle or a revision of git")
            }
            return try ProjectFiles.list(inside, ending: ending)
        }
        return try compiled(
            try files.map { file in
                guard let data = FileManager.default.contents(atPath: file) else {
                    throw ToolError("'\(file)' cannot be read")
                }
                return (file, data)
            })
    }

    /// The files of a revision, which nothing is checked out for.
    private static func revision(_ name: String, root: String) throws -> (FormerIntegrations, sources: [SourceFile]) {
        let git = Git(root: root)
        guard !name.hasPrefix("-"), let commit = try git.commit(name) else {
            throw ToolError("'\(name)' is no folder, no bundle, and no revision of git in '\(root)'")
        }
        let files = try git.files(of: commit, in: ["Schemas", "Integrations"]).filter {
            $0.hasSuffix(".schema") || $0.hasSuffix(".postback")
        }
        guard files.contains(where: { $0.hasSuffix(".postback") }) else {
            throw ToolError("the revision '\(name)' has no partner file")
        }
        return try compiled(try files.map { ("\(name):\($0)", try git.content(of: $0, at: commit)) })
    }

    private static func compiled(_ files: [(path: String, data: Data)]) throws -> (
        FormerIntegrations, sources: [SourceFile]
    ) {
        let sources = files.sorted { $0.path < $1.path }.map { file in
            SourceFile(path: file.path, text: String(decoding: file.data, as: UTF8.self))
        }
        let project = Project(
            schemas: sources.filter { $0.path.hasSuffix(".schema") },
            partners: sources.filter { $0.path.hasSuffix(".postback") })
        for source in sources where source.path.hasSuffix(".postback") {
            guard !project.partners.contains(where: { $0.source.path == source.path }) else { continue }
            throw ToolError("\(source.path) has errors, so that nothing can be compared with it")
        }
        return (FormerIntegrations(project), sources)
    }
}

/// The git command of this machine, for one working tree.
private struct Git {
    let root: String

    /// The commit that a name stands for; nil for none.
    func commit(_ name: String) throws -> String? {
        let (status, output) = try run(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"])
        guard status == 0 else { return nil }
        return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The paths of files in folders, relative to the working folder.
    func files(of commit: String, in folders: [String]) throws -> [String] {
        let (status, output) = try run(["ls-tree", "-r", "-z", "--name-only", commit, "--"] + folders)
        guard status == 0 else { throw ToolError("git cannot list the files of \(commit)") }
        return String(decoding: output, as: UTF8.self).split(separator: "\0").map(String.init)
    }

    /// A file's bytes.
    func content(of path: String, at commit: String) throws -> Data {
        let (status, output) = try run(["show", "\(commit):./\(path)"])
        guard status == 0 else { throw ToolError("git cannot read \(path) of \(commit)") }
        return output
    }

    private func run(_ arguments: [String]) throws -> (status: Int32, output: Data) {
        let process = Process()
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let git = folders.map({ "\($0)/git" }).first(where: FileManager.default.isExecutableFile) else {
            throw ToolError("git is not installed; name a folder or a bundle with --against")
        }
        process.executableURL = URL(fileURLWithPath: git)
        process.arguments = ["-C", root] + arguments
        // What a hook says of its own repository is not about this one.
        var environment = ProcessInfo.processInfo.environment
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] { environment[name] = nil }
        process.environment = environment
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw ToolError("git cannot be started")
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, data)
    }
}
