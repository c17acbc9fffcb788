/// A value of the compiled form: what a partner file writes behind `=`.
///
/// Any value may be absent, and absence passes through every operation unless a case says otherwise.
public indirect enum PostbackExpression: Hashable, Sendable, Codable {
    /// A value that the partner file states.
    case literal(PostbackLiteral)
    /// A macro, or an entry of an open map, by its full name: `device.idfa`, `event.data.level`.
    case macro(String)
    /// A network-specific field of the account.
    case field(String)
    /// A named expression (`let`) of the postback or of the partner.
    case definition(String)
    /// A property of the item that the `for` variable stands for.
    case item(variable: String, property: String)
    /// The value that the `for` variable stands for, or the number of it.
    case variable(String)
    /// A property of one item of a list, the first item being 0.
    case element(list: String, index: Int, property: String)
    /// The entries of an open map as a JSON object.
    case entries(OpenMapEntries)
    /// A part of the request rendered so far, for signatures.
    case request(RequestPart)
    /// A value that the renderer is given from outside.
    case system(SystemValue)
    /// Pieces joined into one text; absent when a piece is.
    case text([PostbackExpression])
    /// A value passed through steps, first to last.
    case pipeline(PostbackExpression, [PipelineStep])
    /// The first value that is present.
    case fallback([PostbackExpression])
    /// The value of the first branch whose condition holds.
    case choose([PostbackBranch], otherwise: PostbackExpression?)
    /// Values in order: a list, or a JSON array.
    case list([PostbackElement])
    /// One value for each element of a list.
    case each(ItemLoop, yield: PostbackElement)
    /// A JSON object.
    case object([PostbackLine])
    /// A JSON object or array as text.
    case json(PostbackExpression)
    /// A value whose named reserved characters stay bare in a URL or a form.
    case unescaped(PostbackExpression, characters: String)
    /// A text of which the file's own part stands as it is, and values in it are encoded each by itself.
    case bare(PostbackExpression)
}

/// A walk over the elements of a list.
public struct ItemLoop: Hashable, Sendable, Codable {
    /// The name that stands for an element.
    public var variable: String
    /// The name that stands for its number; nil where there is none.
    public var number: String?
    /// The number of the first element.
    public var first: Int
    /// The list.
    public var list: PostbackExpression

    /// The largest number that a first element can have.
    package static let largestFirst = 1_000_000_000

    /// Creates a walk.
    public init(_ variable: String, number: String? = nil, first: Int = 1, in list: PostbackExpression) {
        self.variable = variable
        self.number = number
        self.first = first
        self.list = list
    }
}

/// Which entries of an open map are meant.
public struct OpenMapEntries: Hashable, Sendable, Codable {
    /// The map's name without its star: `event.data`.
    public var map: String
    /// The names of entries.
    public var names: [String]
    /// Whether the named ones are left out; otherwise there are no others. Without names, all are meant.
    public var leavesOut: Bool

    /// Creates a selection.
    public init(_ map: String, names: [String] = [], leavesOut: Bool = true) {
        self.map = map
        self.names = names
        self.leavesOut = leavesOut
    }

    /// The entries of which the lines around them have no key, whatever their conditions.
    package func beside(_ lines: [PostbackLine]) -> OpenMapEntries { beside(lines.keys) }

    /// The entries that are called by none of these names, byte by byte.
    package func beside(_ keys: [String]) -> OpenMapEntries {
        var rest = self
        let keys = keys.filter { !$0.isEmpty }
        rest.names =
            leavesOut
            ? names + keys.filter { key in !names.contains { $0.utf8.elementsEqual(key.utf8) } }
            : names.filter { name in !keys.contains { $0.utf8.elementsEqual(name.utf8) } }
        return rest
    }

    /// Whether an entry of a name is meant.
    package func takes(_ name: String) -> Bool {
        names.contains { $0.utf8.elementsEqual(name.utf8) } != leavesOut
    }
}

/// A value written in a partner file.
public enum PostbackLiteral: Hashable, Sendable, Codable {
    /// Text; an empty one is a value too.
    case text(String)
    /// A number, exact.
    case number(ExactDecimal)
    /// True or false.
    case boolean(Bool)
}

/// One step of a pipeline.
public enum PipelineStep: Hashable, Sendable, Codable {
    /// A transform with its arguments.
    case transform(TransformName, [PostbackExpression])
    /// A map of the partner, by name.
    case map(String)

