/// Counts the columns of places that come in the order of a text, so that no line is counted from its beginning for each.
struct ColumnCounter {
    private let document: TextDocument
    private let encoding: PositionEncoding
    private var line = -1
    private var offset = 0
    private var column = 0

    init(document: TextDocument, encoding: PositionEncoding) {
        self.document = document
        self.encoding = encoding
    }

    /// The column of an offset, which is behind the one before it, in its line.
    mutating func column(of next: Int, line number: Int) -> Int {
        if number != line {
            line = number
            offset = document.lines.bounds(ofLine: number, in: document.bytes).lowerBound
            column = document.shift(number, encoding)
        }
        column += LineTable.units(in: document.bytes[offset..<max(offset, next)], encoding)
        offset = max(offset, next)
        return column
    }
}
