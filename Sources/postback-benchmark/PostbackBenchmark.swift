import Foundation

/// Measures rendering, reading and compiling against named baselines in the same run.
@main
struct PostbackBenchmark {
    static let usage = """
        Measures rendering, reading and compiling against named baselines in the same run.

        usage: postback-benchmark [--json | --instructions] [FILTER]

        FILTER names the cases to run: all whose name contains it. 'growth' is only run when it is named: up to a million
        configurations, which take minutes and gigabytes.
        Times are medians of \(Harness.rounds) rounds in which case and baselines take turns; a ratio is the case's time
        divided by the baseline's, so that less than 1 is faster than the baseline. Build with -c release.
        --instructions counts what one piece of work executes, with valgrind: the same figure in every run.
        """

    /// Every workload, in the order of the output.
    private static let every = Workload.counted + [.compile, .durable]

    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.contains("--help") || arguments.contains("-h") { return print(usage) }
        if InstructionCount.run(arguments) || Workload.measuresGrowth(arguments.first ?? "") { return }
        let isJSON = arguments.contains("--json")
        arguments.removeAll { $0 == "--json" }
        if let unknown = arguments.first(where: { $0.hasPrefix("-") }) ?? arguments.dropFirst().first {
            stop("there is no option '\(unknown)'\n\n\(usage)", status: 2)
        }
        let filter = arguments.first ?? ""
        let workloads =
            filter == Workload.growth.name ? [.growth] : every.filter { filter.isEmpty || $0.name.contains(filter) }
        guard !workloads.isEmpty else {
            stop(
                "no case has '\(filter)' in its name; there are \(every.map(\.name).joined(separator: ", "))",
                status: 2)
        }
        var measurements: [Measurement] = []
        for workload in workloads {
            for measurement in workload.measure() {
                measurements.append(measurement)
                if !isJSON { print(text(measurement)) }
            }
        }
        if isJSON { print(json(measurements)) }
    }

    private static func text(_ measurement: Measurement) -> String {
        let name = measurement.name.padding(toLength: 22, withPad: " ", startingAt: 0)
        var line =
            name + number(measurement.nanoseconds, 1).leftPadded(14) + " ns" + "\(measurement.bytes)".leftPadded(11)
            + " B"
        for (index, ratio) in measurement.ratios.enumerated() {
            line += (index == 0 ? "   " : "\n" + String(repeating: " ", count: 55))
            line += number(ratio.ratio, ratio.ratio < 0.1 ? 4 : 2).leftPadded(9) + " x " + ratio.name
            if ratio.ratio < 0.5 { line += "  (\(number(1 / ratio.ratio, 1)) times as fast)" }
        }
        return line
    }

    private static func json(_ measurements: [Measurement]) -> String {
        let cases = measurements.map { measurement in
            let ratios = measurement.ratios.map { "\"\($0.name)\":\(number($0.ratio, 5))" }
            return "{\"name\":\"\(measurement.name)\",\"nanoseconds\":\(number(measurement.nanoseconds, 1)),"
                + "\"bytes\":\(measurement.bytes),\"ratios\":{\(ratios.joined(separator: ","))}}"
        }
        return "{\"cases\":[\(cases.joined(separator: ","))]}"
    }

    private static func number(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
}

extension String {
    fileprivate func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
