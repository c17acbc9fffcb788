import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackRuntime

@Suite("Transforms")
struct TransformTests {
    @Test("give what their records say", arguments: TransformName.allCases)
    func documented(_ name: TransformName) throws {
        let definition = name.definition
        #expect(definition.vectors.contains { $0.output != nil })
        #expect(definition.vectors.contains { $0.output == nil } == (definition.absence != .never))
        for vector in definition.vectors {
            let input = try #require(PostbackValue(vector.input))
            let arguments = try vector.arguments.map { try #require(PostbackValue($0)) }
            #expect(Transform.apply(name, to: input, arguments)?.written == vector.output, "\(vector)")
        }
    }

    @Test("are absent, and the same a second time, only where their records say so", arguments: TransformName.allCases)
    func promises(_ name: TransformName) throws {
        var random = SeededGenerator()
        let definition = name.definition
        for _ in 0..<400 {
            let input = TransformInputs.value(definition.input, typed: definition.absence == .fromScalar, &random)
            let arguments = definition.parameters.filter { _ in
                Bool.random(using: &random) || definition.absence == .never
            }
            .map { TransformInputs.argument($0, &random) }
            guard let once = Transform.apply(name, to: input, arguments) else {
                #expect(
                    definition.absence == .possible || arguments.count < definition.parameters.count,
                    "\(input) \(arguments)")
                continue
            }
            if definition.isIdempotent {
                #expect(Transform.apply(name, to: once, arguments)?.text == once.text, "\(input)")
            }
            if let letterCase = definition.letterCase, let text = once.text {
                let cased = letterCase == .lower ? text.lowercased() : text.uppercased()
                // The case of some letters depends on those beside them, and some have only one.
                #expect(cased == text || text.unicodeScalars.contains { !$0.isASCII }, "\(input)")
            }
        }
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
