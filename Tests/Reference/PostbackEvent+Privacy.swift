import PostbackRuntime
import PostbackTemplate

extension PostbackEvent {
    /// What the event's privacy signals withhold.
    var withheldByPrivacy: ClassificationSet {
        catalogue.signals.reduce(into: []) { withheld, signal in
            if self[signal.macro]?.text == signal.value { withheld.formUnion(signal.withholds) }
        }
    }
}
