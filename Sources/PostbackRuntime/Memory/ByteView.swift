#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Bytes that a buffer owns, seen without a copy.
///
/// Invariants, on which every use rests: the buffer outlives the view and is not written to while the view is used, and
/// `ByteBuffer.slack` more bytes behind the last one can be read. Only `ByteBuffer` makes views, over a range that it
/// has checked.
@safe
struct ByteView {
    let start: UnsafeRawPointer
    let count: Int

    init(start: UnsafeRawPointer, count: Int) {
        unsafe self.start = unsafe start
        self.count = count
    }

    /// The byte at a place, checked.
    @inline(__always)
    subscript(_ index: Int) -> UInt8 {
        precondition(index >= 0 && index < count)
        return unsafe start.load(fromByteOffset: index, as: UInt8.self)
    }

    /// Part of the view.
    @inline(__always)
    subscript(_ range: Range<Int>) -> ByteView {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe ByteView(start: start + range.lowerBound, count: range.count)
    }

    /// So many bytes from a place on.
    @inline(__always)
    subscript(at start: UInt32, _ length: UInt32) -> ByteView {
        precondition(Int(start) &+ Int(length) <= count)
        return unsafe ByteView(start: self.start + Int(start), count: Int(length))
    }

    /// The same bytes for code that takes spans.
    @inline(__always)
    func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(unsafe Span(_unsafeStart: start.assumingMemoryBound(to: UInt8.self), count: count))
    }

    /// The bytes as text; bytes that are not UTF-8 are replaced.
    var string: String {
        unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// A copy of the bytes.
    var bytes: [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Whether both hold the same bytes.
    func isEqual(to other: ByteView) -> Bool {
        unsafe count == other.count && memcmp(start, other.start, count) == 0
    }

    /// Whether the bytes begin with others.
    func hasPrefix(_ prefix: ByteView) -> Bool {
        count >= prefix.count && self[0..<prefix.count].isEqual(to: prefix)
    }

    /// Whether the bytes are those of a text of the program itself.
    func isEqual(to text: StaticString) -> Bool {
        unsafe count == text.utf8CodeUnitCount && memcmp(start, text.utf8Start, count) == 0
    }

    /// Whether the bytes are the UTF-8 of a text.
    func isEqual(to text: String) -> Bool {
        let utf8 = text.utf8
        guard count == utf8.count else { return false }
        var place = 0
        for byte in utf8 {
            guard self[place] == byte else { return false }
            place += 1
        }
        return true
    }

    /// Whether the bytes come before others, byte by byte.
    func precedes(_ other: ByteView) -> Bool {
        let shared = min(count, other.count)
        let order = shared == 0 ? 0 : unsafe memcmp(start, other.start, shared)
        return order == 0 ? count < other.count : order < 0
    }

    /// The place of the first occurrence of some bytes, from a place on; nil for none, and 0 for no bytes.
    func firstIndex(of wanted: ByteView, from position: Int = 0) -> Int? {
        guard wanted.count > 0 else { return position }
        var place = position
        while place + wanted.count <= count {
            if unsafe memcmp(start + place, wanted.start, wanted.count) == 0 { return place }
            place += 1
        }
        return nil
    }

    /// Sixteen bytes from a place on; those behind the end have no meaning.
    @inline(__always)
    func chunk(at index: Int) -> SIMD16<UInt8> {
        unsafe start.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
    }
}
