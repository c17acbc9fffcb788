import Foundation

/// What a careful engineer writes by hand for one service: memory that is kept, literals copied, values encoded by
/// the algorithm of the renderer, one load and one store for each byte.
@safe
struct HandBuffer: ~Copyable {
    private let start = UnsafeMutableRawPointer.allocate(byteCount: 8_192, alignment: 16)
    private(set) var count = 0

    deinit { unsafe start.deallocate() }

    mutating func removeAll() { count = 0 }

    var string: String {
        unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        let isBare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8.contains(UInt8(byte))
        let digits = Array("0123456789ABCDEF".utf8).map(UInt32.init)
        return isBare ? UInt32(byte) | 1 << 24 : 0x25 | digits[byte >> 4] << 8 | digits[byte & 15] << 16 | 3 << 24
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        precondition(count + text.utf8CodeUnitCount <= 8_192)
        unsafe (start + count).copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
    }

    @inline(__always)
    mutating func append(_ key: StaticString, encoding text: String) {
        append(key)
        let done: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe append(encoding: $0) }
        if done == nil { unsafe Array(text.utf8).withUnsafeBufferPointer { unsafe append(encoding: $0) } }
    }

    private mutating func append(encoding bytes: UnsafeBufferPointer<UInt8>) {
        precondition(count + bytes.count * 3 + 16 <= 8_192)
        unsafe Self.table.withUnsafeBufferPointer { table in
            var target = unsafe start + count
            for index in 0..<bytes.count {
                let word = unsafe table[Int(bytes[index])]
                unsafe target.storeBytes(of: word, as: UInt32.self)
                unsafe target += Int(word >> 24)
            }
            count = unsafe target - start
        }
    }

    mutating func append(_ number: Int64) {
        var digits = 1
        var limit: Int64 = 10
        while number >= limit {
            digits += 1
            limit *= 10
        }
        var rest = number
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            unsafe (start + place).storeBytes(of: UInt8(rest % 10) + 0x30, as: UInt8.self)
            rest /= 10
        }
        count += digits
    }
}
