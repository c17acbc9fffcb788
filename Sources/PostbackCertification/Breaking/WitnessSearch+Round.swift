import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

extension WitnessSearch {
    /// The events of a situation with what both make of them for one account, made when they are asked for.
    final class Round {
        let fields: [String: String]
        let bound: (old: BoundPostback, new: BoundPostback)
        /// The events that are tried first.
        let plain: Range<Int>
        private var events: [PostbackEvent]
        /// Makes what is tried next; nil once it was made.
        private var focus: (() -> WitnessFocus)?
        private var outcomes: [(old: [PostbackOutcome], new: [PostbackOutcome])] = []

        init(
            _ fields: [String: String], _ events: [PostbackEvent], focus: @escaping () -> WitnessFocus,
            _ bound: (old: BoundPostback, new: BoundPostback)
        ) {
            self.fields = fields
            self.events = events
            self.focus = focus
            self.bound = bound
            plain = events.indices
        }

        /// An event and what both make of it.
        subscript(index: Int) -> (event: PostbackEvent, old: [PostbackOutcome], new: [PostbackOutcome]) {
            while outcomes.count <= index {
                let event = events[outcomes.count]
                outcomes.append((WitnessSearch.render(bound.old, event), WitnessSearch.render(bound.new, event)))
            }
            return (events[index], outcomes[index].old, outcomes[index].new)
        }

        /// Events for which one of both sends something because of one macro, with as little else as there can be: where one of many
        /// identifiers suffices, each of them alone. They are made when what is tried first has shown nothing.
        var focused: Range<Int> {
            if let focus = focus?() {
                self.focus = nil
                for side in [bound.old, bound.new] {
                    guard let start = focus.starts.first(where: { WitnessSearch.render(side, $0).isSent }) else {
                        continue
                    }
                    for (macro, values) in focus.changes {
                        events += reduced(start, to: [macro], side, focus, with: values)
                    }
                    for macros in focus.together { events += reduced(start, to: macros, side, focus) }
                }
                for start in focus.starts.prefix(WitnessFocus.longest) { events += focus.variations(of: start) }
            }
            return plain.upperBound..<events.count
        }

        /// What is left of an event when all macros but some are taken away without which something is sent nevertheless, with each value of
        /// the first of these.
        private func reduced(
            _ start: PostbackEvent, to kept: [String], _ side: BoundPostback, _ focus: WitnessFocus,
            with values: [PostbackValue]? = nil
        ) -> [PostbackEvent] {
            func sends(_ event: PostbackEvent) -> Bool {
                focus.isOfSituation(event) && WitnessSearch.render(side, event).isSent
            }
            func variants(_ event: PostbackEvent) -> [PostbackEvent] {
                values?.map { event.with(kept[0], $0) } ?? [event]
            }
            guard var least = variants(start).first(where: sends) else { return [] }
            for (macro, _) in focus.changes where !kept.contains(macro) {
                let less = least.without(macro)
                if sends(less) { least = less }
            }
            return variants(least).filter(focus.isOfSituation)
        }
    }
}
