import Foundation
public import PostbackTemplate

/// Compiled partners as one file: canonical, versioned, with the catalogue they were compiled against and a digest of
/// the content.
///
/// The first line is a header, the second the content. A running service loads a newer bundle without a rebuild.
public struct IntegrationBundle: Sendable, Equatable {
    /// The macros that the partners were compiled against.
    public let catalogue: MacroCatalogue
    /// The partners, by their ids.
    public let partners: [PartnerTemplate]
    /// Where personal data leaves with the partners' postbacks, by the partner's id; empty for a bundle that does not say.
    public let disclosures: [String: [SentValue]]
    /// The SHA-256 digest of the content, lower-case hexadecimal.
    public let digest: String
    /// The file's bytes.
    public let bytes: [UInt8]

    /// The version of the form that is written and read.
    public static let version = 4
    /// The most bytes that are read.
    public static let maximumSize = 64 << 20

    private struct Header: Codable {
        var format: String
        var version: Int
        var bytes: Int
        var sha256: String
    }

    private struct Content: Codable {
        var catalogue: MacroCatalogue
        var partners: [PartnerTemplate]
        var disclosures: [String: [SentValue]]?
    }

    private static let format = "certified-postbacks bundle"

    /// Puts partners into a bundle; the same partners always give the same bytes.
    ///
    /// - Parameters:
    ///   - partners: the partners, in any order.
    ///   - catalogue: the macros that they were compiled against.
    ///   - disclosures: where personal data leaves, by the partner's id; what a compiler derives from the templates.
    public init(
        partners: [PartnerTemplate], catalogue: MacroCatalogue, disclosures: [String: [SentValue]] = [:]
    ) throws(BundleProblem) {
        let partners = partners.sorted { $0.id < $1.id }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard
            let content = try? encoder.encode(
                Content(
                    catalogue: catalogue, partners: partners, disclosures: disclosures.isEmpty ? nil : disclosures))
        else {
            throw .malformed("the partners cannot be written")
        }
        let digest = Self.sha256(Array(content))
        let header = Header(format: Self.format, version: Self.version, bytes: content.count, sha256: digest)
        guard let line = try? encoder.encode(header) else { throw .malformed("the header cannot be written") }
        self.catalogue = catalogue
        self.partners = partners
        self.disclosures = disclosures
        self.digest = digest
        bytes = Array(line) + [UInt8(ascii: "\n")] + Array(content) + [UInt8(ascii: "\n")]
    }

    /// Reads a bundle, and refuses one that is damaged, cut off, of another version, or unsound.
    public init(reading bytes: Span<UInt8>) throws(BundleProblem) {
        try self.init(whole: Array(copying: bytes))
    }

    /// Reads a bundle from an array, from `Data`, or from any other bytes, as `init(reading:)` does from a span.
    public init(reading bytes: some Sequence<UInt8>) throws(BundleProblem) {
        try self.init(whole: Array(bytes))
    }

    private init(whole bytes: [UInt8]) throws(BundleProblem) {
        guard bytes.count <= Self.maximumSize else { throw .tooLarge(bytes.count) }
        let head = bytes.prefix(1_000).prefix { $0 != UInt8(ascii: "\n") }
        let decoder = JSONDecoder()
        guard let header = try? decoder.decode(Header.self, from: Data(head)), header.format == Self.format else {
            throw .notABundle
        }
        guard header.version == Self.version else { throw .version(header.version) }
        let rest = bytes.dropFirst(head.count + 1)
        guard header.bytes >= 0, rest.count == header.bytes + 1, rest.last == UInt8(ascii: "\n") else {
            throw .truncated(expected: header.bytes, found: max(0, rest.count - 1))
        }
        let content = Array(rest.dropLast())
        guard Self.sha256(content) == header.sha256 else { throw .damaged }
        guard Self.nesting(content) <= 256 else { throw .malformed("it is nested too deeply") }
        do {
            let decoded = try decoder.decode(Content.self, from: Data(content))
            catalogue = decoded.catalogue
            partners = decoded.partners
            disclosures = decoded.disclosures ?? [:]
        } catch {
            throw .malformed(Self.sentence(error))
        }
        digest = header.sha256
        self.bytes = bytes
        let defects = defects()
        guard defects.isEmpty else { throw .unsound(defects) }
    }

    private func defects() -> [String] {
        var defects: [String] = []
        if partners.isEmpty { defects.append("it has no partner") }
        if Set(partners.map(\.id)).count < partners.count { defects.append("two partners have one id") }
        if Set(catalogue.macros.map(\.name)).count < catalogue.macros.count {
            defects.append("two macros have one name")
        }
        for role in [MacroRole.kind, .identity] where catalogue.slot(role) == nil {
            defects.append("no macro has the role \(role.rawValue)")
        }
        for (id, values) in disclosures.sorted(by: { $0.key < $1.key }) {
            // What it says leaves is what the templates say.
            let said = Dictionary(grouping: values, by: \.postback).mapValues { Set($0.map(\.disclosure)) }
            let postbacks = partners.first { $0.id == id }?.postbacks ?? []
            guard !postbacks.isEmpty, Set(said.keys).isSubset(of: postbacks.map(\.id)),
                postbacks.allSatisfy({ said[$0.id] ?? [] == Set($0.disclosure) })
            else {
                defects.append("what it says leaves with '\(id.prefix(100))' is not what leaves")
                continue
            }
        }
        return defects + partners.flatMap { $0.defects() }.prefix(20)
    }

    /// The digest of bytes, lower-case hexadecimal.
    static func sha256(_ bytes: [UInt8]) -> String {
        var digest = ByteBuffer()
        ByteBuffer(bytes).withView { SHA256.append(hashOf: $0, to: &digest) }
        return Hexadecimal.encode(digest.withView { $0.bytes })
    }

    /// The deepest nesting of a JSON text, strings passed over.
    private static func nesting(_ bytes: [UInt8]) -> Int {
        var (depth, deepest) = (0, 0)
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
        }
        return deepest
    }

    /// Where the content has another form, in words.
    private static func sentence(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "its content cannot be read" }
        let path: [any CodingKey] =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            case .keyNotFound(let key, let context): context.codingPath + [key]
            @unknown default: []
            }
        let parts = path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }
        let place = String(parts.joined(separator: "").drop { $0 == "." })
        return place.isEmpty ? "its content is no JSON of a bundle" : "its content has another form at \(place)"
    }

    /// Two bundles are equal when their contents are.
    public static func == (left: IntegrationBundle, right: IntegrationBundle) -> Bool {
        left.digest == right.digest
    }
}
