import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Rendering")
struct RenderingTests {
    private func body(_ lines: String, _ fill: (inout PostbackEvent) -> Void = { _ in }) -> String? {
        let outcome = SmallPartner.render(SmallPartner.postback("json {\n\(lines)\n}", method: "POST"), fill)
        guard case .request(let request)? = outcome else { return nil }
        return String(decoding: request.body, as: UTF8.self)
    }

    private func query(_ lines: String, _ fill: (inout PostbackEvent) -> Void = { _ in }) -> String? {
        SmallPartner.url(SmallPartner.postback("query {\n\(lines)\n}"), fill).map {
            String($0.dropFirst("https://api.partner.test/i".count))
        }
    }

    @Test("leaves out what is absent, keeps what is kept, and refuses without what is required")
    func presence() {
        #expect(query("a = device.ip\nkeep b = device.ip\nc = \"x\"") == "?b=&c=x")
        #expect(query("a = device.ip") == "")
        let required = SmallPartner.postback("query { require a = click.id ?? click.gclid }")
        #expect(SmallPartner.render(required) == .skipped(.missingValue(["click.id", "click.gclid"])))
    }

    @Test("takes an empty text of the file for a value, and makes nothing of it in a step")
    func emptyTexts() {
        #expect(query("a = device.ip ?? \"\"\nb = \"\"\nrequire c = \"{device.ip ?? \"\"}\"") == "?a=&b=&c=")
        #expect(query("a = (device.ip ?? \"\") | sha256\nb = (device.ip ?? \"\") | prefix(\"x\")") == "")
        #expect(query("when \"{device.ip ?? \"\"}\" is present { a = \"1\" }") == "?a=1")
        #expect(
            body("a = device.ip ?? \"\"\nb = [\"\", keep device.ip, device.ip]") == "{\"a\":\"\",\"b\":[\"\",\"\"]}")
        let map = "map m {\n \"1\" -> \"\"\n else -> \"x\"\n}"
        let mapped = SmallPartner.postback(
            "query {\na = user.id | m\nb = user.id | m | prefix(\"y\")\n}", declarations: map)
        #expect(SmallPartner.url(mapped) { $0["user.id"] = .text("1") } == "https://api.partner.test/i?a=")
        let path = SmallPartner.source("postback install {\n GET api \"/a/{click.id ?? \"\"}/b\"\n}")
        #expect(SmallPartner.render(path) == .skipped(.missingValue(["click.id"])))
        let kept = SmallPartner.postback("headers { X-A = device.ip ?? \"\" }\ncookies { c = \"\" }")
        guard case .request(let request)? = SmallPartner.render(kept) else {
            Issue.record("no request")
            return
        }
        #expect(request.headers.map { "\($0.name): \($0.value)" } == ["X-A: ", "Cookie: c="])
    }

    @Test("repeats lines for each item, with its number in keys and values")
    func repeatedLines() {
        let fill: (inout PostbackEvent) -> Void = { event in
            event["event.items"] = .list([
                .item(["id": .text("a,b/"), "price": .decimal(ExactDecimal("4.99")!)]), .item([:]),
                .item(["id": .text("c"), "quantity": .integer(2)]),
            ])
            event["event.data.b"] = .text("\"x\"")
            event["event.data.a"] = .integer(1)
        }
        #expect(
            query("for i, n in event.items {\n\"I{n}\" = i.id\nkeep \"Q{n}\" = i.quantity\n}", fill)
                == "?I1=a%2Cb%2F&Q1=&Q2=&I3=c&Q3=2")
        #expect(
            query("for i, n from 0 in event.items { when i.id is present { bare \"s[{n}]\" = n } }", fill)
                == "?s[0]=0&s[2]=2")
        #expect(query("bare \"on\"\nbare \"x:{click.id}\"\nbare \"y:{event.items[2].id}\"", fill) == "?on&y:c")
        #expect(
            query(
                "a = [for i in event.items: keep i.id] | join(bare \",\")\nb = event.items[0].id | unescaped(\",\")",
                fill)
                == "?a=a%2Cb%2F,,c&b=a,b%2F")
        #expect(query("a = [for i in event.items: i.quantity ?? 1] | sum\nb = event.items[3].id", fill) == "?a=4")
        #expect(
            body("for i, n in event.items { \"k{n}\" = { id = i.id } }", fill)
                == #"{"k1":{"id":"a,b/"},"k3":{"id":"c"}}"#)
        #expect(
            body("all = event.data\nsome = event.data | only(\"a\")\nless = event.data | without(\"a\")", fill)
                == #"{"all":{"b":"\"x\"","a":1},"some":{"a":1},"less":{"b":"\"x\""}}"#)
        #expect(body("all = event.data\ntext = json event.data") == "{}")
        let groups = SmallPartner.postback(
            "path \"::\" {\nn = device.os\nfor i in event.items { bare \"[id:{i.id}]\" }\n}\nmatrix { bare \"m\" }")
        #expect(SmallPartner.url(groups, fill) == "https://api.partner.test/i/[id:a%2Cb%2F]/[id:c];m")
        let dots = SmallPartner.postback("path \":\" { for i in event.items { bare \"{i.id}\" } }")
        let skipped = SmallPartner.render(dots) { $0["event.items"] = .list([.item(["id": .text("..")])]) }
        #expect(skipped == .skipped(.unsafeValue("path")))
        guard
            case .request(let request)? = SmallPartner.render(
                SmallPartner.postback("form { bare \"ud[em]\" = click.id, \"ud[ph]\" = click.id }", method: "POST"),
                { $0["click.id"] = .text("a b") })
        else {
            Issue.record("no request")
            return
        }
        #expect(String(decoding: request.body, as: UTF8.self) == "ud[em]=a+b&ud%5Bph%5D=a+b")
    }

    @Test("writes the slash that a URL without a path has, and one between an endpoint and its path")
    func slashes() {
        for (endpoint, path, expected) in [
            ("https://h.test", "", "/?a=1"), ("https://h.test/", "", "/?a=1"), ("https://h.test/v1", "", "/v1?a=1"),
            ("https://h.test/v1/", "", "/v1/?a=1"), ("https://h.test/v1/", " \"/x\"", "/v1/x?a=1"),
            ("https://h.test/", " \"/x\"", "/x?a=1"),
        ] {
            let source = SmallPartner.source(
                "endpoint other \"\(endpoint)\"\npostback install {\n GET other\(path)\n query { a = \"1\" }\n}")
            #expect(SmallPartner.url(source) == "https://h.test" + expected, "\(endpoint) \(path)")
        }
    }

    @Test("takes several pieces of a path from a map, and no body that is larger than the partner takes")
    func limits() {
        let source = SmallPartner.source(
            """
            map paths {
                purchase -> "sales/new"
                else -> skip
            }
            postback event {
                POST api "/v1/{event.name | paths | unescaped("/")}/x"
                json { a = user.id }
            }
            delivery { body at most 10 }
            """)
        let sent = SmallPartner.render(source) { event in
            event["event.name"] = .text("purchase")
            event["user.id"] = .text("12")
        }
        guard case .request(let request)? = sent else {
            Issue.record("no request")
            return
        }
        #expect(request.url == "https://api.partner.test/v1/sales/new/x" && request.body.count == 10)
        let large = SmallPartner.render(source) { event in
            event["event.name"] = .text("purchase")
            event["user.id"] = .text("123")
        }
        #expect(large == .skipped(.tooLarge))
        #expect(SmallPartner.render(source) { $0["event.name"] = .text("search") } == .skipped(.unmappedEvent("paths")))
        let free = SmallPartner.source("postback event {\n GET api \"/{event.name | unescaped(\"/\")}\"\n}")
        #expect(SmallPartner.diagnostics(free).map(\.rule.code) == ["unescaped_forbidden"])
    }

    @Test("sends an empty array where the body is one, and an empty object where it is one")
    func emptyBodies() {
        for (block, expected) in [
            ("json [{ a = user.id }]", "[]"), ("json [for item in event.items: item.id]", "[]"),
            ("json { a = user.id }", "{}"), ("json [keep { a = user.id }]", "[\"\"]"),
        ] {
            guard case .request(let request)? = SmallPartner.render(SmallPartner.postback(block, method: "POST")) else {
                Issue.record("no request")
                continue
            }
            #expect(String(decoding: request.body, as: UTF8.self) == expected, "\(block)")
        }
    }

    @Test("holds the place of what is absent in a list, wherever the list goes")
    func placesInLists() {
        let fill: (inout PostbackEvent) -> Void = { event in
            event["event.items"] = .list([
                .item(["id": .text("a"), "quantity": .integer(2)]), .item(["id": .text("b")]),
                .item(["quantity": .integer(3)]),
            ])
        }
        let joined = """
            a = [for item in event.items: keep item.quantity] | join("|")
            b = [for item in event.items: item.quantity ?? ""] | join("|")
            c = [keep device.ip, "x", keep device.ip] | join(",")
            d = [for item in event.items: item.id] | join("|")
            e = [for item in event.items: keep item.id] | count
            """
        #expect(query(joined, fill) == "?a=2%7C%7C3&b=2%7C%7C3&c=%2Cx%2C&d=a%7Cb&e=3")
        let json = """
            a = [for item in event.items: keep item.quantity]
            b = [for item in event.items: keep null item.id]
            c = [for item in event.items: keep { i = item.id }]
            """
        #expect(body(json, fill) == #"{"a":[2,"",3],"b":["a","b",null],"c":[{"i":"a"},{"i":"b"},""]}"#)
        let required = SmallPartner.postback(
            "json { a = [for item in event.items: require item.id] }", method: "POST")
        #expect(SmallPartner.render(required, fill) == .skipped(.missingValue(["event.items.id"])))
    }

    @Test("says of a value that a step made nothing of which step it was, and no macro that is there")
    func namesSteps() {
        let step = SmallPartner.postback("query { require u = user.id | after(\"_\") | lowercase }")
        #expect(
            SmallPartner.render(step) { $0["user.id"] = .text("u1") } == .skipped(.missingValue(["user.id | after"])))
        #expect(SmallPartner.render(step) == .skipped(.missingValue(["user.id"])))
        let currency = SmallPartner.postback("query { require a = revenue.amount | minor_units(revenue.currency) }")
        #expect(
            SmallPartner.render(currency) { $0["revenue.amount"] = .integer(1) }
                == .skipped(.missingValue(["revenue.currency"])))
        let text = SmallPartner.postback("query { require t = \"{user.id | digits}-{event.id}\" }")
        #expect(
            SmallPartner.render(text) { event in
                event["user.id"] = .text("none")
                event["event.id"] = .text("e1")
            }
                == .skipped(.missingValue(["user.id | digits"])))
        let branch = SmallPartner.postback("query { require t = when { user.id == \"a\" -> event.id } }")
        #expect(
            SmallPartner.render(branch) { event in
                event["user.id"] = .text("b")
                event["event.id"] = .text("e1")
            } == .skipped(.missingValue(["when"])))
    }

    @Test("sends no text that has a gap")
    func textWithGap() {
        #expect(query("a = \"USD{revenue.amount}\"\nb = \"x\"") == "?b=x")
        let source = SmallPartner.source("postback install {\n GET api \"/a/{click.id}\"\n}")
        #expect(SmallPartner.render(source) == .skipped(.missingValue(["click.id"])))
    }

    @Test("treats empty text as absent")
    func emptyText() {
        #expect(query("a = user.id ?? \"none\"") { $0["user.id"] = .text("") } == "?a=none")
        #expect(query("a = user.id | trim | sha256") { $0["user.id"] = .text("   ") } == "")
    }

    @Test("leaves empty objects and lists out of JSON, and holds places that are kept")
    func emptyJSON() {
        #expect(body("a = { b = device.ip }\nc = [device.ip]\nd = 1") == "{\"d\":1}")
        #expect(
            body(
                "a = [keep device.ip, \"x\", keep null device.ip, device.ip]\nkeep b = device.ip\nkeep null c = device.ip"
            ) == "{\"a\":[\"\",\"x\",null],\"b\":\"\",\"c\":null}")
        #expect(body("a = device.ip") == "{}")
    }

    @Test("writes numbers from numbers, text from text, exactly")
    func jsonTypes() {
        let fill: (inout PostbackEvent) -> Void = {
            $0["revenue.amount"] = PostbackValue("4.990", as: .decimal)
            $0["content.level"] = .integer(7)
            $0["event.data.level"] = .decimal(ExactDecimal(3))
            $0["privacy.gdpr_applies"] = .boolean(true)
        }
        let written = body(
            "a = revenue.amount\nb = content.level\nc = event.data.level\nd = privacy.gdpr_applies", fill)
        #expect(written == "{\"a\":4.990,\"b\":7,\"c\":3,\"d\":true}")
        #expect(
            body("a = revenue.amount | string\nb = revenue.amount | decimal(2)", fill) == "{\"a\":\"4.990\",\"b\":4.99}"
        )
    }

    @Test("goes over the items of a list that has a name")
    func namedList() {
        let source = SmallPartner.source(
            "let products = event.items\npostback install {\n GET api \"/i\"\n query { ids = [for i in products: i.id] | join(\"-\") }\n}"
        )
        let url = SmallPartner.url(source) {
            $0["event.items"] = .list([.item(["id": .text("a")]), .item([:]), .item(["id": .text("b")])])
        }
        #expect(url == "https://api.partner.test/i?ids=a-b")
    }

    @Test("goes over a list that was made of items, as no compiler writes it but a bundle could")
    func listOfItems() throws {
        let catalogue = Repository.project.catalogue
        let items = PostbackExpression.each(
            ItemLoop("i", in: .macro("event.items")), yield: PostbackElement(.variable("i")))
        let ids = PostbackExpression.each(ItemLoop("j", in: items), yield: PostbackElement(.literal(.text("x"))))
        let request = RequestTemplate(
            .get, origin: [.literal("https://api.partner.test")], path: [.literal("/")],
            query: [.pair("ids", .pipeline(ids, [.apply(.join, .literal(.text("-")))]))])
        let postback = PostbackTemplate("install", trigger: .kind("install"), request: request)
        let partner = PreparedPartner(
            PartnerTemplate(
                "p", name: "P", revision: 1, category: "test", platforms: [.ios], documentation: "",
                postbacks: [postback]), catalogue: catalogue)
        var event = PostbackEvent(catalogue: catalogue)
        event["event.items"] = .list([
            .item(["id": .text("a"), "quantity": .integer(2), "name": .text("n")]), .item(["id": .text("b")]),
        ])
        let bound = try BoundPostback(postback, of: partner, fields: [:])
        let context = RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: "")
        guard case .request(let sent) = bound.render(event, context: context) else {
            Issue.record("no request")
            return
        }
        #expect(sent.url == "https://api.partner.test/?ids=x-x")
    }

    @Test("goes over items, in order, with what each one has")
    func items() {
        let fill: (inout PostbackEvent) -> Void = {
            $0["event.items"] = .list([
                .item(["id": .text("a"), "quantity": .integer(2)]), .item([:]), .item(["id": .text("b,c")]),
            ])
        }
        #expect(
            body("items = [for i in event.items: { sku = i.id, n = i.quantity }]", fill)
                == "{\"items\":[{\"sku\":\"a\",\"n\":2},{\"sku\":\"b,c\"}]}")
        #expect(
            query("ids = [for i in event.items: i.id | uppercase] | join(\"|\")\nn = event.items | count", fill)
                == "?ids=A%7CB%2CC&n=3")
    }

    @Test("chooses lines and values by conditions")
    func conditions() {
        let lines =
            "when device.os == \"ios\" and device.idfa is present { a = \"1\" } else { b = \"2\" }\nc = when { revenue.amount == 5 -> \"five\"  revenue.currency in [\"USD\", \"EUR\"] -> \"money\" }"
        // A value's branches stand on lines of their own or in one.
        let written = lines.replacing("  revenue.currency", with: "\n revenue.currency")
        #expect(query(written) == "?b=2")
        #expect(
            query(written) {
                $0["device.os"] = .text("ios"); $0["device.idfa"] = .text("x");
                $0["revenue.amount"] = PostbackValue("5.00", as: .decimal)
            } == "?a=1&c=five")
        #expect(query(written) { $0["revenue.currency"] = .text("EUR") } == "?b=2&c=money")
    }

    @Test("sends nothing when a condition of the postback does not hold")
    func sendWhen() {
        let source = SmallPartner.source("postback install {\n send when attribution.is_organic\n GET api \"/i\"\n}")
        #expect(SmallPartner.render(source) == .skipped(.condition))
        #expect(
            SmallPartner.url(source) { $0["attribution.is_organic"] = .boolean(true) } == "https://api.partner.test/i")
    }

    @Test("needs one complete group of values")
    func anyOf() {
        let source = SmallPartner.source(
            "postback install {\n require any of device.idfa, device.ip and device.user_agent\n GET api \"/i\"\n}")
        #expect(
            SmallPartner.render(source) { $0["device.ip"] = .text("203.0.113.7") }
                == .skipped(.missingValue(["device.idfa", "device.user_agent"])))
        #expect(
            SmallPartner.url(source) {
                $0["device.ip"] = .text("203.0.113.7"); $0["device.user_agent"] = .text("x")
            } != nil)
    }

    @Test("signs what has been rendered")
    func signatures() {
        let source = SmallPartner.source(
            "field key \"Key\" : secret text\npostback install {\n POST api \"/i\"\n json { a = 1 }\n query { s = request.body | hmac_sha256(field.key) }\n headers { X-Sign = \"{request.query | sha1}\" }\n}"
        )
        guard case .request(let request)? = SmallPartner.render(source, fields: ["key": "secret_key"]) else {
            Issue.record("nothing rendered")
            return
        }
        // printf '{"a":1}' | openssl dgst -sha256 -hmac secret_key; printf 's=…' | sha1sum
        #expect(
            request.url
                == "https://api.partner.test/i?s=13b1a2fe7fd4c25a1047ee0c62b2e712ab4c3ad6e97d36a1a14769fe93a7757c")
        #expect(request.headers.last?.value == "bee435e1fd7951c21142d29f9ca0ccdb671ef931")
    }

    @Test("withholds identifiers when the event's privacy signals say so, and says that it did")
    func privacy() {
        let source = SmallPartner.postback("query { require ifa = device.idfa }")
        let fill: (inout PostbackEvent) -> Void = {
            $0["device.idfa"] = .text("8C6CBC0D-5F43-4765-A6E6-84DFF3D24707")
            $0["privacy.limit_ad_tracking"] = .boolean(true)
        }
        #expect(SmallPartner.render(source, fill) == .skipped(.privacy(["device.idfa"])))
    }

    @Test("chooses the host by a field, and never by anything else")
    func hosts() {
        let source = SmallPartner.source(
            "field region \"Region\" : choice(us, eu)\nendpoint regional \"https://{field.region}.x.test/v1/\"\npostback install {\n GET regional \"/i\"\n}\npostback session {\n GET api \"/s\"\n}"
        )
        #expect(SmallPartner.url(source, fields: ["region": "eu"]) == "https://eu.x.test/v1/i")
        let fromEvent = SmallPartner.source(
            "endpoint e \"https://{geo.country}.x.test\"\npostback install {\n GET e \"/i\"\n}")
        #expect(SmallPartner.diagnostics(fromEvent).map(\.rule.code).contains("host_from_event"))
    }

    @Test("refuses field values of the wrong form, naming partner and field, all at once")
    func fieldProblems() throws {
        let meta = try #require(Repository.project.partners.first { $0.template.id == "meta" }).template
        do throws(FieldProblems) {
            _ = try BoundPartner(
                meta, catalogue: Repository.project.catalogue,
                fields: ["app_id": "12", "event_name": "a/b", "appid": "1"])
            Issue.record("bad fields were taken")
        } catch {
            #expect(
                error.problems.map(\.description) == [
                    "meta: the field 'app_id' must be 15 to 17 digits",
                    "meta: the field 'event_name' must be of the form [0-9A-Za-z_][0-9A-Za-z _-]*",
                    "meta: there is no field 'appid'; did you mean 'app_id'?",
                ])
        }
    }
}