    /// A transform with arguments, in the order of its signature.
    public static func apply(_ name: TransformName, _ arguments: PostbackExpression...) -> PipelineStep {
        .transform(name, arguments)
    }
}

/// One branch of a `when` value.
public struct PostbackBranch: Hashable, Sendable, Codable {
    /// The branch counts when this holds.
    public var condition: PostbackCondition
    /// The branch's value.
    public var value: PostbackExpression

    /// Creates a branch.
    public init(_ condition: PostbackCondition, _ value: PostbackExpression) {
        self.condition = condition
        self.value = value
    }
}

/// A part of the request that signatures are computed over.
public enum RequestPart: String, Hashable, Sendable, CaseIterable, Codable {
    /// The body's bytes.
    case body
    /// The query without its question mark.
    case query
    /// The URL, query included.
    case url
}

/// A value given to the renderer from outside, so that rendering is a pure function.
public enum SystemValue: String, Hashable, Sendable, CaseIterable, Codable {
    /// The moment of rendering.
    case now
    /// A whole number from 0 to 2³¹ − 1.
    case random
    /// A random UUID, lower case.
    case uuid

    /// The value's type.
    public var type: ValueType {
        switch self {
        case .now: .timestamp
        case .random: .integer
        case .uuid: .uuid
        }
    }
}

/// A question about an event that is true or false.
public indirect enum PostbackCondition: Hashable, Sendable, Codable {
    /// Two values are present and equal; numbers compare by value.
    case equals(PostbackExpression, PostbackExpression)
    /// Whether the value is one of these.
    case isIn(PostbackExpression, [PostbackExpression])
    /// Whether there is a value.
    case isPresent(PostbackExpression)
    /// A boolean that is present and true.
    case isTrue(PostbackExpression)
    /// The opposite.
    case not(PostbackCondition)
    /// All of them hold.
    case all([PostbackCondition])
    /// At least one of them holds.
    case any([PostbackCondition])
}

extension PostbackExpression {
    /// What stands behind names and `unescaped`; nil for a name that stands for nothing.
    package func resolved(_ definition: (String) -> PostbackExpression?) -> PostbackExpression? {
        var expression = self
        // A chain of names ends, or a bundle made it a circle.
        for _ in 0...TemplateLimits.deepestNesting {
            switch expression {
            case .unescaped(let value, _): expression = value
            case .definition(let name):
                guard let value = definition(name) else { return nil }
                expression = value
            default: return expression
            }
        }
        return nil
    }

    /// Whether it is a JSON array whenever there is one, with named expressions looked up.
    package func isArray(definition: (String) -> PostbackExpression?) -> Bool {
        switch resolved(definition) {
        case .list, .each: true
        default: false
        }
    }

    /// Whether some of its text stands bare, so that values in it have to be encoded before they are put together.
    package var hasBareText: Bool {
        switch self {
        case .bare: true
        case .fallback(let values): values.contains(where: \.hasBareText)
        case .choose(let branches, let otherwise):
            branches.contains { $0.value.hasBareText } || otherwise?.hasBareText == true
        case .pipeline: bareJoin != nil
        case .literal, .macro, .field, .definition, .item, .variable, .element, .entries, .request, .system, .text,
            .list, .each, .object, .json, .unescaped:
            false
        }
    }

    /// The list whose elements are joined by a bare text, and the text; nil for what is none.
    package var bareJoin: (list: PostbackExpression, separator: PostbackExpression)? {
        guard case .pipeline(let head, let steps) = self, case .transform(.join, let arguments)? = steps.last,
            case .bare(let separator)? = arguments.first
        else { return nil }
        return (steps.count == 1 ? head : .pipeline(head, steps.dropLast()), separator)
    }

    /// The pieces of a text, itself being the only one where it is none.
    package var pieces: [PostbackExpression] {
        if case .text(let pieces) = self { pieces } else { [self] }
    }

    /// The list of products that this is, by the macro's name, with named expressions looked up; nil for anything else.
    ///
    /// What a `for` over it can read of an element follows from that.
    public func listMacro(definition: (String) -> PostbackExpression?) -> String? {
        if case .macro(let name)? = resolved(definition) { name } else { nil }
    }
}
