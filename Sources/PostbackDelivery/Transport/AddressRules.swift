import Foundation

/// The addresses that postbacks may be sent to: public ones, however a name came to them.
///
/// Source: the special-purpose address registries of IANA (RFC 6890 and its successors).
enum AddressRules {
    /// Whether an address is one of the public internet.
    ///
    /// - Parameter bytes: 4 for IPv4, 16 for IPv6.
    static func isPublic(_ bytes: [UInt8]) -> Bool {
        switch bytes.count {
        case 4: !forbidden4.contains { $0.contains(bytes) }
        case 16: isPublic6(bytes)
        default: false
        }
    }

    private static func isPublic6(_ bytes: [UInt8]) -> Bool {
        // What carries an IPv4 address is as public as that.
        if mapped.contains(where: { $0.contains(bytes) }) { return isPublic(Array(bytes[12...])) }
        if sixToFour.contains(bytes) { return isPublic(Array(bytes[2..<6])) }
        return global.contains(bytes) && !forbidden6.contains { $0.contains(bytes) }
    }

    /// A block of addresses.
    private struct Block {
        let start: [UInt8]
        let bits: Int

        init(_ start: [UInt8], _ bits: Int) {
            self.start = start
            self.bits = bits
        }

        func contains(_ bytes: [UInt8]) -> Bool {
            for index in 0..<(bits + 7) / 8 {
                let count = min(8, bits - index * 8)
                let mask = UInt8(truncatingIfNeeded: 0xFF00 >> count)
                let wanted = index < start.count ? start[index] : 0
                if bytes[index] & mask != wanted & mask { return false }
            }
            return true
        }
    }

    private static let forbidden4 = [
        Block([0], 8), Block([10], 8), Block([100, 64], 10), Block([127], 8), Block([169, 254], 16),
        Block([172, 16], 12), Block([192, 0, 0], 24), Block([192, 0, 2], 24), Block([192, 88, 99], 24),
        Block([192, 168], 16), Block([198, 18], 15), Block([198, 51, 100], 24), Block([203, 0, 113], 24),
        Block([224], 4), Block([240], 4),
    ]

    /// Mapped, compatible, translated by the well-known prefix.
    private static let mapped = [
        Block([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96), Block([0, 0x64, 0xFF, 0x9B], 96),
    ]
    private static let sixToFour = Block([0x20, 0x02], 16)
    private static let global = Block([0x20], 3)
    private static let forbidden6 = [
        // Protocol assignments (Teredo among them), documentation, benchmarks, segment routing.
        Block([0x20, 0x01, 0x00], 23), Block([0x20, 0x01, 0x0D, 0xB8], 32), Block([0x3F, 0xFF], 20),
        Block([0x5F, 0x00], 16),
    ]

    /// Whether the address of a socket may be connected to.
    ///
    /// - Parameter isOpen: whether every address may be, for tests.
    static func admits(_ address: UnsafePointer<sockaddr>, isOpen: Bool) -> Bool {
        if isOpen { return true }
        switch Int32(unsafe address.pointee.sa_family) {
        case AF_INET:
            return unsafe address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                var address = unsafe pointer.pointee.sin_addr
                return unsafe withUnsafeBytes(of: &address) { isPublic(unsafe Array($0)) }
            }
        case AF_INET6:
            return unsafe address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                var address = unsafe pointer.pointee.sin6_addr
                return unsafe withUnsafeBytes(of: &address) { isPublic(unsafe Array($0)) }
            }
        default: return false
        }
    }
}
