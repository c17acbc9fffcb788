import PostbackLanguage
import PostbackTemplate

/// Compares the values of two requests one by one.
struct LineComparison {
    private(set) var changes: [IntegrationChange] = []
    private let situation: IntegrationChange.Situation
    private let maps: (old: [ValueMap], new: [ValueMap])
    private let containers: (old: [TemplateLine], new: [TemplateLine])
    private let old: [TemplateLine]
    private let new: [TemplateLine]

    /// Where a value stands.
    private struct Slot: Hashable {
        var position: RequestPosition
        var path: [String]

        init(_ line: TemplateLine) {
            position = line.position
            path = line.path
        }
    }

    init(
        _ old: [TemplateLine], _ new: [TemplateLine], _ situation: IntegrationChange.Situation,
        maps: (old: [ValueMap], new: [ValueMap])
    ) {
        containers = (old.filter(\.isContainer), new.filter(\.isContainer))
        self.old = old.filter { !$0.isContainer }
        self.new = new.filter { !$0.isContainer }
        self.situation = situation
        self.maps = maps
    }

    mutating func run(isOrdered: Bool) {
        let (was, now) = (Dictionary(grouping: old, by: Slot.init), Dictionary(grouping: new, by: Slot.init))
        var gone: [TemplateLine] = []
        var came: [TemplateLine] = []
        for line in Self.unique(old) where now[Slot(line)] == nil { gone += was[Slot(line)] ?? [] }
        for line in Self.unique(new) {
            guard let before = was[Slot(line)], let after = now[Slot(line)] else {
                came += now[Slot(line)] ?? []
                continue
            }
            compare(before, after)
        }
        matchRenames(&gone, &came)
        for line in gone { note(.lineRemoved(line.kind, line: line.words), line, nil) }
        for line in came { note(.lineAdded(line.kind, line: line.words, value: line.text), nil, line) }
        compareOrder(isOrdered)
        // Of objects and lists as a whole only what happens without them is told; the rest is told of what is in them.
        for before in containers.old {
            guard let after = containers.new.first(where: { Slot($0) == Slot(before) }) else { continue }
            comparePresence(before, after)
        }
    }

    /// One line for each slot, in order.
    private static func unique(_ lines: [TemplateLine]) -> [TemplateLine] {
        var seen: Set<Slot> = []
        return lines.filter { seen.insert(Slot($0)).inserted }
    }

    /// Notes a change.
    ///
    /// - Parameter alone: the newer line with nothing but this change in it.
    private mutating func note(
        _ finding: Finding, _ before: TemplateLine?, _ after: TemplateLine?, alone: TemplateLine? = nil
    ) {
        var change = IntegrationChange(finding: finding)
        change.place = after?.place(in: situation.new) ?? SourcePlace(postback: situation.new)
        change.formerPlace = before?.place(in: situation.old)
        change.evidence = .line(old: before, new: alone ?? after, whole: alone == nil ? nil : after)
        change.situation = situation
        changes.append(change)
    }

    // MARK: One key

    /// Compares what a key has in both; a key may have several values under several conditions.
    private mutating func compare(_ before: [TemplateLine], _ after: [TemplateLine]) {
        var rest = after
        var changed: [TemplateLine] = []
        for line in before {
            if let same = rest.firstIndex(where: { $0.content == line.content && $0.key == line.key }) {
                rest.remove(at: same)
            } else {
                changed.append(line)
            }
        }
        // The same value under other conditions belongs together, then the same conditions, then what is left.
        pair(&changed, &rest) { $0.value == $1.value }
        pair(&changed, &rest) { $0.guards == $1.guards }
        pair(&changed, &rest) { _, _ in true }
        for line in changed { note(.branchChanged(line: line.words, gone: line.text, came: nil), line, nil) }
        for line in rest { note(.branchChanged(line: line.words, gone: nil, came: line.text), nil, line) }
    }

    private mutating func pair(
        _ before: inout [TemplateLine], _ after: inout [TemplateLine], _ fits: (TemplateLine, TemplateLine) -> Bool
    ) {
        var left: [TemplateLine] = []
        for line in before {
            if let match = after.firstIndex(where: { fits(line, $0) }) {
                compare(line, after.remove(at: match))
            } else {
                left.append(line)
            }
        }
        before = left
    }

