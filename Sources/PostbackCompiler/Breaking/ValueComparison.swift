import PostbackLanguage
import PostbackTemplate

/// Finds how a value became another one.
struct ValueComparison {
    /// One way in which it did.
    struct Difference {
        var finding: Finding
        /// For a row of a table: the table before with nothing but this row changed, called as it was.
        var patched: ValueMap?
    }

    /// The line in words.
    let line: String
    /// Whether it stands in JSON, where a number is no text.
    let isJSON: Bool
    let maps: (old: [ValueMap], new: [ValueMap])
    private(set) var found: [Difference] = []

    init(line: String, isJSON: Bool, maps: (old: [ValueMap], new: [ValueMap])) {
        self.line = line
        self.isJSON = isJSON
        self.maps = maps
    }

    private mutating func note(_ finding: Finding) { found.append(Difference(finding: finding, patched: nil)) }

    /// Notes how one became the other.
    mutating func compare(_ old: PostbackExpression, _ new: PostbackExpression) {
        guard old != new else { return }
        switch (old, new) {
        case (.literal(let before), .literal(let after)):
            let isOfOneKind = before.type == after.type
            let (was, now) = (ExpressionText.describe(old), ExpressionText.describe(new))
            note(
                isOfOneKind || !isJSON
                    ? .literalChanged(line: line, old: was, new: now) : .jsonTypeChanged(line: line, old: was, new: now)
            )
        case (.text(let before), .text(let after)) where before.count == after.count:
            for (old, new) in zip(before, after) { compare(old, new) }
        case (.fallback(let before), .fallback(let after))
        where before.count == after.count && Set(before) != Set(after):
            for (old, new) in zip(before, after) { compare(old, new) }
        case (.fallback, _) where fallbacks(old).contains(where: fallbacks(new).contains),
            (_, .fallback) where fallbacks(new).contains(where: fallbacks(old).contains):
            note(.fallbackChanged(line: line, old: text(old), new: text(new)))
        case (.choose(let before, let first), .choose(let after, let second)) where before.count == after.count:
            compare(before, after)
            compare(first, second)
        case (.choose, _), (_, .choose): note(.branchChanged(line: line, gone: text(old), came: text(new)))
        case (.list(let before), .list(let after)) where before.count == after.count:
            for (old, new) in zip(before, after) { compare(old, new) }
        case (.each(let before, let was), .each(let after, let now)):
            if before != after { note(.structureChanged(line: line)) }
            compare(was, now)
        case (.json(let before), .json(let after)), (.bare(let before), .bare(let after)): compare(before, after)
        case (.unescaped(let before, let was), .unescaped(let after, let now)):
            if was != now { note(.encodingChanged(line: line, old: text(old), new: text(new))) }
            compare(before, after)
        case (.unescaped(let before, _), let after), (.bare(let before), let after), (.json(let before), let after):
            note(.encodingChanged(line: line, old: text(old), new: text(new)))
            compare(before, after)
        case (let before, .unescaped(let after, _)), (let before, .bare(let after)), (let before, .json(let after)):
            note(.encodingChanged(line: line, old: text(old), new: text(new)))
            compare(before, after)
        case (.pipeline, _), (_, .pipeline): comparePipelines(old, new)
        case (.list, _), (.each, _), (.object, _), (_, .list), (_, .each), (_, .object):
            note(.structureChanged(line: line))
        default: note(.sourceChanged(line: line, old: text(old), new: text(new)))
        }
    }

    private func text(_ value: PostbackExpression) -> String { ExpressionText.describe(value) }

    private func fallbacks(_ value: PostbackExpression) -> [PostbackExpression] {
        if case .fallback(let values) = value { values } else { [value] }
    }

    private mutating func compare(_ before: PostbackElement, _ after: PostbackElement) {
        if before.presence != after.presence { note(.structureChanged(line: line)) }
        compare(before.value, after.value)
    }

    private mutating func compare(_ before: [PostbackBranch], _ after: [PostbackBranch]) {
        for (old, new) in zip(before, after) {
            if old.condition != new.condition {
                note(
                    .branchChanged(
                        line: line, gone: "when \(ExpressionText.describe(old.condition))",
                        came: "when \(ExpressionText.describe(new.condition))"))
            }
            compare(old.value, new.value)
        }
    }

    private mutating func compare(_ before: PostbackExpression?, _ after: PostbackExpression?) {
        guard before != after else { return }
        guard let before, let after else {
            return note(
                .branchChanged(
                    line: line, gone: before.map { "else \(text($0))" }, came: after.map { "else \(text($0))" }))
        }
        compare(before, after)
    }

