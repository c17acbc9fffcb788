import PostbackTemplate

/// What a declaration for several kinds of events says for one of them.
extension PartnerCompiler {
    /// Whether a condition holds for every event of the kind that is compiled; nil when that depends on the event.
    ///
    /// So each postback has only what is sent for its kind, and its disclosure says no more than that.
    func truth(_ condition: PostbackCondition, _ context: Context) -> Bool? {
        guard let kind = context.kind else { return nil }
        switch condition {
        case .equals(let value, .literal(.text(let text))), .equals(.literal(.text(let text)), let value):
            return isKind(value) ? text == kind : nil
        case .isIn(let value, let list):
            guard isKind(value) else { return nil }
            let texts = list.map { value in if case .literal(.text(let text)) = value { text } else { nil as String? } }
            return texts.contains(nil) ? nil : texts.contains(kind)
        case .not(let inner): return truth(inner, context).map { !$0 }
        case .all(let inner):
            let truths = inner.map { truth($0, context) }
            return truths.contains(false) ? false : truths.contains(nil) ? nil : true
        case .any(let inner):
            let truths = inner.map { truth($0, context) }
            return truths.contains(true) ? true : truths.contains(nil) ? nil : false
        case .equals, .isPresent, .isTrue: return nil
        }
    }

    private func isKind(_ value: PostbackExpression) -> Bool {
        if case .macro(let name) = value { catalogue.definition(name)?.role == .kind } else { false }
    }

    /// What a `when` value is for the kind that is compiled: branches that never hold are gone, and one that always holds
    /// is the last.
    func fold(
        _ branches: [(condition: PostbackCondition, value: Elaborated)], otherwise: Elaborated?, _ context: Context
    ) -> (branches: [(condition: PostbackCondition, value: Elaborated)], otherwise: Elaborated?) {
        var kept: [(condition: PostbackCondition, value: Elaborated)] = []
        for branch in branches {
            switch truth(branch.condition, context) {
            case true?: return (kept, branch.value)
            case false?: break
            case nil: kept.append(branch)
            }
        }
        return (kept, otherwise)
    }
}
