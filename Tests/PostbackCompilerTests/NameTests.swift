import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import PostbackTemplate
import TestSupport
import Testing

@Suite("Names in generated Swift")
struct NameTests {
    private static func codes(_ declarations: String, query: String = "ip = device.ip") -> [String] {
        SmallPartner.diagnostics(SmallPartner.postback("query { \(query) }", declarations: declarations))
            .filter { $0.rule.severity == .error }.map(\.rule.code)
    }

    @Test(
        "that would be one, or hide what the code names, are errors in fields",
        arguments: [
            ("field level_1 \"A\" : text sample \"a\"\nfield level1 \"B\" : text sample \"a\"", "same_swift_name"),
            ("field string \"A\" : choice(a, b) sample \"a\"", "reserved_name"),
            ("field fields \"A\" : choice(a, b) sample \"a\"", "reserved_name"),
            ("field small \"A\" : choice(a, b) sample \"a\"", "reserved_name"),
            ("field check \"A\" : text sample \"a\"", "reserved_name"),
            ("field self \"A\" : text sample \"a\"", "reserved_name"),
            ("field mode \"A\" : choice(all_cases, b) sample \"b\"", "reserved_name"),
            (
                "field type \"A\" : choice(a) sample \"a\"\nfield type_value \"B\" : choice(a) sample \"a\"",
                "same_swift_name"
            ),
        ])
    func fields(_ declarations: String, _ code: String) {
        #expect(Self.codes(declarations) == [code])
    }

    @Test("are fine where types and properties only look alike")
    func harmless() {
        #expect(Self.codes("field string \"A\" : text sample \"a\"\nfield fields \"B\" : text sample \"a\"") == [])
    }

    @Test("of partners are errors when two are one, in the file whose id comes later")
    func partners() {
        let sources = ["level_1", "level1"].map { id in
            SourceFile(
                path: "Integrations/\(id).postback",
                text: SmallPartner.source("postback install {\n    GET api \"/i\"\n}", name: id).text)
        }
        let results = PartnerCompiler.compile(sources, schema: Repository.project.schema)
        #expect(
            results.map { $0.diagnostics.map(\.rule.code).filter { $0 == "same_swift_name" } } == [
                ["same_swift_name"], [],
            ])
        #expect(results[0].partner == nil && results[1].partner != nil)
        #expect(results[0].diagnostics.flatMap(\.related).map(\.file) == ["Integrations/level1.postback"])
        for id in ["string", "timestamp", "integrations", "macro_catalogue"] {
            let source = SourceFile(
                path: "Integrations/\(id).postback",
                text: SmallPartner.source("postback install {\n    GET api \"/i\"\n}", name: id).text)
            #expect(
                PartnerCompiler.compile(source, schema: Repository.project.schema).diagnostics.map(\.rule.code)
                    .contains("reserved_name"), "\(id)")
        }
    }

    @Test(
        "of macros are errors when two are one, or hide what the code names",
        arguments: [
            ("level_1.a : text", "level1.b : text", "same_swift_name"),
            ("x.user_id : text", "x.sub.user_id : text", "same_swift_name"),
            ("x.event : text", "x.b : text", "reserved_name"), ("string.a : text", "x.b : text", "reserved_name"),
            ("catalogue.a : text", "x.b : text", "reserved_name"),
            ("x.string : choice(a, b)", "x.b : text", "reserved_name"),
            ("x.list : items", "x.item : choice(a, b)", "same_swift_name"),
            ("x.list : items", "x.list.value : text", "reserved_name"),
        ])
    func macros(_ first: String, _ second: String, _ code: String) {
        let text = [first, second].map { "/// A.\nmacro \($0)\n" }.joined(separator: "\n")
        let found = CatalogueCompiler.compile([SourceFile(path: "a.schema", text: text)]).diagnostics
        #expect(found.filter { $0.rule.severity == .error }.map(\.rule.code) == [code])
    }

    @Test("of postbacks are different, whatever an app calls its events")
    func postbacks() throws {
        let events = ["é", "漢字", "a b", "a  b", "level_1", "level1", "level up", "level-up", "level up 2", "template"]
        let lines = events.enumerated().map { "postback \"\($1)\" {\n    GET api \"/\($0)\"\n}" }
            .joined(separator: "\n")
        let (partner, found) = PartnerCompiler.compile(SmallPartner.source(lines), schema: Repository.project.schema)
        let compiled = try #require(partner, "\(found.map(\.message))")
        let ids = compiled.template.postbacks.map(\.id)
        #expect(Set(ids).count == events.count)
        let text = SwiftGenerator(catalogue: Repository.project.catalogue).files([compiled])[0].text
        let constants = text.matches(of: /func make_(\w+)\(\) -> PostbackTemplate/).map(\.1)
        #expect(Set(constants).count == events.count && constants.count == events.count)
        #expect(compiled.template.defects().isEmpty)
    }

    @Test("of types that the generated code uses cannot be had")
    func types() throws {
        let project = Repository.project
        var used: Set<String> = []
        var declared: Set<String> = []
        let generator = SwiftGenerator(catalogue: project.catalogue)
        let goldens = try Repository.files("Tests/Goldens/Swift", ending: ".golden").map {
            try Repository.text("Tests/Goldens/Swift/\($0)")
        }
        for text in generator.files(project.partners).map(\.text) + goldens {
            let code = text.replacing(/"(\\.|[^"\\])*"/, with: "\"\"").replacing(/\/\/.*/, with: "")
            used.formUnion(code.matches(of: /(?:^|[^.\w])([A-Z]\w+)/).map { String($0.1) })
            declared.formUnion(code.matches(of: /(?:enum|struct) (\w+)/).map { String($0.1) })
        }
        #expect(used.count > 30)
        for name in used.subtracting(declared).sorted() {
            let word = name.replacing(/([a-z])([A-Z])/) { "\($0.1)_\($0.2)" }.lowercased()
            let codes = Self.codes("field \(word) \"A\" : choice(a, b) sample \"a\"")
            #expect(codes == ["reserved_name"], "\(name)")
        }
    }
}
