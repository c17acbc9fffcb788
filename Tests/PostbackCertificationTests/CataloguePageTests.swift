import PostbackCertification
import PostbackTemplate
import TestSupport
import Testing

@Suite("The page of the catalogue")
struct CataloguePageTests {
    private static let path = "Sources/CertifiedIntegrations/CertifiedIntegrations.docc/Partners.md"

    private func page(_ partners: [PartnerTemplate]) -> String {
        CataloguePage(partners: partners, catalogue: Repository.project.catalogue).text
    }

    /// The section of a partner that a test writes.
    private func section(_ lines: String) throws -> [String] {
        let template = try #require(SmallPartner.template(SmallPartner.source(lines)))
        return page([template]).split(separator: "\n").map(String.init).filter { $0.hasPrefix("- ") }
    }

    @Test("in the repository is what the partner files say")
    func isCurrent() throws {
        let text = page(Repository.project.partners.map(\.template))
        #expect(try Golden.expected(Self.path, actual: text) == text)
    }

    @Test("is the same in whatever order the partners come")
    func order() {
        let partners = Repository.project.partners.prefix(5).map(\.template)
        #expect(page(partners.reversed()) == page(partners))
    }

    @Test("lists the events that give a request, and says which only an account's name brings about")
    func events() throws {
        let named = try section(
            """
            field goal "Goal" : text per event optional sample "g"
            map goals { purchase -> "buy", else -> skip }
            postback install on ios { GET api "/i" }
            postback event {
                GET api "/e"
                query { goal = field.goal ?? event.name | goals }
            }
            """)
        #expect(named[0] == "- Events: `install on ios`, `purchase`, any other under a name that the account gives")
        #expect(named[1] == "- Fields: Goal `goal` (optional, per event)")
        let all = try section("postback event {\n    GET api \"/e\"\n    query { e = event.name }\n}")
        #expect(all == ["- Events: every in-app event", "- Fields: none", "- Personal data: none"])
        let none = try section("postback \"boss defeated\" {\n    GET api \"/b\"\n}")
        #expect(none[0] == "- Events: none")
    }

    @Test("tells which personal data leaves in which form and to whom, and what is not sent without it")
    func disclosure() throws {
        let lines = try section(
            """
            field key "Key *one*" : secret text sample "k"
            postback install {
                POST api "/i"
                form {
                    key = field.key
                    require id = device.idfa ?? device.gaid
                    hashed = device.idfa | sha256
                }
            }
            """)
        #expect(lines[1] == "- Fields: Key \\*one\\* `key` (required, secret)")
        #expect(
            lines[2]
                == "- Personal data: `device.idfa` raw and sha256, `device.gaid` raw; to `api.partner.test`")
        #expect(lines[3].hasPrefix("- Where personal data is withheld: install is not sent: needs "))
    }
}
