/// Metrics in the text form of Prometheus.
struct MetricsPage {
    /// What a metric is.
    enum Kind: String {
        case counter, gauge, summary, histogram
    }

    typealias Value = (labels: [(String, String)], value: Double)

    private(set) var text = ""

    /// Every name begins with this.
    private static let prefix = "postback_"

    private mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(Self.prefix)\(name) \(help)\n# TYPE \(Self.prefix)\(name) \(kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ labels: [(String, String)], _ value: Double) {
        let list = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        text += "\(Self.prefix)\(name)\(list.isEmpty ? "" : "{\(list)}") \(Self.number(value))\n"
    }

    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ values: [Value]) {
        begin(name, kind, help)
        for (labels, value) in values { line(name, labels, value) }
    }

    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        add(name, kind, help, [([], Double(value))])
    }

    /// Adds a summary without quantiles.
    mutating func add(_ name: String, _ help: String, seconds: Double, count: Int) {
        begin(name, .summary, help)
        line(name + "_sum", [], seconds)
        line(name + "_count", [], Double(count))
    }

    /// Adds histograms of times.
    mutating func add(_ name: String, _ help: String, _ values: [(labels: [(String, String)], times: TimeHistogram)]) {
        begin(name, .histogram, help)
        for (labels, times) in values {
            var count = 0
            for (bucket, number) in times.buckets.enumerated() {
                count += number
                let isLast = bucket == TimeHistogram.bounds.count
                let bound = isLast ? "+Inf" : Self.number(TimeHistogram.bounds[bucket])
                line(name + "_bucket", labels + [("le", bound)], Double(count))
            }
            line(name + "_sum", labels, Double(times.sum) / 1e6)
            line(name + "_count", labels, Double(count))
        }
    }

    private static func escaped(_ label: String) -> String {
        label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
