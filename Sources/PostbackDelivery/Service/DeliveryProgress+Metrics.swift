import PostbackSupport

extension DeliveryProgress {
    /// The metrics in the text form of Prometheus. They name partners, reasons and classes, and nothing of a request.
    ///
    /// Source: the exposition format of Prometheus, version 0.0.4.
    public var metrics: String {
        var page = MetricsPage()
        page.add("build_info", .gauge, "What runs; always 1.", [([("version", ProductVersion.text)], 1)])
        page.add("events_accepted_total", .counter, "Events taken in with something to send.", counts.accepted)
        page.add("events_refused_total", .counter, "Events that were not taken in.", counts.refused)
        page.add("events_malformed_total", .counter, "Lines that were no events.", counts.malformed)
        page.add(
            "events_unconfigured_total", .counter, "Events of apps that nobody has configured.", counts.unconfigured)
        page.add(
            "duplicates_suppressed_total", .counter, "Postbacks that had been taken in before.", counts.duplicates)
        addPartners(to: &page)
        page.add(
            "delivery_seconds", "From receipt to delivery.", seconds: Double(counts.deliverySum) / 1e6,
            count: counts.total(\.delivered))
        page.add(
            "due_lag_seconds", "From the moment due to the first attempt.", seconds: Double(counts.lagSum) / 1e6,
            count: counts.firstAttempts)
        page.add("journal_sync_seconds", "Bringing commits to the disk.", seconds: commitSeconds, count: commits)
        page.add(
            "connections_total", .counter, "Requests by whether they used a connection again.",
            [([("reused", "true")], Double(connectionsReused)), ([("reused", "false")], Double(connectionsMade))])
        page.add("shortages_total", .counter, "Attempts put off for a lack on this side.", counts.shortages)
        page.add(
            "unreadable_retry_after_total", .counter, "Answers whose Retry-After nobody could mean.",
            counts.badRetryAfter)
        page.add("letters_limit", .gauge, "Dead letters and parked postbacks that are kept at most.", letterLimits.most)
        page.add(
            "letters_discarded_total", .counter, "Dead letters and parked postbacks that were given up.",
            counts.lettersDiscarded)
        return page.text
    }

    private func addPartners(to page: inout MetricsPage) {
        let ids = partners.keys.sorted()
        func each(_ number: (PartnerProgress) -> Int) -> [MetricsPage.Value] {
            ids.map { id in ([("partner", id)], Double(partners[id].map(number) ?? 0)) }
        }
        func count(_ number: (PartnerCounts) -> Int) -> [MetricsPage.Value] {
            ids.map { id in ([("partner", id)], Double(number(counts.partners[id] ?? .init()))) }
        }
        func by(_ label: String, _ numbers: (PartnerCounts) -> [String: Int]) -> [MetricsPage.Value] {
            ids.flatMap { id in
                numbers(counts.partners[id] ?? .init()).sorted { $0.key < $1.key }.map { name, number in
                    ([("partner", id), (label, name)], Double(number))
                }
            }
        }
        page.add("pending", .gauge, "Postbacks that wait, are held or are in flight.", each(\.stored.pending))
        page.add("held", .gauge, "Postbacks that are held because they are paused.", each(\.stored.held))
        page.add("in_flight", .gauge, "Requests in flight.", each(\.inFlight))
        page.add("dead_letters", .gauge, "Dead letters that are kept.", each(\.stored.dead))
        page.add("parked_letters", .gauge, "Parked postbacks that are kept.", each(\.stored.parked))
        page.add("attempts_total", .counter, "Attempts by class of the outcome.", by("class", \.attempts))
        page.add("delivered_total", .counter, "Postbacks that the partner has.", count(\.delivered))
        page.add("dead_total", .counter, "Postbacks that became dead letters.", by("reason", \.dead))
        page.add("parked_total", .counter, "Postbacks that were parked.", by("reason", \.parked))
        page.add("skipped_total", .counter, "Postbacks that were not sent.", by("code", \.skipped))
        page.add("refused_total", .counter, "Postbacks of events that were not taken in.", count(\.refused))
        page.add(
            "unknown_outcomes_total", .counter, "Attempts of which nobody knows whether they arrived.",
            count(\.unknown))
        page.add(
            "attempt_seconds", "From sending to the outcome.",
            ids.map { id in ([("partner", id)], counts.partners[id]?.times ?? .init()) })
        page.add(
            "breaker_state", .gauge, "What the circuit breaker lets through: 1 for the state that it is in.",
            ids.flatMap { id in
                CircuitBreaker.State.allCases.map { state in
                    ([("partner", id), ("state", state.rawValue)], partners[id]?.breaker == state ? 1 : 0)
                }
            })
    }
}
