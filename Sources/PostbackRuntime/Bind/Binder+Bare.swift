import PostbackTemplate

/// Values of which some text stands bare: what is data in them is encoded before it is put together.
extension Binder {
    /// The operand for a value that is encoded already.
    ///
    /// - Parameter encoding: the number of the encoding of data.
    mutating func encoded(_ expression: PostbackExpression, _ encoding: UInt16) -> Ref {
        switch expression {
        case .bare(let text):
            let pieces = text.pieces.map { piece in
                if case .literal = piece { bind(piece) } else { encoded(bind(piece), encoding) }
            }
            return fold(Derivation(kind: .text), pieces)
        case .fallback(let values):
            return builder.derivation(
                Derivation(kind: .fallback), values.map { encoded($0, encoding) }.filter { $0.tag != .absent })
        case .choose(let branches, let otherwise):
            let pairs = branches.flatMap { [bind($0.condition), encoded($0.value, encoding)] }
            let last = otherwise.map { encoded($0, encoding) } ?? .absent
            return builder.derivation(Derivation(kind: .choose, input: last), pairs)
        case .pipeline:
            guard let (list, separator) = expression.bareJoin else { return encoded(bind(expression), encoding) }
            let joined = Derivation(
                kind: .transform, detail: TransformName.join.number, input: encoded(elements: list, encoding))
            return joined.input.tag == .absent ? .absent : fold(joined, [bind(separator)])
        case .unescaped(let value, let characters):
            guard case .percent(_, let isForm) = builder.encodings[Int(encoding)] else { return bind(value) }
            return encoded(bind(value), builder.encoding(.percent(bare: characters, isForm: isForm)))
        case .literal, .macro, .field, .definition, .item, .variable, .element, .entries, .request, .system, .text,
            .list, .each, .object, .json:
            return encoded(bind(expression), encoding)
        }
    }

    /// A list whose elements are encoded.
    private mutating func encoded(elements list: PostbackExpression, _ encoding: UInt16) -> Ref {
        switch list {
        case .list(let elements): return self.list(elements) { $0.encoded($1, encoding) }
        case .each(let loop, let yield): return each(loop, yield) { $0.encoded($1, encoding) }
        default:
            let loop = ItemLoop("", in: list)
            return each(loop, PostbackElement(.variable(""))) { $0.encoded($1, encoding) }
        }
    }

    /// A value encoded.
    private mutating func encoded(_ value: Ref, _ encoding: UInt16) -> Ref {
        guard value.tag != .absent else { return .absent }
        if value.tag == .constant, case .percent(let bare, let isForm) = builder.encodings[Int(encoding)],
            let text = builder.text(of: builder.constants[Int(value.index)])
        {
            var bytes: [UInt8] = []
            PercentEncoding(unescaped: bare, spaceAsPlus: isForm).append(text, to: &bytes)
            return builder.constant(.text(String(decoding: bytes, as: UTF8.self)))
        }
        return builder.derivation(Derivation(kind: .encoded, input: value, extra: UInt32(encoding)))
    }
}
