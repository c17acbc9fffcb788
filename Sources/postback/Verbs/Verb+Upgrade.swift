import Foundation
import PostbackCertification
import PostbackDelivery
import PostbackTemplate

extension Verb {
    static let upgrade = Verb(
        name: "upgrade", summary: "Mends an account's configuration for newer integrations.",
        usage: "--configuration FILE --against DIR|BUNDLE|GIT-REF [--write]",
        options: [
            Option("--configuration", "FILE", "the configuration, which the integrations in use take"),
            Option("--against", "WHAT", "what is in use: a project's folder, a bundle, or a revision of git"),
            Option("--write", nil, "write the file, instead of printing it"), .project, .schemas,
        ],
        example: "postback upgrade --configuration account.json --against main"
    ) { arguments in
        guard arguments.operands.isEmpty else {
            throw UsageError("'\(arguments.operands[0])' is not expected; --configuration names the file")
        }
        let paths = arguments.values("--configuration")
        guard paths.count == 1, let path = paths.first else {
            throw UsageError("--configuration names the one file to mend")
        }
        guard let edit = try Edit(arguments) else { return .findings }
        let bytes = try configuration(path)
        do throws(ConfigurationProblems) {
            _ = try ConfigurationDecoder(partners: edit.former.partners, catalogue: edit.project.catalogue).decode(
                bytes)
        } catch {
            report(path, error.problems, warnings: [])
            throw ToolError("'\(path)' is no configuration of what is in use")
        }
        let mends = edit.report.entries.compactMap { entry in entry.mend.map { (partner: entry.former, mend: $0) } }
        let upgrade = ConfigurationUpgrade(bytes, mends: mends)
        for step in upgrade.done { Terminal.error("\(path): \(step.description)\n") }
        var left = upgrade.undecided
        do throws(ConfigurationProblems) {
            let decoder = ConfigurationDecoder(
                partners: edit.project.partners.map(\.template), catalogue: edit.project.catalogue)
            _ = try decoder.decode(upgrade.bytes)
        } catch {
            left += error.problems
        }
        for problem in left { Terminal.error("\(path): a person decides: \(problem.description)\n") }
        if arguments.has("--write") {
            if upgrade.bytes != bytes { try write(upgrade.bytes, to: path) }
        } else {
            Terminal.print(String(decoding: upgrade.bytes, as: UTF8.self))
        }
        return left.isEmpty ? .success : .findings
    }

    /// Writes a file as a whole, or not at all; who may read it stays as it is.
    private static func write(_ bytes: [UInt8], to path: String) throws {
        let file = URL(filePath: path).resolvingSymlinksInPath()
        let mode = (try? FileManager.default.attributesOfItem(atPath: file.path))?[.posixPermissions] ?? 0o600
        let beside = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).\(getpid())").path
        guard
            FileManager.default.createFile(
                atPath: beside, contents: Data(bytes), attributes: [.posixPermissions: mode]),
            (try? FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: beside)) != nil,
            unsafe rename(beside, file.path) == 0
        else {
            try? FileManager.default.removeItem(atPath: beside)
            throw ToolError("'\(path)' cannot be written")
        }
    }
}