    private mutating func compare(_ before: TemplateLine, _ after: TemplateLine) {
        comparePresence(before, after)
        compareGuards(before, after)
        if before.loops != after.loops { note(.structureChanged(line: after.words), before, after) }
        if before.key != after.key, before.position != .headers || before.key.isBare != after.key.isBare {
            note(.encodingChanged(line: after.words, old: "\(before.key)", new: "\(after.key)"), before, after)
        }
        var values = ValueComparison(line: after.words, isJSON: after.kind == .member, maps: maps)
        values.compare(before.value, after.value)
        var alone = before
        alone.value = after.value
        for difference in values.found {
            note(difference.finding, before, after, alone: alone)
            // Seen with this row alone, or another one would be shown for it.
            if let table = difference.patched {
                changes[changes.count - 1].evidence = .line(old: before, new: before, maps: [table])
            }
        }
    }

    private mutating func compareGuards(_ before: TemplateLine, _ after: TemplateLine) {
        let (was, now) = (Set(before.guards), Set(after.guards))
        let came = after.guards.filter { !was.contains($0) }.map { ExpressionText.describe($0) }
        let gone = before.guards.filter { !now.contains($0) }.map { ExpressionText.describe($0) }
        var alone = before
        alone.guards = after.guards
        let finding: Finding
        switch (gone.isEmpty, came.isEmpty) {
        case (true, true): return
        case (true, false): finding = .lineNarrowed(line: after.words, came: came)
        case (false, true):
            let other = PostbackCondition.opposite(of: before.guards.filter { !now.contains($0) })
            finding = .lineWidened(line: after.words, also: ExpressionText.describe(other))
        case (false, false): finding = .lineConditionChanged(line: after.words, gone: gone, came: came)
        }
        note(finding, before, after, alone: alone)
    }

    private mutating func comparePresence(_ before: TemplateLine, _ after: TemplateLine) {
        guard before.presence != after.presence else { return }
        var alone = before
        alone.presence = after.presence
        let finding: Finding =
            switch (before.presence, after.presence) {
            case (_, .required): .lineMadeRequired(line: after.words)
            case (.required, _): .lineMadeOptional(line: after.words)
            default:
                .emptyValueChanged(line: after.words, old: before.presence.words, new: after.presence.words)
            }
        note(finding, before, after, alone: alone)
    }

    // MARK: Several keys

    /// Takes out what only has another key, or stands elsewhere.
    private mutating func matchRenames(_ gone: inout [TemplateLine], _ came: inout [TemplateLine]) {
        gone.removeAll { before in
            if let match = came.firstIndex(where: {
                $0.position == before.position && $0.parent == before.parent && $0.content == before.content
            }) {
                let after = came.remove(at: match)
                note(.lineRenamed(after.kind, old: before.words, new: after.words), before, after)
                return true
            }
            let moved = came.firstIndex { after in
                after.path.last == before.path.last && after.content == before.content
            }
            guard let moved else { return false }
            let after = came.remove(at: moved)
            note(.parameterMoved(old: before.words, new: after.words), before, after)
            changes[changes.count - 1].evidence = .line(old: before, new: nil)
            return true
        }
    }

    /// The order of what both have, where it matters: in paths, and where a signature is made of the request.
    private mutating func compareOrder(_ isOrdered: Bool) {
        for position in RequestPosition.allCases where isOrdered || position == .pathPairs || position == .matrix {
            let was = old.filter { $0.position == position }
            let now = new.filter { $0.position == position }
            let common = Set(was.map(\.path)).intersection(now.map(\.path))
            let (before, after) = (Self.order(was, common), Self.order(now, common))
            guard before != after else { continue }
            var change = IntegrationChange(
                finding: .parameterOrderChanged(block: position.traits.name, old: before, new: after))
            change.place = SourcePlace(postback: situation.new)
            change.evidence = .request
            change.situation = situation
            changes.append(change)
        }
    }

    private static func order(_ lines: [TemplateLine], _ common: Set<[String]>) -> [String] {
        unique(lines).filter { common.contains($0.path) }.map(\.name)
    }
}

extension TemplateLine {
    /// What it is, in words: "the query parameter 'ifa'".
    var words: String {
        switch kind {
        case .header: "the header '\(key)'"
        case .member: name.isEmpty ? "the JSON" : "the member '\(name)' of the JSON"
        case .parameter:
            switch position {
            case .pathPairs: "the path parameter '\(name)'"
            case .text: "the text of the body"
            case _ where name.isEmpty: "what stands without a key in \(position.traits.name)"
            case .cookies: "the cookie '\(name)'"
            case .marks: "the mark '\(name)'"
            default: "the \(position.rawValue) parameter '\(name)'"
            }
        }
    }

    /// Its value as a partner file writes it.
    var text: String { ExpressionText.describe(value) }
}

extension LinePresence {
    fileprivate var words: String {
        switch self {
        case .optional: "left out"
        case .required: "required"
        case .keepEmpty: "sent empty"
        case .keepNull: "sent as null"
        }
    }
}
