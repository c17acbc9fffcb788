import Foundation
import PostbackCertification
import PostbackTemplate

extension Verb {
    /// What the overview says of the verbs that write partner files to begin with.
    static let beginnings = "Write a partner file to begin with, one of them from another platform's templates."

    static let new = Verb(
        name: "new", summary: "Writes a partner file and a contract to begin with, with comments that teach.",
        usage: "PARTNER [--name NAME]",
        options: [Option("--name", "NAME", "the partner's name; made of the id if not given"), .project],
        example: "postback new example_ads --name \"Example Ads\"", family: beginnings
    ) { arguments in
        guard let id = arguments.operands.first, arguments.operands.count == 1 else {
            throw UsageError("one partner's id is needed: postback new example_ads")
        }
        guard PartnerScaffold.isID(id) else {
            throw UsageError(
                "'\(id)' cannot be an id: it has lower-case letters, digits and underscores, a letter first")
        }
        let name = arguments.value("--name") ?? PartnerScaffold.name(of: id)
        guard PartnerScaffold.isName(name) else { throw UsageError(PartnerScaffold.nameRule) }
        let root = try ProjectFiles(arguments).root
        let files = [
            ("Integrations/\(id).postback", PartnerScaffold.partner(id, name: name)),
            ("Schemas/contracts/\(id).contract", PartnerScaffold.contract(id, name: name, today: Timestamp.now.day)),
        ]
        for (path, _) in files where FileManager.default.fileExists(atPath: "\(root)/\(path)") {
            throw UsageError("'\(path)' is there already")
        }
        var written: [URL] = []
        for (path, text) in files {
            let url = URL(fileURLWithPath: "\(root)/\(path)")
            do {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url, options: .withoutOverwriting)
            } catch {
                // One without the other would not be what was asked for.
                for done in written { try? FileManager.default.removeItem(at: done) }
                throw ToolError("'\(path)' cannot be written")
            }
            written.append(url)
        }
        for (path, _) in files { Terminal.print("\(path)\n") }
        return .success
    }
}
