import Foundation

/// Counts the instructions of one piece of work, which do not change from run to run as times do.
///
/// The program runs itself under valgrind's callgrind, once for each case; only what the case does is counted, not what
/// is made before.
enum InstructionCount {
    /// How much more than its baseline a case may execute.
    static let tolerance = 0.03

    /// Does what the arguments ask for, if they ask for this.
    static func run(_ arguments: [String], of workloads: [Workload] = Workload.counted) -> Bool {
        guard let first = arguments.first else { return false }
        // Each workload's cases are made when they are come to.
        let cases = workloads.lazy.flatMap { $0.cases?() ?? [] }
        if first == "--collect", arguments.count == 2 {
            collect(arguments[1], cases)
            return true
        }
        guard first == "--instructions" else { return false }
        var rest = Array(arguments.dropFirst())
        let isWriting = rest.contains("--write")
        rest.removeAll { $0 == "--write" }
        var baseline: String?
        if let place = rest.firstIndex(of: "--baseline") {
            guard place + 1 < rest.count else { stop("--baseline needs a file", status: 2) }
            baseline = rest[place + 1]
            rest.removeSubrange(place...place + 1)
        }
        if let unknown = rest.first(where: { $0.hasPrefix("-") }) ?? rest.dropFirst().first {
            stop("there is no option '\(unknown)'", status: 2)
        }
        count(rest.first ?? "", of: cases.map(\.name), baseline: baseline, isWriting: isWriting)
        return true
    }

    // MARK: The parent

    private static func count(_ filter: String, of all: [String], baseline: String?, isWriting: Bool) {
        let names = all.filter { filter.isEmpty || $0.contains(filter) }
        guard !names.isEmpty else {
            stop("no case whose instructions are counted has '\(filter)' in its name", status: 2)
        }
        let known = baseline.map(read) ?? [:]
        var counts = known
        var isWithin = true
        for name in names {
            let count = instructions(of: name)
            counts[name] = count
            var line = name.padding(toLength: 22, withPad: " ", startingAt: 0) + " \(count)"
            if baseline != nil, !isWriting {
                if let before = known[name] {
                    let change = Double(count) / Double(before) - 1
                    line += String(format: "  %+.1f %% of %d", change * 100, before)
                    if change > tolerance {
                        line += "  MORE THAN IT MAY"
                        isWithin = false
                    } else if change < -tolerance {
                        line += "  less: write a new baseline"
                    }
                } else {
                    line += "  not in the baseline"
                    isWithin = false
                }
            }
            print(line)
        }
        if isWriting, let baseline {
            // Cases that were not counted keep what they had.
            let lines = all.compactMap { name in counts[name].map { "\(name)\t\($0)" } }
            do {
                try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: baseline))
            } catch {
                stop("'\(baseline)' cannot be written")
            }
        }
        if !isWithin { exit(1) }
    }

    private static func read(_ path: String) -> [String: Int] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [:] }
        let pairs = text.split(separator: "\n").compactMap { line -> (String, Int)? in
            let parts = line.split(separator: "\t")
            return parts.count == 2 ? Int(parts[1]).map { (String(parts[0]), $0) } : nil
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The instructions of one piece of work of a case, counted in a process of its own.
    private static func instructions(of name: String) -> Int {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*collectedWork*",
            CommandLine.arguments[0], "--collect", name,
        ]
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
        // The same routines of the C library on every x86-64 processor.
        environment["GLIBC_TUNABLES"] = "glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-ERMS,-FSRM"
        process.environment = environment
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        do { try process.run() } catch { stop("valgrind cannot be run") }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let lines = text.split(separator: "\n")
        let total = lines.last { $0.contains("Collected :") }?.split(separator: " ").last.flatMap { Int($0) }
        guard process.terminationStatus == 0, let total, let pieces = lines.compactMap({ Int($0) }).last else {
            stop("'\(name)' was not counted:\n\(text)")
        }
        return total / pieces
    }

    // MARK: The child

    /// How often a case does its work for a count.
    private static func rounds(_ work: Case) -> Int { max(10, 200 / work.pieces) }

    private static func collect(_ name: String, _ cases: some Sequence<Case>) {
        let work = cases.first { $0.name == name }
        guard let work else { stop("there is no case '\(name)'", status: 2) }
        // What is made once, buffers that grow included, is made before.
        work.contenders[0].run(10)
        collectedWork(work.contenders[0], rounds(work))
        print(rounds(work) * work.pieces)
    }
}

/// What is counted. Valgrind knows it by its name, which no other function has.
@inline(never)
@_optimize(none)
private func collectedWork(_ contender: Contender, _ rounds: Int) {
    contender.run(rounds)
}
