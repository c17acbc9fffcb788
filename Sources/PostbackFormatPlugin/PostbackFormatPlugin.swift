import Foundation
import PackagePlugin

/// `swift package postback-format`: brings the partner files and schemas of a package into their one form.
@main
struct PostbackFormatPlugin: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) throws {
        let process = Process()
        process.executableURL = try context.tool(named: "postback").url
        process.arguments = ["format"] + arguments
        process.currentDirectoryURL = context.package.directoryURL
        try process.run()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            // The command has said why.
            exit(process.terminationReason == .exit ? process.terminationStatus : 3)
        }
    }
}
