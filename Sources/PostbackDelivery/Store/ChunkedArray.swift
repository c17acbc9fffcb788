/// An array that grows without moving what is in it, so that it never takes twice the memory of its elements.
struct ChunkedArray<Element> {
    private static var bits: Int { 12 }
    private static var size: Int { 1 << bits }

    private var chunks: [[Element]] = []
    private(set) var count = 0

    /// Creates an empty array.
    init() {}

    mutating func append(_ element: Element) {
        if count >> Self.bits == chunks.count {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(count == 0 ? 0 : Self.size)
        }
        chunks[count >> Self.bits].append(element)
        count += 1
    }

    /// Takes out the last element; there has to be one.
    mutating func removeLast() -> Element {
        count -= 1
        let last = chunks[count >> Self.bits].removeLast()
        // One chunk is kept beyond what is needed, for what goes up and down.
        if chunks.count > (count >> Self.bits) + 2 { chunks.removeLast() }
        return last
    }
}

extension ChunkedArray: RandomAccessCollection, MutableCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(index: Int) -> Element {
        get { chunks[index >> Self.bits][index & (Self.size - 1)] }
        _modify { yield &chunks[index >> Self.bits][index & (Self.size - 1)] }
    }

    mutating func swapAt(_ first: Int, _ second: Int) {
        let element = self[first]
        self[first] = self[second]
        self[second] = element
    }
}

extension ChunkedArray: Sendable where Element: Sendable {}
