import PostbackTemplate

@testable import PostbackRuntime

/// One transform by itself, applied by the machine that renders.
enum Transform {
    /// The value that `name` makes of `value`, nil for none.
    static func apply(_ name: TransformName, to value: PostbackValue, _ arguments: [PostbackValue]) -> PostbackValue? {
        let names = ["in.value"] + arguments.indices.map { "in.argument\($0)" }
        let catalogue = MacroCatalogue(macros: names.map { MacroDefinition($0, .text) })
        var event = PostbackEvent(catalogue: catalogue)
        for (slot, argument) in arguments.enumerated() { event[slot: slot + 1] = argument }
        var builder = ProgramBuilder(catalogue: catalogue)
        var derivation = Derivation(kind: .transform, detail: name.number)
        if case .digest(let bytes) = value {
            let node = Node(.digest, at: 0, count: bytes.count * 2, in: .constants, traits: [])
            derivation.input = builder.constant(node, bytes + Array(Hexadecimal.encode(bytes).utf8))
        } else {
            event[slot: 0] = value
            derivation.input = Ref(tag: .slot, index: 0)
        }
        if name == .date,
            let pattern = arguments.first?.text.flatMap({
                DatePattern($0, offset: arguments.dropFirst().first?.text)
            })
        {
            derivation.extra = builder.pattern(pattern)
        }
        let result = builder.derivation(derivation, arguments.indices.map { Ref(tag: .slot, index: UInt32($0 + 1)) })
        let buffer = RenderBuffer()
        let program = Program(builder)
        return withExtendedLifetime(event) {
            buffer.use { machine in
                machine.begin(event.storage, .empty, program)
                defer { machine.end() }
                return (try? machine.value(result)).flatMap { machine.publicValue($0) }
            }
        }
    }
}

extension Machine {
    /// The node as a value of its own.
    func publicValue(_ node: Node) -> PostbackValue? {
        switch node.kind {
        case .absent, .list, .item: nil
        case .text: .text(view(node).string)
        case .decimal: ExactDecimal(view(node).string).map(PostbackValue.decimal)
        case .digest: .digest(Array(digestBytes(node)))
        case .bytes: .bytes((0..<Int(node.count)).map { view(node)[$0] })
        case .integer: .integer(node.word)
        case .boolean: .boolean(node.word != 0)
        case .timestamp: .timestamp(Timestamp(microseconds: node.word))
        }
    }

    private func digestBytes(_ node: Node) -> [UInt8] {
        let whole = digestView(node)
        return (0..<Int(node.count) / 2).map { whole[$0] }
    }
}

extension MessageDigest {
    /// The digest of a message.
    static func hash(_ message: [UInt8]) -> [UInt8] {
        var buffer = ByteBuffer()
        ByteBuffer(message).withView { append(hashOf: $0, to: &buffer) }
        return (0..<buffer.count).map { buffer[$0] }
    }

    /// The keyed digest of a message.
    static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var buffer = ByteBuffer()
        ByteBuffer(message).withView { text in
            ByteBuffer(key).withView { append(codeOf: text, key: $0, to: &buffer) }
        }
        return (0..<buffer.count).map { buffer[$0] }
    }
}
