import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("JSON Schemas")
struct ConfigurationSchemaTests {
    private var files: [ConfigurationSchema.File] {
        ConfigurationSchema(
            partners: Repository.project.partners.map(\.template), catalogue: Repository.project.catalogue
        ).files
    }

    @Test("in Schemas/ are current; `postback generate schema --output Schemas` writes them")
    func current() throws {
        for file in files {
            #expect((try? Repository.text("Schemas/\(file.name)")) == file.text, "\(file.name)")
        }
        let folder = Repository.root.appending(path: "Schemas/partners")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).map { "partners/\($0)" }
        #expect(Set(names) == Set(files.map(\.name).filter { $0.hasPrefix("partners/") }))
    }

    @Test("name every field, in its scope, and never show the sample of a secret")
    func fields() throws {
        for partner in Repository.project.partners.map(\.template) {
            let file = try #require(files.first { $0.name == "partners/\(partner.id).schema.json" })
            let schema = try JSONValue(parsing: Array(file.text.utf8))
            for field in partner.fields {
                let holder =
                    field.scope == .app
                    ? schema["properties"]?["fields"] : schema["$defs"]?["settings"]?["properties"]?["fields"]
                let own = try #require(holder?["properties"]?[field.id], "\(partner.id).\(field.id)")
                #expect((own["writeOnly"] != nil) == field.isSecret && (own["examples"] == nil || !field.isSecret))
                guard case .array(let required)? = holder?["required"] else {
                    #expect(!field.isRequired)
                    continue
                }
                let names = required.compactMap { if case .string(let name) = $0 { name } else { nil } }
                #expect(names.contains(field.id) == field.isRequired)
            }
        }
    }
}
