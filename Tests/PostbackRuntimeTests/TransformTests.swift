import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackRuntime

@Suite("Transforms")
struct TransformTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        var name: TransformName
        var input: String
        var arguments: [PostbackValue] = []
        var output: String?

        init(_ name: TransformName, _ input: String, _ arguments: PostbackValue..., gives output: String?) {
            self.name = name
            self.input = input
            self.arguments = arguments
            self.output = output
        }

        var testDescription: String { "\(name.rawValue) \(input) -> \(output ?? "absent")" }
    }

    static let texts: [Vector] = [
        .init(.lowercase, "ÄB", gives: "äb"), .init(.uppercase, "i", gives: "I"),
        .init(.trim, " \u{A0}a b\n", gives: "a b"),
        .init(.alphanumeric, "38400000-8cf0-é!", gives: "384000008cf0"),
        .init(.digits, "+1 (415) 000-0000", gives: "14150000000"),
        .init(.digits, "none", gives: nil), .init(.e164, "+1 415-000-0000", gives: "+14150000000"),
        .init(.e164, "0049 151 2345678", gives: "+491512345678"), .init(.e164, "123", gives: nil),
        .init(.e164, "0151 2345678", gives: nil),
        .init(
            .truncate, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", .integer(40),
            gives: String(repeating: "a", count: 40)),
        .init(.truncate, "é😀x", .integer(2), gives: "é😀"),
        .init(.substring, "id123456789", .integer(2), gives: "123456789"),
        .init(.substring, "abcdef", .integer(1), .integer(3), gives: "bcd"),
        .init(.substring, "ab", .integer(5), gives: nil),
        .init(.before, "94107-1234", .text("-"), gives: "94107"), .init(.before, "94107", .text("-"), gives: "94107"),
        .init(.after, "fb_login", .text("_"), gives: "login"), .init(.after, "login", .text("_"), gives: nil),
        .init(.replace, "San Jose", .text(" "), .text(""), gives: "SanJose"),
        .init(.prefix, "12", .text("id"), gives: "id12"),
        .init(.suffix, "12", .text("s"), gives: "12s"), .init(.trimStart, "0049", .text("0"), gives: "49"),
        .init(.base64, "blah", gives: "YmxhaA=="), .init(.base64url, "blah", gives: "YmxhaA"),
        .init(.base64url, "subjects?_d>", gives: "c3ViamVjdHM_X2Q-"), .init(.hex, "hey", gives: "686579"),
        .init(.percentEncode, "a b&c=ü", gives: "a%20b%26c%3D%C3%BC"),
        .init(
            .percentEncode, "https://www.google.com/search?q=tealium",
            gives: "https%3A%2F%2Fwww.google.com%2Fsearch%3Fq%3Dtealium"),
        .init(.percentEncode, "hey<>hi", gives: "hey%3C%3Ehi"), .init(.percentDecode, "a%20b%C3%BC+", gives: "a bü+"),
        .init(.percentDecode, "%zz", gives: nil), .init(.percentDecode, "a%2", gives: nil),
        .init(.percentDecode, "%FF", gives: nil),
        .init(.countryCode, " us", gives: "US"), .init(.countryCode, "USA", gives: nil),
        .init(.languageCode, "en_US", gives: "en"),
        .init(.languageCode, "PT-br", gives: "pt"), .init(.languageCode, "1", gives: nil),
        .init(.number, "4.990", gives: "4.990"),
        .init(.number, "x", gives: nil), .init(.decimal, "12", .integer(2), gives: "12.00"),
        .init(.decimal, "2.345", .integer(2), gives: "2.35"), .init(.decimal, "-2.345", .integer(2), gives: "-2.35"),
        .init(.decimal, "0.125", .integer(0), gives: "0"), .init(.micros, "5.75", gives: "5750000"),
        .init(.minorUnits, "12.34", .text("USD"), gives: "1234"), .init(.minorUnits, "500", .text("JPY"), gives: "500"),
        .init(.minorUnits, "1.234", .text("kwd"), gives: "1234"),
        .init(.minorUnits, "12.345", .text("EUR"), gives: "1235"),
    ]

    @Test("of text and numbers give what is documented", arguments: texts)
    func documented(_ vector: Vector) {
        #expect(Transform.apply(vector.name, to: .text(vector.input), vector.arguments)?.text == vector.output)
    }

    static let moments: [Vector] = [
        .init(.unix, "2023-07-14T07:28:50.123456Z", gives: "1689319730"),
        .init(.unixMilliseconds, "2023-07-14T07:28:50.123456Z", gives: "1689319730123"),
        .init(.unixMicroseconds, "2023-07-14T07:28:50.123456Z", gives: "1689319730123456"),
        .init(.unixFraction, "2023-07-14T07:28:50.123456Z", gives: "1689319730.123456"),
        .init(.unixFraction, "2023-07-14T07:28:50Z", gives: "1689319730.000000"),
        .init(.iso8601, "2023-07-14T07:28:50.123456Z", gives: "2023-07-14T07:28:50Z"),
        .init(.iso8601, "2023-07-14T07:28:50.1234567Z", .integer(6), gives: "2023-07-14T07:28:50.123456Z"),
        .init(.iso8601, "2023-07-14T09:28:50+02:00", .integer(3), gives: "2023-07-14T07:28:50.000Z"),
        .init(.date, "2023-07-14T07:28:50Z", .text("yyyy-MM-dd HH:mm:ss"), gives: "2023-07-14 07:28:50"),
        .init(.date, "2023-07-14T07:28:50.987Z", .text("yyyy-MM-dd HH:mm:ss.SSS"), gives: "2023-07-14 07:28:50.987"),
        .init(.date, "2023-07-14T07:28:50Z", .text("MM/dd/yyyy HH:mm:ss"), gives: "07/14/2023 07:28:50"),
        .init(.date, "2023-07-14T07:28:50Z", .text("yyyyMMdd'T'HHmm"), gives: "20230714T0728"),
        .init(.unix, "1969-12-31T23:59:59.5Z", gives: "-1"),
    ]

    @Test("of moments give the nine written forms of the field", arguments: moments)
    func ofMoments(_ vector: Vector) throws {
        let moment = try #require(Timestamp(vector.input))
        #expect(Transform.apply(vector.name, to: .timestamp(moment), vector.arguments)?.text == vector.output)
    }

    @Test("of telephone numbers give the digests that partners match on")
    func telephoneDigests() {
        let e164 = Transform.apply(.e164, to: .text("+1 415-000-0000"), []).flatMap {
            Transform.apply(.sha256, to: $0, [])
        }
        // printf '+14150000000' | sha256sum
        #expect(e164?.text == "e690226a68bdcb82d60a63f5d87f5f5c9a68aab9ce1512fbbbdab5a64aa53262")
        let digits = Transform.apply(.digits, to: .text("+1 415-000-0000"), []).flatMap {
            Transform.apply(.sha256, to: $0, [])
        }
        #expect(digits?.text == "bdd855706df3885dd73e09aa7eeb27af3b1e94950f4ac5603a729b59bc4dd560")
    }

    @Test("encode twice only where an author asks for it")
    func nestedEncoding() {
        let nested = SmallPartner.postback("query { u = user.id | percent_encode }")
        #expect(
            SmallPartner.url(nested) { $0["user.id"] = .text("a b&c=ü") }
                == "https://api.partner.test/i?u=a%2520b%2526c%253D%25C3%25BC")
        let form = SmallPartner.postback("form { u = user.id }", method: "POST")
        guard case .request(let request)? = SmallPartner.render(form, { $0["user.id"] = .text("a+b c") }) else {
            Issue.record("nothing rendered")
            return
        }
        #expect(String(decoding: request.body, as: UTF8.self) == "u=a%2Bb+c")
    }

    @Test("leave absent what is absent", arguments: TransformName.allCases)
    func absentStaysAbsent(_ name: TransformName) {
        let arguments: [PostbackValue] = [.text("1"), .text("2")]
        let result = Transform.apply(name, to: .text(""), arguments)
        #expect(result == nil)
        #expect(Transform.apply(name, to: .list([]), arguments) == nil)
    }

    @Test("are told apart by booleans and lists")
    func booleansAndLists() {
        let flags = [PostbackValue.text("1"), .text("0")]
        #expect(Transform.apply(.flag, to: .boolean(true), flags)?.text == "1")
        #expect(Transform.apply(.flag, to: .boolean(false), flags)?.text == "0")
        #expect(Transform.apply(.not, to: .boolean(true), []) == .boolean(false))
        let list = PostbackValue.list([.text("a"), .integer(2)])
        #expect(Transform.apply(.join, to: list, [.text("|")])?.text == "a|2")
        #expect(Transform.apply(.count, to: list, []) == .integer(2))
        #expect(Transform.apply(.first, to: list, [])?.text == "a")
    }

    @Test("round decimals as python3's decimal does", .enabled(if: Tool("python3") != nil))
    func agreeWithPython() throws {
        var random = SeededGenerator()
        let cases = (0..<2_000).map { _ -> (String, Int) in
            let digits = (0..<Int.random(in: 1...15, using: &random)).map { _ in
                String(Int.random(in: 0...9, using: &random))
            }.joined()
            let fraction = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                String(Int.random(in: 0...9, using: &random))
            }.joined()
            let sign = Bool.random(using: &random) ? "-" : ""
            return (sign + digits + (fraction.isEmpty ? "" : "." + fraction), Int.random(in: 0...10, using: &random))
        }
        let script = """
            import sys
            from decimal import *
            getcontext().prec = 60
            for line in sys.stdin:
                v, p = line.split()
                r = Decimal(v).quantize(Decimal(1).scaleb(-int(p)), ROUND_HALF_UP)
                print(format(abs(r) if r == 0 else r, "f"))
            """
        let input = cases.map { "\($0) \($1)\n" }.joined()
        let lines = try #require(Tool("python3")).run(["-c", script], input: input).output.split(separator: "\n")
        try #require(lines.count == cases.count)
        for (line, (value, places)) in zip(lines, cases) {
            #expect(
                ExactDecimal(value)?.rounded(toPlaces: places)?.description == String(line), "\(value) to \(places)")
        }
    }

    @Test("read and write moments as python3's datetime does", .enabled(if: Tool("python3") != nil))
    func momentsAgreeWithPython() throws {
        var random = SeededGenerator()
        let seconds = (0..<2_000).map { _ in Int64.random(in: -62_135_596_800...253_402_300_799, using: &random) }
        let script = """
            import sys
            from datetime import *
            for line in sys.stdin:
                print((datetime(1970,1,1) + timedelta(seconds=int(line))).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20))
            """
        let lines = try #require(Tool("python3")).run(["-c", script], input: seconds.map { "\($0)\n" }.joined()).output
            .split(separator: "\n").map(String.init)
        try #require(lines.count == seconds.count)
        for (line, second) in zip(lines, seconds) {
            #expect(Timestamp(seconds: second).description == line)
            #expect(Timestamp(line) == Timestamp(seconds: second))
        }
    }
}
