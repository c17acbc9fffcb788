import PostbackTemplate

/// Where the parts of a request stand in the output.
struct Rendered {
    var url = 0..<0
    /// The query without its question mark.
    var query = 0..<0
    var body = 0..<0
    /// Whether the query is being written: what there is of it stands behind `url`, with one byte in front of it.
    var isQueryOpen = false
    /// What stands in front of the query.
    var joint = UInt8(ascii: "?")
    /// The postback of the program.
    var postback = 0
    /// Why nothing is sent.
    var abort: RenderAbort?
}

extension Machine {
    /// A header of the request.
    struct Header: BitwiseCopyable {
        /// The name, among the program's names.
        var name: UInt32
        var start: UInt32
        var count: UInt32
    }

    /// Renders a postback of the program: the parts of `result`, or the abort there.
    /// Whether there is a request.
    ///
    /// `item` is the place of the item that the request is for, where the postback has one for each.
    mutating func render(_ index: Int, item: Int = 0, withholding: ClassificationSet) -> Bool {
        output.truncate(to: 0)
        assembly.truncate(to: 0)
        variables.truncate(to: 0)
        waiting.truncate(to: 0)
        opened.truncate(to: 0)
        headers.truncate(to: 0)
        missing.truncate(to: 0)
        withheld = withheldForEvent.union(withholding).rawValue
        result = Rendered()
        result.postback = index
        do throws(RenderAbort) {
            let plan = code.plans[index]
            if plan.items.tag != .absent { try enter(plan, item) }
            try request(plan)
            return true
        } catch {
            result.abort = error
            return false
        }
    }

    private mutating func request(_ plan: RequestPlan) throws(RenderAbort) {
        for place in plan.conditions.range where try !holds(code.operands[place]) {
            throw RenderAbort(reason: .condition)
        }
        if !plan.alternatives.range.isEmpty { try check(plan.alternatives.range) }
        try writeBody(plan)
        if output.count > Int(plan.bodyLimit) { throw RenderAbort(reason: .tooLarge) }
        result.body = 0..<output.count
        let start = output.count
        if plan.callback == Op.none {
            try writePath(plan, from: start)
        } else {
            try write(program.callbacks[Int(plan.callback)])
        }
        let query = output.count
        // The URL of a callback may bring a query of its own.
        if plan.callback != Op.none, hasQuery(start..<query) { result.joint = UInt8(ascii: "&") }
        result.url = start..<query
        result.isQueryOpen = true
        try run(plan.query.range)
        result.isQueryOpen = false
        if output.count > query {
            output[query] = result.joint
            result.query = query + 1..<output.count
        }
        result.url = start..<output.count
        try run(plan.headers.range)
        if plan.cookieName != Op.none { try writeCookies(plan) }
    }

    /// The variables of the postback's own loop stand for one of its items.
    @inline(never)
    private mutating func enter(_ plan: RequestPlan, _ item: Int) throws(RenderAbort) {
        let list = try value(plan.items)
        guard list.kind == .list, item < Int(list.count) else { throw missing(plan.itemNeeds) }
        var place = Int(list.word)
        for _ in 0..<item { place += width(of: element(of: list, at: place), in: list) }
        variables.append(element(of: list, at: place))
        if let first = plan.itemNumbering.first { variables.append(Node(.integer, word: first + Int64(item))) }
    }

    private mutating func writeCookies(_ plan: RequestPlan) throws(RenderAbort) {
        let start = output.count
        try run(plan.cookies.range)
        guard output.count > start else { return }
        // The first pair has no separator in front.
        let first = start + 2
        headers.append(
            Header(name: plan.cookieName, start: UInt32(first), count: UInt32(output.count - first)))
    }

    private func hasQuery(_ range: Range<Int>) -> Bool {
        let url = output.view(range.lowerBound, range.count)
        return url.run { $0 != UInt8(ascii: "?") } < url.count
    }

