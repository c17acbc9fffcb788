import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

/// Events with everything, and the macros that they may be without, each with some values.
struct WitnessFocus {
    var starts: [PostbackEvent]
    var changes: [(macro: String, values: [PostbackValue])]
    /// How many of the events are looked at from all sides.
    static let longest = 24
    /// Macros of which a postback requires all.
    var together: [[String]]
    /// Whether an event still has the postbacks that are compared.
    var isOfSituation: (PostbackEvent) -> Bool

    /// An event with one macro taken away or with another value.
    func variations(of event: PostbackEvent) -> [PostbackEvent] {
        changes.flatMap { macro, values in
            [event.without(macro)] + values.map { event.with(macro, $0) }
        }.filter(isOfSituation)
    }
}

extension WitnessEvents {
    /// Events with everything, one for each value that a condition compares a macro with, and what each of them may be without.
    func focus(_ situation: IntegrationChange.Situation) -> WitnessFocus {
        func isOfSituation(_ event: PostbackEvent) -> Bool {
            (situation.platforms + [nil]).contains { isOf(situation, event, on: $0) }
        }
        var seen: Set<[PostbackValue?]> = []
        let starts = situation.platforms.flatMap { platform in
            let most = base(situation, platform, isFull: true)
            return [most]
                + changes.flatMap { macro, _ in
                    let type = catalogue.definition(macro)?.type
                    return (compared[macro] ?? []).compactMap { text in
                        type.flatMap { PostbackValue(text, as: $0) }.map { most.with(macro, $0) }
                    }
                }
        }
        return WitnessFocus(
            starts: (eventsWithoutPlatform(situation) + starts).filter { event in
                isOfSituation(event) && seen.insert(macros.map { event[$0] }).inserted
            },
            changes: changes, together: together, isOfSituation: isOfSituation)
    }
}
