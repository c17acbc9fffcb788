import PostbackTemplate

/// Puts a program together; what is the same is kept once.
struct ProgramBuilder {
    let catalogue: MacroCatalogue
    var literals: [UInt8] = []
    var constants: [Node] = []
    var derivations: [Derivation] = []
    var operands: [Ref] = []
    var tests: [Test] = []
    var shapes: [Shape] = []
    var ops: [Op] = []
    var needs: [Need] = []
    var needEnds: [UInt32] = []
    var elements: [Op] = []
    var names: [String] = []
    var maps: [MapTable] = []
    var patterns: [DatePattern] = []
    var encodings: [Encoding] = [.plain]
    var contentTypes: [ByteBox] = []
    var signals: [Program.Signal] = []
    var plans: [RequestPlan] = []
    var alternatives: [Alternative] = []
    var callbacks: [CallbackPlan] = []
    var postbacks: [PostbackInfo] = []

    private var literalPlaces: [[UInt8]: UInt32] = [:]
    private var constantPlaces: [ConstantKey: UInt32] = [:]
    private var derivationPlaces: [DerivationKey: UInt32] = [:]
    private var namePlaces: [String: UInt32] = [:]
    private var needPlaces: [[Need]: UInt32] = [:]
    private var mapPlaces: [ObjectIdentifier: UInt32] = [:]

    private struct ConstantKey: Hashable {
        var kind: UInt8
        var word: Int64
        var bytes: [UInt8]
    }

    private struct DerivationKey: Hashable {
        var derivation: Derivation
        var operands: [Ref]
    }

    init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
        for signal in catalogue.signals {
            guard let slot = catalogue.slot(signal.macro) else { continue }
            let value = constant(.text(signal.value))
            signals.append(
                .init(
                    slot: slot, value: Int(value.index), truth: Bool(signal.value), withholds: signal.withholds.rawValue
                ))
        }
    }

    /// The place of bytes among the literals.
    mutating func literal(_ bytes: [UInt8]) -> UInt32 {
        if let place = literalPlaces[bytes] { return place }
        let place = UInt32(literals.count)
        literals += bytes
        literalPlaces[bytes] = place
        return place
    }

    /// A value that is known.
    mutating func constant(_ literal: PostbackLiteral) -> Ref {
        var buffer = ByteBuffer()
        let node = buffer.add(literal)
        return constant(node, node.kind.isText ? buffer.withView { $0.bytes } : nil)
    }

    /// A value that is known and that no partner file can state.
    mutating func constant(_ moment: Timestamp) -> Ref {
        constant(Node(.timestamp, word: moment.microseconds), nil)
    }

    /// A value that is known, with the bytes of its text.
    mutating func constant(_ node: Node, _ text: [UInt8]?) -> Ref {
        guard node.kind != .absent else { return .absent }
        var node = node
        let bytes = text ?? []
        let key = ConstantKey(kind: node.kind.rawValue, word: text == nil ? node.word : 0, bytes: bytes)
        if let place = constantPlaces[key] { return Ref(tag: .constant, index: place) }
        if text != nil {
            node.arena = .constants
            // A digest's own bytes stand in front of its text.
            node.word = Int64(literal(bytes)) + Int64(bytes.count - Int(node.count))
        }
        let place = UInt32(constants.count)
        constants.append(node)
        constantPlaces[key] = place
        return Ref(tag: .constant, index: place)
    }

    /// A value that is computed.
    ///
    /// `bound` is what it does not depend on although its operands do: the variable of its own loop.
    mutating func derivation(
        _ derivation: Derivation, _ values: [Ref] = [], binding bound: Ref.Dependence = []
    ) -> Ref {
        var derivation = derivation
        for value in values + [derivation.input] {
            derivation.classes |= value.classes
            derivation.dependence.formUnion(value.dependence)
        }
        derivation.dependence.subtract(bound)
        let key = DerivationKey(derivation: derivation, operands: values)
        let place: UInt32
        if let known = derivationPlaces[key] {
            place = known
        } else {
            place = UInt32(derivations.count)
            (derivation.start, derivation.count) = list(values)
            derivations.append(derivation)
            derivationPlaces[key] = place
        }
        return Ref(tag: .derived, classes: derivation.classes, dependence: derivation.dependence, index: place)
    }

    /// Operands one behind the other.
    mutating func list(_ values: [Ref]) -> (start: UInt32, count: UInt32) {
        defer { operands += values }
        return (UInt32(operands.count), UInt32(values.count))
    }

    /// A condition.
    mutating func test(_ kind: Test.Kind, _ values: [Ref]) -> Ref {
        let (start, count) = list(values)
        tests.append(Test(kind: kind, start: start, count: count))
        return Ref(
            tag: .condition, classes: values.reduce(0) { $0 | $1.classes },
            dependence: values.reduce(into: []) { $0.formUnion($1.dependence) }, index: UInt32(tests.count - 1))
    }

    /// A JSON object or array.
    mutating func shape(_ shape: Shape, of values: [Ref]) -> Ref {
        shapes.append(shape)
        return Ref(
            tag: .shape, classes: values.reduce(0) { $0 | $1.classes },
            dependence: values.reduce(into: []) { $0.formUnion($1.dependence) }, index: UInt32(shapes.count - 1))
    }

    /// The place of a name.
    mutating func name(_ name: String) -> UInt32 {
        if let place = namePlaces[name] { return place }
        names.append(name)
        namePlaces[name] = UInt32(names.count - 1)
        return UInt32(names.count - 1)
    }

    /// The number of a list of needs.
    mutating func need(_ list: [Need]) -> UInt32 {
        if let place = needPlaces[list] { return place }
        needs += list
        needEnds.append(UInt32(needs.count))
        needPlaces[list] = UInt32(needEnds.count - 1)
        return UInt32(needEnds.count - 1)
    }

    /// The number of a map.
    mutating func map(_ map: MapTable) -> UInt32 {
        if let place = mapPlaces[ObjectIdentifier(map)] { return place }
        maps.append(map)
        mapPlaces[ObjectIdentifier(map)] = UInt32(maps.count - 1)
        return UInt32(maps.count - 1)
    }

    /// The number of a content type.
    mutating func contentType(_ text: String) -> UInt32 {
        contentTypes.append(ByteBox(text))
        return UInt32(contentTypes.count - 1)
    }

    /// The number of a date pattern.
    mutating func pattern(_ pattern: DatePattern) -> UInt32 {
        if let place = patterns.firstIndex(of: pattern) { return UInt32(place) }
        patterns.append(pattern)
        return UInt32(patterns.count - 1)
    }

    /// The number of an encoding; there are fewer sets of bare characters than numbers.
    mutating func encoding(_ encoding: Encoding) -> UInt16 {
        if let place = encodings.firstIndex(of: encoding) { return UInt16(place) }
        encodings.append(encoding)
        return UInt16(encodings.count - 1)
    }
}
