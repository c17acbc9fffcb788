/// Bytes that grow, at an address that only growing changes.
///
/// Copies go in steps of sixteen bytes, so that short texts cost two loads and two stores. Invariants: `capacity` bytes and
/// `slack` more are allocated, `count` never exceeds `capacity`, and every write first makes room.
@safe
struct ByteBuffer: ~Copyable {
    /// Bytes behind the last one that can be read and written, so that copies need not end exactly.
    static let slack = 32

    private var start: UnsafeMutableRawPointer
    private(set) var count = 0
    private(set) var capacity: Int

    init(capacity: Int = 240) {
        self.capacity = capacity
        unsafe start = UnsafeMutableRawPointer.allocate(byteCount: capacity + Self.slack, alignment: 16)
    }

    init(_ bytes: [UInt8]) {
        self.init(capacity: bytes.count)
        append(bytes)
    }

    deinit { unsafe start.deallocate() }

    /// Makes room for some more bytes.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(count + more) }
    }

    @inline(never)
    private mutating func grow(_ needed: Int) {
        let size = max(needed, capacity * 2, 256)
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: size + Self.slack, alignment: 16)
        unsafe bytes.copyMemory(from: start, byteCount: count)
        unsafe start.deallocate()
        unsafe start = unsafe bytes
        capacity = size
    }

    /// Forgets the bytes from a place on.
    @inline(__always)
    mutating func truncate(to length: Int) {
        precondition(length >= 0 && length <= count)
        count = length
    }

    /// The byte at a place, checked.
    @inline(__always)
    subscript(_ index: Int) -> UInt8 {
        get {
            precondition(index >= 0 && index < count)
            return unsafe start.load(fromByteOffset: index, as: UInt8.self)
        }
        set {
            precondition(index >= 0 && index < count)
            unsafe start.storeBytes(of: newValue, toByteOffset: index, as: UInt8.self)
        }
    }

    /// The bytes of a range, checked; valid until the buffer is written to.
    @inline(__always)
    func view(_ offset: Int, _ length: Int) -> ByteView {
        precondition(offset >= 0 && length >= 0 && offset &+ length <= count)
        return unsafe ByteView(start: UnsafeRawPointer(start) + offset, count: length)
    }

    /// All bytes; valid until the buffer is written to, and only as long as something else keeps it alive.
    var view: ByteView { view(0, count) }

    /// Calls a closure with all bytes, and keeps the buffer alive meanwhile.
    borrowing func withView<Result>(_ body: (ByteView) throws -> Result) rethrows -> Result {
        try body(view)
    }
}

extension ByteBuffer {
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    /// Appends bytes of another buffer.
    @inline(__always)
    mutating func append(_ view: ByteView) {
        reserve(view.count)
        unsafe (start + count).copy(view)
        count &+= view.count
    }

    /// Appends two runs of bytes of other buffers, with one look at the room.
    @inline(__always)
    mutating func append(_ first: ByteView, _ second: ByteView) {
        reserve(first.count &+ second.count)
        // Looked up once: writing to the bytes could change them for all that the compiler knows.
        let target = unsafe start + count
        unsafe target.copy(first)
        unsafe (target + first.count).copy(second)
        count &+= first.count &+ second.count
    }

    /// Appends two runs of bytes of other buffers and one byte, with one look at the room.
    @inline(__always)
    mutating func append(_ first: ByteView, _ second: ByteView, ending byte: UInt8) {
        let length = first.count &+ second.count
        reserve(length &+ 1)
        let target = unsafe start + count
        unsafe target.copy(first)
        unsafe (target + first.count).copy(second)
        unsafe target.storeBytes(of: byte, toByteOffset: length, as: UInt8.self)
        count &+= length &+ 1
    }

    /// Appends bytes of another buffer with a byte in front and behind.
    @inline(__always)
    mutating func append(_ view: ByteView, between byte: UInt8) {
        reserve(view.count &+ 2)
        let target = unsafe start + count
        unsafe target.storeBytes(of: byte, as: UInt8.self)
        unsafe (target + 1).copy(view)
        unsafe target.storeBytes(of: byte, toByteOffset: view.count &+ 1, as: UInt8.self)
        count &+= view.count &+ 2
    }

    /// Appends bytes from outside, which nothing is known about.
    mutating func append(outside bytes: UnsafeRawBufferPointer) {
        reserve(bytes.count)
        if let source = bytes.baseAddress {
            unsafe (start + count).copyMemory(from: source, byteCount: bytes.count)
        }
        count &+= bytes.count
    }

