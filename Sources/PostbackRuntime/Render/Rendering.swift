public import PostbackTemplate

/// The rendering of one event, through which the postbacks of a set are rendered one after another. It cannot be kept
/// beyond the closure that it is given to: the buffer is another event's then.
public struct Rendering: ~Escapable {
    let buffer: RenderBuffer
    /// The number of postbacks in the set.
    private let count: Int

    @_lifetime(borrow buffer)
    init(buffer: borrowing RenderBuffer, count: Int) {
        self.buffer = copy buffer
        self.count = count
    }

    /// Renders a postback of the set into the buffer; false when nothing is to be sent, and `skip` says why.
    ///
    /// Macros of the classifications in `withheld` count as absent for this postback, beside those that the context and
    /// the event's privacy signals withhold. `item` is the place of the item that the request is for, from 0, where the
    /// postback has one for each.
    public func render(_ postback: Int, item: Int = 0, withholding withheld: ClassificationSet = []) -> Bool {
        guard postback >= 0, postback < count, item >= 0 else { return false }
        return buffer.use { $0.render(postback, item: item, withholding: withheld) }
    }

    /// Why the postback that was rendered last is not sent; nil when it is.
    public var skip: PostbackSkip? { buffer.use { $0.skip() } }
}

extension BoundPostbacks {
    /// Prepares a buffer for an event and calls a closure that renders postbacks of the set.
    ///
    /// What several postbacks compute alike — digests, encoded texts, written times — is computed once.
    public func withRendering<Result>(
        of event: PostbackEvent, context: RenderContext, in buffer: RenderBuffer, _ body: (Rendering) throws -> Result
    ) rethrows -> Result {
        guard program.fits(event) else {
            let converted = event.converted(to: program.catalogue)
            return try withRendering(of: converted, context: context, in: buffer, body)
        }
        return try withExtendedLifetime(event) {
            buffer.begin { $0.begin(event.storage, context, program) }
            defer { buffer.end() }
            return try body(Rendering(buffer: buffer, count: count))
        }
    }
}

extension Program {
    /// Whether the event has its values in the slots that the postbacks look at.
    func fits(_ event: borrowing PostbackEvent) -> Bool {
        let layout = event.storage.catalogue.layout
        return layout == catalogue.layout || catalogue.layouts.contains(layout)
    }
}

extension Machine {
    /// Renders one postback for an event that nothing else is rendered for.
    mutating func render(
        _ index: Int, item: Int, of program: Program, _ event: EventStorage, _ context: borrowing RenderContext
    ) -> PostbackSkip? {
        begin(event, context, program)
        defer { end() }
        return render(index, item: max(0, item), withholding: []) ? nil : skip()
    }
}

extension BoundPostback {
    /// Renders the postback for an event into a buffer; nil for a request, or the reason why nothing is sent.
    ///
    /// A pure function of the bound postback, the event and the context. Nothing half-filled ever comes out. What the
    /// event's privacy signals withhold is withheld beside what the context does. `item` is the place of the item that the
    /// request is for, from 0, where the postback has one for each; see `requestCount(for:)`.
    public func render(
        _ event: PostbackEvent, item: Int = 0, context: RenderContext, into buffer: RenderBuffer
    ) -> PostbackSkip? {
        guard program.fits(event) else {
            return render(event.converted(to: program.catalogue), item: item, context: context, into: buffer)
        }
        return withExtendedLifetime(event) {
            buffer.whole { $0.render(index, item: item, of: program, event.storage, context) }
        }
    }

    /// Renders the postback for an event: a request of its own, or the reason why nothing is sent.
    public func render(_ event: PostbackEvent, item: Int = 0, context: RenderContext) -> PostbackOutcome {
        let buffer = RenderBuffer()
        if let skip = render(event, item: item, context: context, into: buffer) { return .skipped(skip) }
        return buffer.request(method).map(PostbackOutcome.request) ?? .skipped(.notConfigured)
    }

    /// How many requests the postback has for an event: one for each item, where it is declared so, else one. An event
    /// without items gives one that is not sent, and says why.
    public func requestCount(for event: PostbackEvent) -> Int {
        itemList.map { max(1, event.count(of: $0)) } ?? 1
    }
}

extension RenderBuffer {
    /// What becomes of a computation whose operands are known; see `ProgramBuilder.evaluate`.
    func evaluate(_ ref: Ref, in program: Program) -> Evaluation {
        use { machine in
            machine.begin(.empty, .empty, program)
            defer { machine.end() }
            do throws(RenderAbort) {
                let node = try machine.value(ref)
                switch node.kind {
                case .absent: return .absent
                case .list, .item, .bytes: return .unfoldable
                case .text, .decimal: return .value(node, machine.view(node).bytes)
                case .digest: return .value(node, machine.digestView(node).bytes)
                case .integer, .boolean, .timestamp: return .value(node, nil)
                }
            } catch {
                return .unfoldable
            }
        }
    }

    /// What came of it: a value with the bytes of its text, or none.
    enum Evaluation {
        case value(Node, [UInt8]?)
        case absent
        case unfoldable
    }
}

extension Machine {
    /// A digest's own bytes with its text behind them.
    func digestView(_ node: Node) -> ByteView {
        var whole = node
        whole.word -= Int64(node.count / 2)
        whole.count += node.count / 2
        return view(whole)
    }
}
