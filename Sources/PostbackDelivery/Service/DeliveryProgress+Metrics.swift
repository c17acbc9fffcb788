import Foundation

extension DeliveryProgress {
    /// The metrics in the text form of Prometheus. They name partners, reasons and classes, and nothing of a request.
    ///
    /// Source: the exposition format of Prometheus, version 0.0.4.
    public var metrics: String {
        var text = ""
        func metric(
            _ name: String, _ type: String, _ help: String, _ values: [(labels: [(String, String)], value: Double)]
        ) {
            text += "# HELP postback_\(name) \(help)\n# TYPE postback_\(name) \(type)\n"
            for (labels, value) in values {
                let list = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
                text += "postback_\(name)\(list.isEmpty ? "" : "{\(list)}") \(Self.number(value))\n"
            }
        }
        func counter(_ name: String, _ help: String, _ value: Int) {
            metric(name, "counter", help, [([], Double(value))])
        }
        func counters(_ name: String, _ help: String, _ label: String, _ values: [String: Int]) {
            metric(
                name, "counter", help, values.sorted { $0.key < $1.key }.map { ([(label, $0.key)], Double($0.value)) })
        }
        counter("accepted_total", "Events taken in with something to send.", counts.accepted)
        counter("duplicates_suppressed_total", "Postbacks that had been taken in before.", counts.duplicates)
        metric(
            "attempts_total", "counter", "Attempts by partner and class of the outcome.",
            counts.attempts.sorted { $0.key < $1.key }.flatMap { partner, classes in
                classes.sorted { $0.key < $1.key }.map {
                    ([("partner", partner), ("class", $0.key)], Double($0.value))
                }
            })
        counters("delivered_total", "Postbacks that the partner has.", "partner", counts.delivered)
        counters("dead_total", "Postbacks that are not sent any more.", "reason", counts.dead)
        counters("skipped_total", "Postbacks that were not sent.", "code", counts.skipped)
        counter("unknown_outcomes_total", "Attempts of which nobody knows whether they arrived.", counts.unknown)
        let delivered = counts.delivered.values.reduce(0, +)
        text += "# HELP postback_delivery_seconds From receipt to delivery.\n# TYPE postback_delivery_seconds summary\n"
        text += "postback_delivery_seconds_sum \(Self.number(Double(counts.deliverySum) / 1e6))\n"
        text += "postback_delivery_seconds_count \(delivered)\n"
        text += "# HELP postback_due_lag_seconds From the moment due to the first attempt.\n"
        text += "# TYPE postback_due_lag_seconds summary\n"
        text += "postback_due_lag_seconds_sum \(Self.number(Double(counts.lagSum) / 1e6))\n"
        text += "postback_due_lag_seconds_count \(counts.firstAttempts)\n"
        text += "# HELP postback_journal_sync_seconds Bringing commits to the disk.\n"
        text += "# TYPE postback_journal_sync_seconds summary\n"
        text += "postback_journal_sync_seconds_sum \(Self.number(commitSeconds))\n"
        text += "postback_journal_sync_seconds_count \(commits)\n"
        metric("pending", "gauge", "Postbacks that wait or are under way.", [([], Double(pending))])
        metric("in_flight", "gauge", "Requests under way.", [([], Double(inFlight))])
        metric(
            "breaker_state", "gauge", "1 for partners that are sent little because most of it failed.",
            openBreakers.map { ([("partner", $0)], 1) })
        metric(
            "connections_total", "counter", "Requests by whether they used a connection again.",
            [([("reused", "true")], Double(connectionsReused)), ([("reused", "false")], Double(connectionsMade))])
        return text
    }

    private static func escaped(_ label: String) -> String {
        label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
