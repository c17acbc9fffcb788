/// The values that a header may have.
package enum HeaderValue {
    /// Whether the bytes can be sent as a header's value: no CR, LF or NUL, and no other control character but a tab.
    package static func isSafe(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
    }
}
