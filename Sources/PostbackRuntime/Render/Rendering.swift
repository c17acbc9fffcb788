public import PostbackTemplate

/// The rendering of one event, through which the postbacks of a set are rendered one after another.
public struct Rendering {
    let buffer: RenderBuffer
    private let postbacks: BoundPostbacks

    init(buffer: RenderBuffer, postbacks: BoundPostbacks) {
        self.buffer = buffer
        self.postbacks = postbacks
    }

    /// Renders a postback of the set into the buffer; false when nothing is to be sent, and `skip` says why.
    ///
    /// Macros of the classifications in `withheld` count as absent for this postback, beside those that the context and
    /// the event's privacy signals withhold.
    public func render(_ postback: Int, withholding withheld: ClassificationSet = []) -> Bool {
        guard postbacks.indices.contains(postback) else { return false }
        buffer.machine.render(postback, withholding: withheld)
        return buffer.hasRequest
    }

    /// Why the postback that was rendered last is not sent; nil when it is.
    public var skip: PostbackSkip? { buffer.machine.skip() }
}

extension BoundPostbacks {
    /// Prepares a buffer for an event and calls a closure that renders postbacks of the set.
    ///
    /// What several postbacks compute alike — digests, encoded texts, written times — is computed once.
    public func withRendering<Result>(
        of event: PostbackEvent, context: RenderContext, in buffer: RenderBuffer, _ body: (Rendering) throws -> Result
    ) rethrows -> Result {
        let event = program.fitting(event)
        return try withExtendedLifetime(event) {
            buffer.machine.begin(event.storage, context, program)
            defer { buffer.machine.end() }
            return try body(Rendering(buffer: buffer, postbacks: self))
        }
    }
}

extension Program {
    /// The event with its values in the slots that the postbacks look at.
    func fitting(_ event: PostbackEvent) -> PostbackEvent {
        let layout = event.storage.catalogue.layout
        if layout == catalogue.layout || catalogue.layouts.contains(layout) { return event }
        return event.converted(to: catalogue)
    }
}

extension Machine {
    /// Renders one postback for an event that nothing else is rendered for.
    mutating func render(
        _ index: Int, of program: Program, _ event: EventStorage, _ context: borrowing RenderContext
    ) -> PostbackSkip? {
        begin(event, context, program)
        defer { end() }
        render(index, withholding: [])
        return result.interruption == nil ? nil : skip()
    }
}

extension BoundPostback {
    /// Renders the postback for an event into a buffer; nil for a request, or the reason why nothing is sent.
    ///
    /// A pure function of the bound postback, the event and the context. Nothing half-filled ever comes out. What the
    /// event's privacy signals withhold is withheld beside what the context does.
    public func render(_ event: PostbackEvent, context: RenderContext, into buffer: RenderBuffer) -> PostbackSkip? {
        let event = program.fitting(event)
        return withExtendedLifetime(event) {
            buffer.machine.render(index, of: program, event.storage, context)
        }
    }

    /// Renders the postback for an event: a request of its own, or the reason why nothing is sent.
    public func render(_ event: PostbackEvent, context: RenderContext) -> PostbackOutcome {
        let buffer = RenderBuffer()
        if let skip = render(event, context: context, into: buffer) { return .skipped(skip) }
        return buffer.request(method).map(PostbackOutcome.request) ?? .skipped(.notConfigured)
    }
}

extension RenderBuffer {
    /// What becomes of a computation whose operands are known; see `ProgramBuilder.evaluate`.
    func evaluate(_ ref: Ref, in program: Program) -> Evaluation {
        machine.begin(.empty, .empty, program)
        defer { machine.end() }
        do throws(Interruption) {
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
