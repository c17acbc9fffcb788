import Foundation
import PackagePlugin

/// Compiles a package's `Integrations/*.postback` to Swift while the package is built.
///
/// The schemas are the package's own `Schemas/`; without one, those of the package that this plugin comes from.
@main
struct PostbackPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let root = context.package.directoryURL
        let integrations = root.appending(path: "Integrations")
        let partners = try files(in: integrations, ending: ".postback")
        guard !partners.isEmpty else {
            throw PluginProblem.message("\(root.path()) has no Integrations/*.postback to compile")
        }
        guard let schemaFolder = schemaFolder(of: context.package) else {
            throw PluginProblem.message("neither \(root.path()) nor a package that it depends on has Schemas/*.schema")
        }
        let output = context.pluginWorkDirectoryURL
        let stems = partners.map { $0.deletingPathExtension().lastPathComponent }
        let names = stems.map { $0 + ".postback.swift" } + ["PostbackEvent+Macros.swift", "Integrations.swift"]
        return [
            .buildCommand(
                displayName: "Compiling \(partners.count) postback integrations",
                executable: try context.tool(named: "postback").url,
                arguments: [
                    "generate", "swift", "--format", "line", "--project", root.path(percentEncoded: false), "--schemas",
                    schemaFolder.path(percentEncoded: false), "--output", output.path(percentEncoded: false),
                    // This plan is kept until the manifest or a source file of the target comes or goes.
                    "--planned", stems.joined(separator: ","),
                ],
                // A folder changes when a file comes or goes.
                inputFiles: partners + [integrations] + (try files(in: schemaFolder, ending: ".schema"))
                    + [schemaFolder],
                outputFiles: names.map { output.appending(path: $0) })
        ]
    }

    private func schemaFolder(of package: Package) -> URL? {
        var queue = [package]
        var seen: Set<String> = []
        while !queue.isEmpty {
            let next = queue.removeFirst()
            guard seen.insert(next.id).inserted else { continue }
            let folder = next.directoryURL.appending(path: "Schemas")
            if let schemas = try? files(in: folder, ending: ".schema"), !schemas.isEmpty { return folder }
            queue += next.dependencies.map(\.package)
        }
        return nil
    }

    private func files(in folder: URL, ending: String) throws -> [URL] {
        guard FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(ending) }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}

/// Why the plugin cannot do its work.
enum PluginProblem: Error, CustomStringConvertible {
    case message(String)

    var description: String {
        switch self {
        case .message(let text): text
        }
    }
}
