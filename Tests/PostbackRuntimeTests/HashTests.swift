import Foundation
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackRuntime

@Suite("Hashes")
struct HashTests {
    struct Vector: Sendable {
        var transform: TransformName
        var input: String
        var hexadecimal: String
    }

    static let vectors: [Vector] = [
        // RFC 1321, FIPS 180-4.
        .init(transform: .md5, input: "abc", hexadecimal: "900150983cd24fb0d6963f7d28e17f72"),
        .init(
            transform: .md5, input: "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            hexadecimal: "57edf4a22be3c955ac49da2e2107b67a"),
        .init(transform: .sha1, input: "abc", hexadecimal: "a9993e364706816aba3e25717850c26c9cd0d89d"),
        .init(
            transform: .sha256, input: "abc",
            hexadecimal: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        .init(
            transform: .sha512, input: "abc",
            hexadecimal:
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        // Documented by partners, with the case of the identifier as it is written.
        .init(
            transform: .md5, input: "1A2B3C4D-5E6F-7G8H-9I10-J9K8L7M65N4P",
            hexadecimal: "fce1e02f2ca0498021ec67f2f22dfcea"),
        .init(transform: .md5, input: "a1b2-c3d4-e5f6-g7h8", hexadecimal: "6fbff11856d5f0200d473af3cabd346d"),
        .init(transform: .md5, input: "3f4a92b6c1d8e90f", hexadecimal: "4a969d593d2a3e1d602fefe8e75a4d80"),
        .init(
            transform: .md5, input: "3E0046F7-8BD4-4F3E-9F91-358B137D2BF0",
            hexadecimal: "77d06cb28c1771e8019be4f4fb6e1938"),
        .init(
            transform: .md5, input: "7268ceb0-5411-4004-b7cb-bd1fee4b6277",
            hexadecimal: "7c687d7812ae6ca319aecea51d0d7750"),
        .init(transform: .md5, input: "869634020728636", hexadecimal: "ed0427f06978ac06d73e2d6f2049aa9d"),
        .init(transform: .md5, input: "d0d4845ae4495a83", hexadecimal: "1ebf70337adb6df4b70300edc27c24c8"),
        .init(transform: .md5, input: "10:2A:B3:D1:52:F4", hexadecimal: "d53e994cce18ab87fdd25d155544532f"),
        .init(transform: .md5, input: "This is a string of text.", hexadecimal: "7ccb47715d465a9e6a2b7d3c0441da80"),
        .init(transform: .md5, input: "hey", hexadecimal: "6057f13c496ecf7fd777ceb9e79ae285"),
        .init(transform: .sha1, input: "hey", hexadecimal: "7f550a9f4c44173a37664d938f1355f0f92a47a7"),
        .init(
            transform: .sha256, input: "hey",
            hexadecimal: "fa690b82061edfd2852629aeba8a8977b57e40fcb77d1a7a28b26cba62591204"),
        .init(
            transform: .sha256, input: "test@example.com",
            hexadecimal: "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b"),
        .init(
            transform: .sha256, input: "test@test.com",
            hexadecimal: "f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a"),
    ]

    @Test("give the published digests", arguments: vectors)
    func published(_ vector: Vector) {
        #expect(Transform.apply(vector.transform, to: .text(vector.input), [])?.text == vector.hexadecimal)
    }

    @Test("are the same by the processor's instructions and without them", .enabled(if: ProcessorHashing.isThere))
    func instructions() {
        var random = SeededGenerator()
        for _ in 0..<2_000 {
            let block = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
            let state = SIMD8<UInt32>((0..<8).map { _ in UInt32.random(in: 0...UInt32.max, using: &random) })
            func both<Digest: MessageDigest>(
                _: Digest.Type, _ plainly: (inout SIMD8<UInt32>, UnsafeRawPointer) -> Void
            ) where Digest.Word == UInt32 {
                var (one, other) = (state, state)
                unsafe block.withUnsafeBytes { bytes in
                    guard let start = bytes.baseAddress else { return }
                    unsafe Digest.compress(&one, start)
                    unsafe plainly(&other, start)
                }
                #expect(one[0] != state[0])
                for word in 0..<Digest.size / 4 { #expect(one[word] == other[word]) }
            }
            unsafe both(SHA256.self) { unsafe SHA256.compressPlainly(&$0, $1) }
            unsafe both(SHA1.self) { unsafe SHA1.compressPlainly(&$0, $1) }
        }
    }

    @Test("keyed with a secret give the published codes, in hexadecimal and base64")
    func keyed() {
        let key = [PostbackValue.text("secret_key")]
        let sha1 = Transform.apply(.hmacSHA1, to: .text("hey"), key)
        #expect(sha1?.text == "2a3969bed25bfeefb00aca4063eb9590b4df8f0e")
        let raw1 = sha1.flatMap { Transform.apply(.raw, to: $0, []) }
        #expect(raw1.flatMap { Transform.apply(.base64, to: $0, []) }?.text == "KjlpvtJb/u+wCspAY+uVkLTfjw4=")
        let sha256 = Transform.apply(.hmacSHA256, to: .text("hey"), key)
        #expect(sha256?.text == "8df897f8da3d7992fe57c8dbc6f27578cfbf2dcc4d0fbb4000b8c924841d508e")
        let raw256 = sha256.flatMap { Transform.apply(.raw, to: $0, []) }
        #expect(
            raw256.flatMap { Transform.apply(.base64, to: $0, []) }?.text
                == "jfiX+No9eZL+V8jbxvJ1eM+/LcxND7tAALjJJIQdUI4=")
    }

    @Test("of the raw digest go into base64url")
    func rawDigestInBase64URL() {
        let digest = Transform.apply(.md5, to: .text("8C6CBC0D-5F43-4765-A6E6-84DFF3D24707"), [])
        let raw = digest.flatMap { Transform.apply(.raw, to: $0, []) }
        #expect(raw.flatMap { Transform.apply(.base64url, to: $0, []) }?.text == "Cz_u68NTpaNfIrXesAtKGg")
    }

    @Test("agree with python3 over random messages and keys", .enabled(if: Tool("python3") != nil))
    func agreeWithPython() throws {
        var random = SeededGenerator()
        let cases = (0..<400).map { index -> (message: [UInt8], key: [UInt8]) in
            let length = index < 300 ? index : Int.random(in: 0...5_000, using: &random)
            return (
                (0..<length).map { _ in .random(in: 0...255, using: &random) },
                (0..<Int.random(in: 1...200, using: &random)).map { _ in .random(in: 0...255, using: &random) }
            )
        }
        let script = """
            import sys, hashlib, hmac
            for line in sys.stdin:
                m, k = (bytes.fromhex(x) for x in line.rstrip("\\n").split(","))
                print(*([hashlib.new(a, m).hexdigest() for a in ("md5", "sha1", "sha256", "sha512")]
                    + [hmac.new(k, m, a).hexdigest() for a in ("sha1", "sha256")]))
            """
        let input = cases.map { "\(Hexadecimal.encode($0.message)),\(Hexadecimal.encode($0.key))\n" }.joined()
        let python = try #require(Tool("python3"))
        let lines = try python.run(["-c", script], input: input).output.split(separator: "\n")
        try #require(lines.count == cases.count)
        for (line, (message, key)) in zip(lines, cases) {
            let ours = [
                MD5.hash(message), SHA1.hash(message), SHA256.hash(message), SHA512.hash(message),
                SHA1.authenticate(message, key: key), SHA256.authenticate(message, key: key),
            ]
            #expect(ours.map(Hexadecimal.encode).joined(separator: " ") == line)
        }
    }

    @Test("agree with openssl", .enabled(if: Tool("openssl") != nil), arguments: ["md5", "sha1", "sha256", "sha512"])
    func agreeWithOpenSSL(_ name: String) throws {
        let message = String(repeating: "postback ü ", count: 97)
        let output = try #require(Tool("openssl")).run(["dgst", "-\(name)", "-r"], input: message).output
        let transform = try #require(TransformName(rawValue: name))
        #expect(
            Transform.apply(transform, to: .text(message), [])?.text
                == output.split(separator: " ").first.map(String.init))
    }
}
