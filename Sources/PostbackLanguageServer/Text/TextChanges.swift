import PostbackLanguage

/// The replacements of whole lines that make one text of another.
enum TextChanges {
    /// The most lines, beside those at the beginning and the end that are the same, that are compared one by one.
    private static let mostLines = 2_000

    /// The changes from `old` to `new`, in order; each is bytes of `old` and what comes in their place.
    static func between(_ old: [UInt8], _ new: [UInt8]) -> [DiagnosticFix.Edit] {
        let (from, to) = (lines(of: old), lines(of: new))
        let head = zip(from, to).prefix { old[$0] == new[$1] }.count
        let tail = zip(from[head...].reversed(), to[head...].reversed()).prefix { old[$0] == new[$1] }.count
        let (left, right) = (from[head..<from.count - tail], to[head..<to.count - tail])
        if left.isEmpty, right.isEmpty { return [] }
        let start = left.first?.lowerBound ?? (head > 0 ? from[head - 1].upperBound : 0)
        guard left.count + right.count <= mostLines else {
            let end = left.last?.upperBound ?? start
            return [edit(start..<end, right, new)]
        }
        return changes(Array(left), Array(right), from: start, old, new)
    }

    /// A change of as many lines as it gives, as one for each line; any other as it is.
    static func byLine(_ change: DiagnosticFix.Edit, of source: SourceFile) -> [DiagnosticFix.Edit] {
        let new = Array(change.replacement.utf8)
        let old = Array(source.bytes[change.range.start..<change.range.end])
        let (from, to) = (lines(of: old), lines(of: new))
        guard from.count == to.count else { return [change] }
        return zip(from, to).filter { old[$0] != new[$1] }.map { before, after in
            let start = change.range.start
            return edit(start + before.lowerBound..<start + before.upperBound, [after], new)
        }
    }

    private static func changes(
        _ left: [Range<Int>], _ right: [Range<Int>], from start: Int, _ old: [UInt8], _ new: [UInt8]
    ) -> [DiagnosticFix.Edit] {
        let difference = right.map { new[$0] }.difference(from: left.map { old[$0] })
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var edits: [DiagnosticFix.Edit] = []
        var (here, there, place) = (0, 0, start)
        while here < left.count || there < right.count {
            let first = place
            let firstNew = there
            while here < left.count, removed.contains(here) {
                place = left[here].upperBound
                here += 1
            }
            while there < right.count, inserted.contains(there) { there += 1 }
            if place > first || there > firstNew { edits.append(edit(first..<place, right[firstNew..<there], new)) }
            if here < left.count { place = left[here].upperBound }
            here += 1
            there += 1
        }
        return edits
    }

    private static func edit(_ range: Range<Int>, _ lines: ArraySlice<Range<Int>>, _ new: [UInt8]) -> DiagnosticFix.Edit
    {
        let text = lines.map { String(decoding: new[$0], as: UTF8.self) }.joined()
        return DiagnosticFix.Edit(SourceRange(range.lowerBound, range.upperBound), text)
    }

    /// The lines, line breaks included.
    private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for (offset, byte) in bytes.enumerated() where byte == 0x0A {
            lines.append(start..<offset + 1)
            start = offset + 1
        }
        if start < bytes.count { lines.append(start..<bytes.count) }
        return lines
    }
}
