import PostbackTemplate
import TestSupport
import Testing

@Suite("The regular expression of a field")
struct FieldPatternTests {
    /// Expressions from the rules of their grammar, over few letters, so that texts often fit. Groups in repeated groups
    /// are not repeated: for many of those python3 would not come to an end, as for a few of these.
    private struct RandomPatterns {
        var random: SeededGenerator

        mutating func choice(_ depth: Int, isRepeated: Bool = false) -> String {
            (0..<Int.random(in: 1...3, using: &random)).map { _ in sequence(depth, isRepeated) }
                .joined(separator: "|")
        }

        private mutating func sequence(_ depth: Int, _ isRepeated: Bool) -> String {
            (0..<Int.random(in: 0...3, using: &random)).map { _ in
                let times = ["", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{2,3}", "*?", "+?", "??"]
                let chosen = times.randomElement(using: &random) ?? ""
                if depth > 0, Int.random(in: 0..<3, using: &random) == 0 {
                    let inner = choice(depth - 1, isRepeated: isRepeated || !chosen.isEmpty)
                    return (Bool.random(using: &random) ? "(" : "(?:") + inner + ")" + (isRepeated ? "" : chosen)
                }
                let atom = atom()
                return atom == "^" || atom == "$" ? atom : atom + chosen
            }.joined()
        }

        private mutating func atom() -> String {
            let atoms = [
                "a", "b", "c", "1", "é", "-", ".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\.", "\\/", "^", "$",
                "[ab]", "[^ab]", "[a-c]", "[\\d-]", "[^\\wé]", "[-a]", "[a\\-c]", "[\\Da]",
            ]
            return atoms.randomElement(using: &random) ?? ""
        }

        mutating func text() -> String {
            (0..<Int.random(in: 0...7, using: &random)).map { _ in
                ["a", "b", "c", "1", "é", "-", ".", " ", "\u{1F600}"].randomElement(using: &random) ?? ""
            }.joined()
        }
    }

    @Test("fits what it fits in python3, over random expressions and values", .enabled(if: Tool("python3") != nil))
    func agreesWithPython() throws {
        var patterns = RandomPatterns(random: SeededGenerator())
        let cases = (0..<1_000).map { _ in
            (pattern: patterns.choice(3), texts: (0..<12).map { _ in patterns.text() })
        }
        let script = """
            import os, re, signal, sys
            sys.stdin.reconfigure(encoding="utf-8")
            # The thread that a test runs on may have its signals blocked, and a child has them so too.
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            for line in sys.stdin.read().split("\\n")[:-1]:
                pattern, *texts = line.split("\\t")
                child = os.fork()
                if child == 0:
                    # The system ends the process then, wherever the interpreter is.
                    signal.setitimer(signal.ITIMER_VIRTUAL, 1)
                    expression = re.compile(pattern, re.ASCII)
                    print("".join("1" if expression.fullmatch(text) else "0" for text in texts), flush=True)
                    os._exit(0)
                _, status = os.waitpid(child, 0)
                if status == signal.SIGVTALRM: print("endless", flush=True)
            """
        let input = cases.map { ([$0.pattern] + $0.texts).joined(separator: "\t") + "\n" }.joined()
        let lines = try #require(Tool("python3")).run(["-W", "ignore", "-c", script], input: input).output
            .split(separator: "\n")
        try #require(lines.count == cases.count)
        // Where python3 goes back and tries again for a second of its own, it has no answer to compare with.
        let answered = zip(lines, cases).filter { $0.0 != "endless" }
        #expect(answered.count > 950)
        var fitting = 0
        for (line, (pattern, texts)) in answered {
            let expression = try FieldPattern(pattern)
            let found = texts.map { expression.matches($0) ? "1" : "0" }.joined()
            #expect(found == line, "\(pattern) with \(texts)")
            fitting += found.count { $0 == "1" }
        }
        #expect(fitting > 400)
    }

    @Test("is read by python3 wherever it is read at all", .enabled(if: Tool("python3") != nil))
    func readable() throws {
        var random = SeededGenerator()
        let pieces = [
            "a", "(", ")", "[", "]", "{", "}", "1", ",", "^", "$", "*", "+", "?", "\\", "-", "|", ".", ":", "d",
        ]
        let patterns = (0..<20_000).map { _ in
            (0..<Int.random(in: 0...7, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        let read = patterns.filter { (try? FieldPattern($0)) != nil }
        #expect(read.count > 1_000)
        let script = """
            import re, sys
            for line in sys.stdin.read().split("\\n")[:-1]:
                try:
                    re.compile(line, re.ASCII)
                except re.error as error:
                    print(line, error)
            """
        let output = try #require(Tool("python3")).run(
            ["-W", "ignore", "-c", script], input: read.map { $0 + "\n" }.joined()
        ).output
        #expect(output.isEmpty)
    }

    @Test(
        "takes a time that grows with expression and value, where others go back and try again",
        arguments: [
            "(a+)+$", "(a*)*b", "(a|a)*$", "(a|aa)+$", "(.*)*x", "(a?){30}a{30}", "([a-z]+)*[0-9]", "(((a+)+)+)+!",
        ])
    func bounded(_ pattern: String) throws {
        let expression = try FieldPattern(pattern)
        #expect(!expression.matches(String(repeating: "a", count: 9_000) + "-"))
    }

    @Test("that cannot be used says why and where")
    func problems() {
        let expected: [(String, FieldPattern.Problem.Reason, Int)] = [
            ("a(b", .unclosedGroup, 1), ("a)b", .unopenedGroup, 1), ("x[ab", .unclosedClass, 1), ("[]", .emptyClass, 0),
            ("[z-a]", .backwards, 1), ("*a", .nothingToRepeat, 0), ("a**", .nothingToRepeat, 2),
            ("a{3,2}", .badCount, 1),
            ("a{1001}", .badCount, 1), ("a{", .badCount, 1), ("a}", .unescaped("}"), 1), ("\\q", .badEscape("\\q"), 0),
            ("a\\", .badEscape("\\"), 1), ("(?=a)", .unsupported("looking ahead"), 0),
            ("(a)\\1", .unsupported("a reference to a group"), 3), ("a++", .unsupported("a possessive repetition"), 2),
            ("((a{100}){100}){100}", .tooLarge, 0),
            (String(repeating: "(", count: 60), .tooDeep, 50),
        ]
        for (pattern, reason, offset) in expected {
            do throws(FieldPattern.Problem) {
                _ = try FieldPattern(pattern)
                Issue.record("\(pattern) is read")
            } catch {
                #expect(error.reason == reason && error.offset == offset, "\(pattern): \(error)")
            }
        }
    }
}
