/// Finds the name that was probably meant.
public enum Suggestion {
    /// The candidate nearest to `name`, if one is near enough to be worth offering.
    ///
    /// Case does not count. For a dotted name a candidate with the same last part is near as well.
    ///
    /// - Parameter edits: how many edits may lie between the two; a third of the name's length when nil.
    public static func nearest(
        to name: String, among candidates: some Sequence<String>, within edits: Int? = nil
    ) -> String? {
        let wanted = Array(name.lowercased().utf8)
        guard wanted.count <= 80 else { return nil }
        let limit = edits ?? max(1, wanted.count / 3)
        var best: (distance: Int, name: String)?
        for candidate in candidates {
            let bytes = Array(candidate.lowercased().utf8)
            guard abs(bytes.count - wanted.count) <= limit else { continue }
            let distance = distance(wanted, bytes, limit: limit)
            guard distance <= limit, candidate != name else { continue }
            if distance < best?.distance ?? .max || (distance == best?.distance && candidate < best?.name ?? "") {
                best = (distance, candidate)
            }
        }
        return best?.name
    }

    /// The edit distance with transpositions, or `limit + 1` when it is larger than `limit`.
    static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for (row, leftByte) in left.enumerated() {
            var current = [row + 1]
            for (column, rightByte) in right.enumerated() {
                var cost = min(previous[column + 1] + 1, current[column] + 1)
                cost = min(cost, previous[column] + (leftByte == rightByte ? 0 : 1))
                if row > 0, column > 0, leftByte == right[column - 1], left[row - 1] == rightByte {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            if (current.min() ?? 0) > limit { return limit + 1 }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}
