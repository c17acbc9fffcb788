import HashInstructions

/// Hashing by instructions of the processor, where it has some.
enum ProcessorHashing {
    /// Whether this processor has instructions for SHA-1 and SHA-256.
    static let isThere = hash_instructions_are_there() != 0

    /// Takes in one block of 64 bytes.
    @inline(__always)
    static func compress(
        _ state: inout SIMD8<UInt32>, _ block: UnsafeRawPointer,
        _ function: (UnsafeMutablePointer<UInt32>?, UnsafeRawPointer?) -> Void
    ) {
        unsafe withUnsafeMutableBytes(of: &state) { words in
            unsafe function(words.baseAddress?.assumingMemoryBound(to: UInt32.self), block)
        }
    }
}