    mutating func append(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe append(outside: $0) }
    }

    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append(outside: $0) }
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { unsafe append(outside: UnsafeRawBufferPointer($0)) }
    }

    /// Appends a number's digits, with zeros in front up to a width of at most 20.
    mutating func append(magnitude number: UInt64, width: Int) {
        reserve(64)
        // The digits come from the last one on: behind the place where they belong, and are then moved there.
        let end = unsafe start + count + 48
        var first = unsafe end
        var rest = number
        repeat {
            unsafe first -= 1
            let quotient = rest / 10
            unsafe first.storeBytes(
                of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest &- quotient &* 10), as: UInt8.self)
            rest = quotient
        } while rest > 0
        while unsafe end - first < min(width, 20) {
            unsafe first -= 1
            unsafe first.storeBytes(of: UInt8(ascii: "0"), as: UInt8.self)
        }
        let length = unsafe end - first
        // All that may be there, at most twenty digits; reading ends before the last of the slack.
        let digits = unsafe (
            first.loadUnaligned(as: SIMD16<UInt8>.self), first.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        )
        unsafe (start + count).storeBytes(of: digits.0, as: SIMD16<UInt8>.self)
        unsafe (start + count).storeBytes(of: digits.1, toByteOffset: 16, as: UInt64.self)
        count &+= length
    }

    /// Appends what a table makes of each byte: one load and one store for each, whatever comes of it.
    ///
    /// In JSON, where few bytes change, sixteen that stay as they are are copied at once. In URLs hardly sixteen stay in a row: looking at
    /// them together costs more than it saves.
    mutating func append(_ view: ByteView, encoding table: EncodingTable) {
        // Sixteen bytes are written at once, of which the slack takes what goes beyond the longest result.
        reserve(view.count &* EncodingTable.longest)
        let isJSON = table.isJSON
        var target = unsafe start + count
        var place = 0
        while place &+ 8 <= view.count {
            if isJSON, place &+ 16 <= view.count {
                let bytes = view.chunk(at: place)
                if !TextChunk.Words(TextChunk(bytes).isEscaped).isAny {
                    unsafe target.storeBytes(of: bytes, as: SIMD16<UInt8>.self)
                    unsafe target += 16
                    place &+= 16
                    continue
                }
            }
            for _ in 0..<8 {
                unsafe target = target.encode(view.start.load(fromByteOffset: place, as: UInt8.self), table)
                place &+= 1
            }
        }
        while place < view.count {
            unsafe target = target.encode(view.start.load(fromByteOffset: place, as: UInt8.self), table)
            place &+= 1
        }
        count = unsafe target - start
    }
}

extension ByteBuffer {
    /// Takes one byte out.
    mutating func remove(at index: Int) {
        precondition(index >= 0 && index < count)
        unsafe (start + index).copyMemory(from: start + index + 1, byteCount: count - index - 1)
        count -= 1
    }
}

extension UnsafeMutableRawPointer {
    /// Writes what a table makes of a byte; what stands behind it.
    @inline(__always)
    fileprivate func encode(_ byte: UInt8, _ table: EncodingTable) -> UnsafeMutableRawPointer {
        let word = table[byte]
        unsafe storeBytes(of: word.littleEndian, as: UInt64.self)
        return unsafe self + EncodingTable.length(word)
    }

    /// Copies bytes to where there is room for them and for a slack's worth more.
    @inline(__always)
    fileprivate func copy(_ view: ByteView) {
        // Nearly all texts are this short: no look at their length.
        unsafe storeBytes(of: view.chunk(at: 0), as: SIMD16<UInt8>.self)
        unsafe storeBytes(of: view.chunk(at: 16), toByteOffset: 16, as: SIMD16<UInt8>.self)
        if view.count > 32 { unsafe (self + 32).copyRest(of: view, from: 32) }
    }

    /// Copies what stands in a view from a place on; a slack's worth of bytes behind it may be written.
    @inline(__always)
    fileprivate func copyRest(of view: ByteView, from place: Int) {
        let rest = view.count &- place
        guard rest <= 64 else { return unsafe copyMemory(from: view.start + place, byteCount: rest) }
        var done = 0
        repeat {
            unsafe storeBytes(of: view.chunk(at: place &+ done), toByteOffset: done, as: SIMD16<UInt8>.self)
            done &+= 16
        } while done < rest
    }
}

/// Bytes that are shared and never change.
final class ByteBox: @unchecked Sendable {
    private let buffer: ByteBuffer

    init(_ text: String) {
        buffer = ByteBuffer(Array(text.utf8))
    }

    var view: ByteView { buffer.view }
}
