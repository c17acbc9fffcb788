/// Digests by themselves, for measurements and checks outside rendering.
package struct DigestBuffer: ~Copyable {
    private var text = ByteBuffer()
    private var digest = ByteBuffer()

    /// Creates a buffer.
    package init() {}

    /// The first byte of the SHA-256 digest of a text.
    package mutating func sha256(_ text: String) -> UInt8 {
        self.text.truncate(to: 0)
        digest.truncate(to: 0)
        self.text.append(text)
        SHA256.append(hashOf: self.text.view, to: &digest)
        return digest[0]
    }
}