    // MARK: Steps

    private mutating func comparePipelines(_ old: PostbackExpression, _ new: PostbackExpression) {
        let ((oldHead, oldSteps), (newHead, newSteps)) = (old.parts, new.parts)
        compare(oldHead, newHead)
        guard oldSteps != newSteps else { return }
        var (before, after) = (oldSteps[...], newSteps[...])
        while let first = before.first, first == after.first {
            before.removeFirst()
            after.removeFirst()
        }
        while let last = before.last, last == after.last {
            before.removeLast()
            after.removeLast()
        }
        if before.count == 1, after.count == 1, case .map(let was) = before[before.startIndex],
            case .map(let now) = after[after.startIndex]
        {
            return compareMaps(was, now)
        }
        note(finding(before + after, StepWords(Array(before)).text, StepWords(Array(after)).text))
    }

    private func finding(_ steps: ArraySlice<PipelineStep>, _ old: String, _ new: String) -> Finding {
        let names = steps.compactMap { step in if case .transform(let name, _) = step { name } else { nil } }
        if names.contains(where: { $0.definition.isHash || $0 == .raw }) {
            return .hashChanged(line: line, old: old, new: new)
        }
        if names.contains(where: \.isTimeFormat) { return .timeFormatChanged(line: line, old: old, new: new) }
        if names.contains(where: \.isEncoding) { return .encodingChanged(line: line, old: old, new: new) }
        if isJSON, !names.isEmpty, names.allSatisfy({ $0 == .string || $0 == .number }) {
            return .jsonTypeChanged(line: line, old: old, new: new)
        }
        return .transformChanged(line: line, old: old, new: new)
    }

    private mutating func compareMaps(_ was: String, _ now: String) {
        guard let old = maps.old.first(where: { $0.id == was }), let new = maps.new.first(where: { $0.id == now })
        else {
            return note(.transformChanged(line: line, old: "a table", new: "another one"))
        }
        func value(_ literal: PostbackLiteral) -> String { ExpressionText.describe(.literal(literal)) }
        func patch(_ finding: Finding, _ change: (inout ValueMap) -> Void) {
            var table = old
            change(&table)
            found.append(Difference(finding: finding, patched: table))
        }
        for row in old.entries {
            guard let other = new.entries.first(where: { $0.key == row.key }) else {
                patch(.mapRowRemoved(line: line, key: row.key, value: value(row.value))) { table in
                    table.entries.removeAll { $0.key == row.key }
                }
                continue
            }
            guard other.value != row.value else { continue }
            patch(.mapRowChanged(line: line, key: row.key, old: value(row.value), new: value(other.value))) { table in
                if let index = table.entries.firstIndex(where: { $0.key == row.key }) { table.entries[index] = other }
            }
        }
        for row in new.entries where !old.entries.contains(where: { $0.key == row.key }) {
            patch(.mapRowAdded(line: line, key: row.key, value: value(row.value))) { $0.entries.append(row) }
        }
        if old.fallback != new.fallback {
            patch(.mapElseChanged(line: line, old: old.fallback.words, new: new.fallback.words)) {
                $0.fallback = new.fallback
            }
        }
    }
}

/// Steps as a partner file writes them, tables without their rows.
private struct StepWords {
    var text: String

    init(_ steps: [PipelineStep]) {
        let words = steps.map { step in
            switch step {
            case .map: "a table"
            case .transform(let name, let arguments):
                arguments.isEmpty
                    ? name.rawValue
                    : "\(name.rawValue)(\(arguments.map { ExpressionText.describe($0) }.joined(separator: ", ")))"
            }
        }
        text = words.isEmpty ? "nothing" : words.joined(separator: " | ")
    }
}

extension ValueMap.Fallback {
    fileprivate var words: String {
        switch self {
        case .value(let value): ExpressionText.describe(.literal(value))
        case .absent: "absent"
        case .skip: "skip"
        }
    }
}

extension TransformName {
    fileprivate var isTimeFormat: Bool {
        switch self {
        case .unix, .unixMilliseconds, .unixMicroseconds, .unixFraction, .iso8601, .date, .plus: true
        default: false
        }
    }

    fileprivate var isEncoding: Bool {
        switch self {
        case .base64, .base64url, .hex, .percentEncode, .percentDecode: true
        default: false
        }
    }
}

extension PostbackExpression {
    /// What it starts from, and its steps.
    fileprivate var parts: (head: PostbackExpression, steps: [PipelineStep]) {
        if case .pipeline(let head, let steps) = self { (head, steps) } else { (self, []) }
    }
}
