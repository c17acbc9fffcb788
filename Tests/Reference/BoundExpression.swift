import PostbackRuntime
import PostbackTemplate

/// An expression with the account's fields folded in and names resolved to slots.
indirect enum BoundExpression: Sendable {
    case constant(PostbackValue)
    case absent
    case macro(slot: Int, ClassificationSet)
    case entry(String, ClassificationSet)
    case item(depth: Int, property: String, ClassificationSet)
    case variable(depth: Int)
    case element(list: Int, index: Int, property: String, ClassificationSet)
    case entries(OpenMapEntries, ClassificationSet)
    /// A text, encoded.
    case encoded(BoundExpression, PercentEncoding)
    case request(RequestPart)
    case system(SystemValue)
    case text([BoundExpression])
    case pipeline(BoundExpression, [BoundStep])
    case fallback([BoundExpression])
    case choose([(BoundCondition, BoundExpression)], otherwise: BoundExpression)
    case list([BoundElement])
    /// `first` is the number of the first element, where they are counted.
    case each(in: BoundExpression, first: Int?, yield: BoundElement)
    case object([BoundLine])
    case json(BoundExpression)

    var isConstant: Bool {
        switch self {
        case .constant, .absent: true
        default: false
        }
    }
}

/// An element of a bound list.
struct BoundElement: Sendable {
    var value: BoundExpression
    var presence: LinePresence
    /// Names whose absence can make a required element absent.
    var needs: [NeededName]
}

/// A step of a bound pipeline.
enum BoundStep: Sendable {
    case transform(TransformName, [BoundExpression])
    case map(BoundMap)
}

/// A map as a table.
final class BoundMap: Sendable {
    let id: String
    let table: [[UInt8]: PostbackValue]
    let fallback: ValueMap.Fallback

    init(_ map: ValueMap) {
        id = map.id
        table = Dictionary(
            map.entries.map { (Array($0.key.utf8), PostbackValue($0.value)) }, uniquingKeysWith: { first, _ in first })
        fallback = map.fallback
    }
}

/// A bound condition.
indirect enum BoundCondition: Sendable {
    case equals(BoundExpression, BoundExpression)
    case isIn(BoundExpression, [BoundExpression])
    case isPresent(BoundExpression)
    case isTrue(BoundExpression)
    case not(BoundCondition)
    case all([BoundCondition])
    case any([BoundCondition])
}

/// A bound line; `key` is encoded for its position.
indirect enum BoundLine: Sendable {
    case pair(BoundPair)
    case when(BoundCondition, [BoundLine], otherwise: [BoundLine])
    case each(in: BoundExpression, first: Int?, [BoundLine])
    /// Entries of an open map, each a pair; their names encoded for a position, or not at all.
    case entries(OpenMapEntries, ClassificationSet, keys: PercentEncoding?, values: PercentEncoding?)
}

/// A part of a key.
enum BoundKeyPiece: Sendable {
    case bytes([UInt8])
    /// The number that a variable stands for.
    case number(depth: Int)
}

/// A key with its value.
struct BoundPair: Sendable {
    /// The key as it is written out; nothing where the value stands alone.
    var key: [BoundKeyPiece]
    /// The key as the file has it.
    var name: [BoundKeyPiece]
    var value: BoundExpression
    var presence: LinePresence
    /// The encoding of the value in a URL or a form; nil where it is encoded already.
    var encoding: PercentEncoding?
    /// Names whose absence can make the value absent, for the outcome.
    var needs: [NeededName]

    /// Whether the value stands alone.
    var isAlone: Bool { key.isEmpty }
}

/// A macro, field or step that a value needs.
struct NeededName: Sendable, Hashable {
    var name: String
    var classification: ClassificationSet
    /// Whether it is a step that may give nothing.
    var isStep = false
}

/// A bound piece of a path.
enum BoundPathPiece: Sendable {
    case literal([UInt8])
    case hole(BoundExpression, PercentEncoding?, [NeededName])
}
