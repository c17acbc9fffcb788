/// The words of the language that the parser looked for at one place.
///
/// What could stand at a place is what the parser tries there; so nothing else has to know where which word may stand.
final class ExpectedWords {
    private let place: Int
    private(set) var words: Set<String> = []

    /// - Parameter place: the first byte of the token that stands for what is not written yet.
    init(at place: Int) {
        self.place = place
    }

    func note(_ word: String, at range: SourceRange) {
        if range.start == place { words.insert(word) }
    }

    func note(_ words: some Sequence<String>, at range: SourceRange) {
        if range.start == place { self.words.formUnion(words) }
    }
}

extension Parser {
    /// Reads a file in which a word stands for what is not written yet.
    ///
    /// - Parameters:
    ///   - source: a partner file or, by its name, a schema.
    ///   - place: the first byte of that word.
    /// - Returns: the file, and the words of the language that could stand at that place.
    package static func parse(_ source: SourceFile, expectingAt place: Int) -> (file: FileSyntax, words: Set<String>) {
        let expected = ExpectedWords(at: place)
        let isSchema = source.path.hasSuffix(".schema")
        let (file, _) =
            isSchema ? parseSchema(source, expected: expected) : parsePartner(source, expected: expected)
        return (file, expected.words)
    }
}
