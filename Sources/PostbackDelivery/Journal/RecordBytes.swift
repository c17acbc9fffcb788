/// Bytes of records that are to be written, appended in place.
///
/// Invariants: `capacity` bytes are allocated, and `count` never exceeds it.
@safe
struct RecordBytes: ~Copyable {
    private var start: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int
    /// What is kept allocated when the bytes are taken.
    private static let kept = 1 << 20

    init(capacity: Int = 4_096) {
        self.capacity = capacity
        unsafe start = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    }

    init(_ bytes: [UInt8]) {
        self.init(capacity: bytes.count)
        append(bytes[...])
    }

    deinit { unsafe start.deallocate() }

    var isEmpty: Bool { count == 0 }

    /// Forgets the bytes and keeps the memory.
    mutating func removeAll() { count = 0 }

    /// The bytes, of which none are left then.
    mutating func take() -> [UInt8] {
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
        if capacity > Self.kept { self = RecordBytes() } else { removeAll() }
        return bytes
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(count + more) }
    }

    @inline(never)
    private mutating func grow(_ needed: Int) {
        let size = max(needed, capacity * 2)
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
        unsafe bytes.copyMemory(from: start, byteCount: count)
        unsafe start.deallocate()
        unsafe start = bytes
        capacity = size
    }

    /// Appends a number's bytes, the lowest first.
    @inline(__always)
    mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(little number: Number) {
        reserve(MemoryLayout<Number>.size)
        unsafe start.storeBytes(of: number.littleEndian, toByteOffset: count, as: Number.self)
        count &+= MemoryLayout<Number>.size
    }

    /// Puts a number in the place of bytes that are there.
    mutating func set<Number: FixedWidthInteger & BitwiseCopyable>(little number: Number, at place: Int) {
        precondition(place >= 0 && place + MemoryLayout<Number>.size <= count)
        unsafe start.storeBytes(of: number.littleEndian, toByteOffset: place, as: Number.self)
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        unsafe (start + count).copyMemory(from: source, byteCount: bytes.count)
        count &+= bytes.count
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append($0) }
    }

    mutating func append(_ other: borrowing RecordBytes) {
        unsafe append(UnsafeRawBufferPointer(start: other.start, count: other.count))
    }

    /// Appends a text behind the number of its bytes.
    mutating func append(text: String) {
        var text = text
        text.withUTF8 { bytes in
            append(little: UInt32(bytes.count))
            unsafe append(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Appends zeros up to a multiple of eight.
    mutating func pad() {
        while count & 7 != 0 { append(little: UInt8(0)) }
    }

    /// The checksum of a range of the bytes; begins with the checksum of what stands before them.
    func checksum(_ range: Range<Int>, after seed: UInt32) -> UInt32 {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe CRC32C.checksum(
            UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count), after: seed)
    }
}
