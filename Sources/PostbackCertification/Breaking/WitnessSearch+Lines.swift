import PostbackCompiler
import PostbackTemplate

/// A line by itself, so that what is shown is its own change and no other one.
extension WitnessSearch {
    typealias Probe = (postback: PostbackTemplate, partner: PartnerTemplate)

    func probes(
        _ change: IntegrationChange, _ old: TemplateLine?, _ new: TemplateLine?, _ maps: [ValueMap]
    ) -> (old: Probe, new: Probe)? {
        guard let situation = change.situation,
            var before = comparison.old.postbacks.first(where: { $0.id == situation.old }),
            var after = comparison.new.postbacks.first(where: { $0.id == situation.new })
        else { return nil }
        let position = (old ?? new).map(\.probePosition) ?? .query
        before.request = Self.probe(old, position, of: before.request)
        // A row of a table is seen in the older line.
        after.request = Self.probe(new, position, of: maps.isEmpty ? after.request : before.request)
        (before.conditions, before.alternatives) = ([], [])
        (after.conditions, after.alternatives) = ([], [])
        var (former, patched) = (comparison.old, maps.isEmpty ? comparison.new : comparison.old)
        for map in maps {
            if let index = patched.maps.firstIndex(where: { $0.id == map.id }) { patched.maps[index] = map }
        }
        // What the account fills in is the same for both.
        former.fields = comparison.new.fields
        patched.fields = comparison.new.fields
        return ((before, former), (after, patched))
    }

    private static func probe(
        _ line: TemplateLine?, _ position: RequestPosition, of request: RequestTemplate
    ) -> RequestTemplate {
        guard let line else {
            return RequestTemplate(.post, origin: [.literal("https://trace.invalid")], path: [.literal("/")])
        }
        var position = position
        if line.position != position { position = line.probePosition }
        return position.probe(line.standingAlone(at: position), of: request)
    }
}

extension TemplateLine {
    /// Where it can be seen by itself: what has no line of its own is seen as a member of JSON.
    fileprivate var probePosition: RequestPosition {
        switch position {
        case .json, .text, .callback, .origin, .path: .json
        case .marks, .pathPairs, .matrix, .query, .headers, .cookies, .form: path.count > 1 ? .json : position
        }
    }

    /// The line with its conditions and loops around it.
    fileprivate func standingAlone(at position: RequestPosition) -> PostbackLine {
        let isMember = position == .json
        var line = PostbackLine.pair(
            key.isWritten || !isMember ? key : LineKey("value"), value, presence: presence)
        if !guards.isEmpty { line = .when(.all(guards), [line]) }
        for loop in loops.reversed() {
            line =
                isMember
                ? .pair(LineKey("list"), .each(loop, yield: PostbackElement(.object([line])))) : .each(loop, [line])
        }
        return line
    }
}
