import Foundation
import PackagePlugin

/// `swift package postback VERB …`: the command, built from the package that this plugin comes from.
///
/// It reads the package that it is called in; `format`, which writes, is a plugin of its own. Where the package has no
/// `Schemas/`, those of a package that it depends on count, as in a build.
@main
struct PostbackCommandPlugin: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) throws {
        let tool = try context.tool(named: "postback").url
        var arguments = arguments.isEmpty ? ["--help"] : arguments
        if !arguments.contains(where: { $0.hasPrefix("--schemas") }), let schemas = schemaFolder(of: context.package),
            schemas != context.package.directoryURL.appending(path: "Schemas"), takesSchemas(arguments[0], tool)
        {
            arguments += ["--schemas", schemas.path(percentEncoded: false)]
        }
        let process = Process()
        process.executableURL = tool
        process.arguments = arguments
        process.currentDirectoryURL = context.package.directoryURL
        try process.run()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            // The command has said why.
            exit(process.terminationReason == .exit ? process.terminationStatus : 3)
        }
    }

    /// Whether a verb has the option, as its help says.
    private func takesSchemas(_ verb: String, _ tool: URL) -> Bool {
        let process = Process()
        let output = Pipe()
        process.executableURL = tool
        process.arguments = [verb, "--help"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil, let help = try? output.fileHandleForReading.readToEnd() else { return false }
        process.waitUntilExit()
        return String(decoding: help, as: UTF8.self).contains("--schemas ")
    }

    /// The first folder with schemas, of the package or of one that it depends on.
    private func schemaFolder(of package: Package) -> URL? {
        var queue = [package]
        var seen: Set<String> = []
        while !queue.isEmpty {
            let next = queue.removeFirst()
            guard seen.insert(next.id).inserted else { continue }
            let folder = next.directoryURL.appending(path: "Schemas")
            let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
            if files?.contains(where: { $0.hasSuffix(".schema") }) == true { return folder }
            queue += next.dependencies.map(\.package)
        }
        return nil
    }
}
