import TestSupport
import Testing

@Suite("The manual page")
struct ManualTests {
    @Test("has every verb and option, and nothing that groff warns of", .enabled(if: Tool("groff") != nil))
    func groff() throws {
        let page = try CommandTests.postback(["manual"])
        #expect(page.status == 0)
        let printed = try #require(Tool("groff")).run(["-man", "-Tascii", "-ww", "-P-cbou"], input: page.output)
        #expect(printed.status == 0 && printed.errors.isEmpty, "\(printed.errors)")
        let words = printed.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for verb in ["check", "deliver", "language-server", "import", "manual"] {
            let help = try CommandTests.postback([verb, "--help"]).output
            let options = help.matches(of: /(?m)^  (--[a-z-]+)/).map { String($0.1) }
            for option in options { #expect(words.contains(option), "\(verb) \(option)") }
            let summary = help.prefix { $0 != "\n" }.prefix(24)
            #expect(words.contains(summary), "\(verb)")
        }
        #expect(words.contains("postback select 'receives device.idfa raw'") || words.contains("postback select"))
    }

    @Test("takes no arguments")
    func arguments() throws {
        #expect(try CommandTests.postback(["manual", "page"]).status == 2)
    }
}
