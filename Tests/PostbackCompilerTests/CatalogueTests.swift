import PostbackCompiler
import PostbackLanguage
import PostbackTemplate
import TestSupport
import Testing

@Suite("Catalogue")
struct CatalogueTests {
    let catalogue = Repository.project.catalogue

    @Test("has at least 150 macros, each described, and every value with a sample of its type")
    func complete() {
        #expect(catalogue.macros.count >= 150)
        for macro in catalogue.macros {
            #expect(!macro.summary.isEmpty && macro.summary.hasSuffix("."), "\(macro.name)")
            guard !macro.isOpenMap, macro.type != .list(.item) else { continue }
            #expect(macro.sample.map(macro.type.accepts) == true, "\(macro.name)")
        }
    }

    @Test("gives every role to one macro, but that of the device to all that stay the same for one")
    func roles() {
        #expect(catalogue.slots(.device).map { catalogue.macros[$0].name }.first == "device.mmp_id")
        for role in MacroRole.allCases where role != .device {
            #expect(catalogue.macros.count { $0.role == role } == 1, "\(role)")
        }
    }

    @Test("knows open maps and the properties of items")
    func shapes() {
        #expect(catalogue.definition("event.data.level")?.name == "event.data.*")
        #expect(catalogue.definition("click.parameter.sub1")?.classes == .attribution)
        #expect(catalogue.definition("event.data.") == nil)
        #expect(catalogue.itemList(of: "event.items.price") == "event.items")
        #expect(catalogue.itemProperties(of: "event.items").count >= 6)
    }

    @Test("reports what is wrong with a schema, each with its place")
    func wrongSchema() {
        let source = SourceFile(
            path: "x.schema",
            text: """
                /// A.
                macro a.b : txt
                /// B.
                macro a.c : uuid sample "x"
                /// C.
                macro a.c : text
                macro a.d : text clas identifier
                signal a.e = true withholds identifer
                """)
        let diagnostics = CatalogueCompiler.compile([source]).diagnostics
        let lines = DiagnosticPrinter(sources: [source]).print(diagnostics, as: .line)
        #expect(
            lines == """
                x.schema:2:13: error: there is no type 'txt'; did you mean 'text'? [unknown_type]
                x.schema:4:25: error: the sample of 'a.c' must be a UUID such as 8C6CBC0D-5F43-4765-A6E6-84DFF3D24707 [bad_sample]
                x.schema:6:7: error: the name 'a.c' is declared twice [duplicate_declaration]
                x.schema:7:18: error: 'clas' is not a modifier of a macro; did you mean 'class'? [unknown_word]
                x.schema:8:8: error: there is no macro 'a.e'; did you mean 'a.c'?; 'postback macros WORD' searches the catalogue [unknown_macro]
                x.schema:8:29: error: 'identifer' is not a classification; did you mean 'identifier'? [unknown_classification]

                """)
    }
}
