import PostbackLanguage
import PostbackTemplate

/// What the lines of a block give beside themselves.
struct BlockResult {
    /// Keys that are set on some way through the block, with where they are first.
    var keys: [String: SourceRange] = [:]
    /// The same keys in lower case, as they are written.
    var spellings: [String: Name] = [:]
    /// What the values disclose.
    var disclosed = Elaborated(value: .literal(.text("")), type: .text)
    /// Whether every line had a meaning.
    var isComplete = true
    /// Where the block leaves, and the objects around it.
    var place: SourcePlace
    /// For each `for` around the lines, the name of the element's number.
    var loops: [String?] = []
    /// What stands between key and value; nil where there is nothing.
    var assignment: String?
    /// Where entries of an open map are included.
    var entries: SourceRange?
    /// Whether a key has the number of an element in it.
    var hasNumberedKeys = false
    /// Whether a value stands without a key.
    var hasBareValues = false
    /// The keys of all its lines, those included that no event of its kind has.
    var written: Set<String> = []
    /// How many of its lines look at the query itself.
    var queryUses = 0
    /// Where its lines leave.
    let position: RequestPosition

    init(_ position: RequestPosition, _ place: SourcePlace) {
        self.position = position
        self.place = place
        assignment = position.traits.joining?.assignment
    }

    /// Adds what a branch under a condition gave.
    mutating func take(_ branch: BlockResult) {
        keys.merge(branch.keys) { first, _ in first }
        spellings.merge(branch.spellings) { first, _ in first }
        disclosed.merge(branch.disclosed)
        entries = entries ?? branch.entries
        hasNumberedKeys = hasNumberedKeys || branch.hasNumberedKeys
        hasBareValues = hasBareValues || branch.hasBareValues
        queryUses = max(queryUses, branch.queryUses)
    }
}
