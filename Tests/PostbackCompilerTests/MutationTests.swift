import PostbackCompiler
import PostbackLanguage
import TestSupport
import Testing

@Suite("Wrong files")
struct MutationTests {
    /// Tokens that mean something somewhere, so that damage gets past the lexer.
    private static let tokens = [
        "{", "}", "(", ")", "[", "]", "=", "->", "|", "??", ":", ",", ".", "\"", "\"\"\"", "\\", "\n", "when", "else",
        "json",
        "for", "in", "require", "keep", "null", "let", "postback", "field", "map", "example", "given", "sends",
        "device.idfa",
        "event.items", "field.x", "| sha256", "| unescaped(\":\")", "\u{200B}", "é", "\0",
        "9999999999999999999999999999999999999999999",
        "-1", "1e9", "10s", "\"{a}\"", "\"{", "secret", "insecure", "on ios", "partner x \"X\"",
    ]

    @Test("never trap the compiler: damaged partner files give findings inside the file, or a partner")
    func partnerFiles() {
        var random = SeededGenerator()
        var refused = 0
        for round in 0..<1_500 {
            let original = Repository.partners[round % Repository.partners.count]
            var text = Array(String(decoding: original.bytes, as: UTF8.self).unicodeScalars)
            for _ in 0..<Int.random(in: 1...3, using: &random) { Self.damage(&text, &random) }
            var scalars = String.UnicodeScalarView()
            scalars.append(contentsOf: text)
            let source = SourceFile(path: original.path, text: String(scalars))
            let (partner, diagnostics) = PartnerCompiler.compile(source, schema: Repository.project.schema)
            if partner == nil {
                refused += 1
                #expect(diagnostics.hasErrors, "round \(round): refused without a reason")
            }
            for diagnostic in diagnostics {
                #expect(diagnostic.range.start >= 0 && diagnostic.range.end <= source.bytes.count, "round \(round)")
                #expect(!diagnostic.message.isEmpty)
            }
            if round % 50 == 0 {
                #expect(
                    DiagnosticPrinter(sources: [source]).print(diagnostics, as: .human).isEmpty == diagnostics.isEmpty)
            }
        }
        #expect(refused > 500)
    }

    private static func damage(_ text: inout [Unicode.Scalar], _ random: inout SeededGenerator) {
        let place = Int.random(in: 0..<text.count, using: &random)
        switch Int.random(in: 0...4, using: &random) {
        case 0: text.remove(at: place)
        case 1: text.removeSubrange(place..<min(text.count, place + Int.random(in: 1...60, using: &random)))
        case 2: text.insert(contentsOf: (tokens.randomElement(using: &random) ?? "").unicodeScalars, at: place)
        case 3: text[place] = Unicode.Scalar(UInt8.random(in: 0...255, using: &random))
        default: text.removeSubrange(place...)
        }
        if text.isEmpty { text = ["x"] }
    }

    @Test("that were truncated anywhere are refused with a reason or compile")
    func truncated() {
        let bytes = Repository.partners[0].bytes
        for end in stride(from: 0, to: bytes.count, by: 7) {
            let source = SourceFile(path: "awin.postback", text: String(decoding: bytes[..<end], as: UTF8.self))
            let (partner, diagnostics) = PartnerCompiler.compile(source, schema: Repository.project.schema)
            #expect(partner != nil || diagnostics.hasErrors)
        }
    }

    @Test("of schemas never trap the compiler either")
    func schemas() {
        var random = SeededGenerator()
        for _ in 0..<60 {
            var text = Array(String(decoding: Repository.schemas[1].bytes, as: UTF8.self).unicodeScalars)
            for _ in 0..<5 { Self.damage(&text, &random) }
            var scalars = String.UnicodeScalarView()
            scalars.append(contentsOf: text)
            let source = SourceFile(path: "macros.schema", text: String(scalars))
            for diagnostic in CatalogueCompiler.compile([source]).diagnostics {
                #expect(diagnostic.range.end <= source.bytes.count)
            }
        }
    }
}
