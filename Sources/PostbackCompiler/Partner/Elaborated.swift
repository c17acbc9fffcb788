import PostbackLanguage
import PostbackTemplate

/// A value with what is known about it before any event exists.
struct Elaborated {
    /// The compiled value.
    var value: PostbackExpression
    /// Its type.
    var type: ValueType
    /// Macros that can be read from it.
    var raw: Set<String> = []
    /// Macros of which only a digest is in it.
    var hashed: Set<String> = []
    /// Those of the readable macros that have been brought into one form.
    var normalized: Set<String> = []
    /// Those of the readable macros that have been through a step which leaves only some characters of a telephone number.
    var numbered: Set<String> = []
    /// Secret fields that can be read from it.
    var secrets: Set<String> = []
    /// Parts of the request that it is made of.
    var parts: Set<RequestPart> = []
    /// How many times JSON is text inside of JSON text in it.
    var jsonDepth = 0
    /// Whether event data has a part in it.
    var dependsOnEvent = false
    /// How many values are computed for it, named expressions counted wherever they are used.
    var weight = 1

    /// The largest weight of a value; real partners stay below a few hundred.
    static let maximumWeight = 20_000

    /// The value wrapped in an operation that keeps what it discloses.
    func map(_ type: ValueType? = nil, _ wrap: (PostbackExpression) -> PostbackExpression) -> Elaborated {
        var result = self
        result.value = wrap(value)
        if let type { result.type = type }
        return result
    }

    /// Adds what another value discloses.
    mutating func merge(_ other: Elaborated) {
        raw.formUnion(other.raw)
        hashed.formUnion(other.hashed)
        normalized.formUnion(other.normalized)
        numbered.formUnion(other.numbered)
        secrets.formUnion(other.secrets)
        parts.formUnion(other.parts)
        jsonDepth = max(jsonDepth, other.jsonDepth)
        dependsOnEvent = dependsOnEvent || other.dependsOnEvent
        weight = min(weight + other.weight, Self.maximumWeight + 1)
    }
}

/// Where a value stands: which names it can use and what may stand there.
struct Context {
    /// The platforms of the events that get here.
    var platforms: [Platform]
    /// The kind of the events that get here, where the declaration is for several; nil for one.
    var kind: String?
    /// Variables of `for` with their types; for items, with the list they come from.
    var variables: [String: (type: ValueType, list: String?)] = [:]
    /// Named expressions of the postback.
    var definitions: [String: Elaborated] = [:]
    /// Whether it is a value that gets a name: where it leaves, and what is rendered then, is seen where the name is used.
    var isNamed = false
    /// Macros that conditions around it ask for.
    var asked: Set<String> = []
    /// Conditions that have been asked and did not hold.
    var failed: Set<PostbackCondition> = []
    /// Whether `{ … }` may stand here.
    var isJSON = false
    /// What can be read from the elements that variables stand for.
    var carried: [String: Elaborated] = [:]
    /// How many `for` stand around it.
    var loops = 0
    /// The names among the variables that stand for numbers of elements.
    var numbers: Set<String> = []
    /// The characters that the file's own text may have bare here; nil where no text stands bare.
    var structure: String?
    /// Whether `unescaped` may end the value.
    var allowsUnescaped = false
    /// The parts of the request that are rendered already.
    var rendered: Set<RequestPart> = []
    /// Where the value leaves; nil inside a text, and where that is not decided yet.
    var position: RequestPosition?
    /// The place of the JSON object around it, for the map from output to source.
    var place = SourcePlace()

    /// Where the value leaves, in words.
    var positionName: String { position?.traits.name ?? Self.text }
    /// A text that a value is put into, in words.
    static let text = "a text"
}

extension Elaborated {
    /// What makes a value fit where it does not.
    var conversionHint: String? {
        guard case .entries(let entries) = value else { return type.conversionHint }
        return "name an entry, \(entries.map).NAME, or send all of them as text: json \(entries.map)"
    }
}

extension ValueType {
    /// What makes a value of this type fit where it does not.
    var conversionHint: String? {
        switch self {
        case .timestamp: "give the moment a format: | unix, | unix_ms, | iso8601 or | date(\"yyyy-MM-dd\")"
        case .boolean: "say what true and false are called: | flag(\"1\", \"0\")"
        case .list(.item): "write a value for each: [for item in event.items: { id = item.id }]"
        case .list: "make text of the list: | join(\",\")"
        case .object: "send it as text: json { … }"
        case .bytes: "encode the bytes: | base64, | base64url or | hex"
        case .item: "name a property of the item"
        default: nil
        }
    }
}