    /// Finds a complete group in every set of alternatives.
    private mutating func check(_ range: Range<Int>) throws(RenderAbort) {
        var isComplete = true
        var isMet = false
        for place in range {
            let row = code.alternatives[place]
            if !isMet, try value(row.value).kind == .absent {
                isComplete = false
                missing.append(row.needs)
            }
            if row.endsGroup {
                isMet = isMet || isComplete
                isComplete = true
            }
            guard row.endsSet else { continue }
            if !isMet { throw RenderAbort(reason: .missing) }
            missing.truncate(to: 0)
            isMet = false
        }
    }

    private mutating func writeBody(_ plan: RequestPlan) throws(RenderAbort) {
        switch plan.body {
        case .none: break
        case .form:
            try run(plan.form.range)
            // The first pair has no separator in front.
            if output.count > 0 { output.remove(at: 0) }
        case .json, .array:
            // Both are empty: what is put together at the end of `assembly` is the output itself then.
            swap(&output, &assembly)
            defer { swap(&output, &assembly) }
            if try !writeJSON(plan.content) { assembly.append(plan.body == .array ? "[]" : "{}") }
        case .text:
            let text = textual(try value(plan.content))
            if text.kind != .absent { output.append(view(text)) }
        }
    }

    private mutating func writePath(_ plan: RequestPlan, from start: Int) throws(RenderAbort) {
        try run(plan.path.range)
        if plan.checksPath { try checkSegments(from: start + Int(plan.pathStart)) }
        try run(plan.pathPairs.range)
        if plan.checksPairs { try checkSegments(from: start + Int(plan.pathStart)) }
        let mark = output.count
        try run(plan.matrix.range)
        // Behind a slash the first parameter needs no separator.
        if output.count > mark, output[mark - 1] == UInt8(ascii: "/") { output.remove(at: mark) }
    }

    /// A value may fill a segment, but never make it one that a server resolves.
    private func checkSegments(from start: Int) throws(RenderAbort) {
        var first = start
        for place in start...output.count
        where place == output.count || output[place] == UInt8(ascii: "/") {
            let segment = output.view(first, place - first)
            if segment.isEqual(to: ".") || segment.isEqual(to: "..") { throw RenderAbort(reason: .unsafePath) }
            first = place + 1
        }
    }

    /// The names of what was missing, and why.
    func skip() -> PostbackSkip? {
        guard let abort = result.abort else { return nil }
        switch abort.reason {
        case .condition: return .condition
        case .unmapped: return .unmappedEvent(program.maps[Int(abort.index)].id)
        case .unsafe: return .unsafeValue(program.names[Int(abort.index)])
        case .tooLarge: return .tooLarge
        case .unsafePath: return .unsafeValue("path")
        case .unsafeCallback: return .unsafeValue("callback")
        case .missing: return missingSkip()
        }
    }

    /// Which names are absent, and whether they were withheld; the steps that gave nothing when none is.
    private func missingSkip() -> PostbackSkip {
        var all: [Need] = []
        for place in 0..<missing.count {
            let list = Int(missing[place])
            let start = list == 0 ? 0 : Int(program.needEnds[list - 1])
            for need in start..<Int(program.needEnds[list]) { all.append(program.needs[need]) }
        }
        func names(_ needs: [Need]) -> [String] { needs.map { program.names[Int($0.name)] } }
        let hidden = all.filter { withheld & $0.classes != 0 && isPresent($0) }
        if let first = hidden.first {
            return first.classes == ClassificationSet.attribution.rawValue
                ? .notAttributed(names(hidden)) : .privacy(names(hidden))
        }
        let absent = all.filter { !$0.isStep && !isPresent($0) }
        if !absent.isEmpty { return .missingValue(names(absent)) }
        // All is there: a step made nothing of it.
        let steps = all.filter(\.isStep)
        return .missingValue(names(steps.isEmpty ? all : steps))
    }

    /// Whether the event has a value for a macro, withheld or not.
    private func isPresent(_ need: Need) -> Bool {
        if need.slot != Op.none {
            return Int(need.slot) < event.slots.count && event.slots[Int(need.slot)].kind != .absent
        }
        guard need.entry != Op.none else { return false }
        return event.entry(view(code.constants[Int(need.entry)])).kind != .absent
    }
}
