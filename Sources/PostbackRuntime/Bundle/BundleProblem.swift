/// Why a bundle is refused; what was in use before stays in use.
public enum BundleProblem: Error, Hashable, Sendable {
    /// It has more bytes than are read.
    case tooLarge(Int)
    /// The file is no bundle.
    case notABundle
    /// It has another version of the form.
    case version(Int)
    /// It ends too early, or goes on too long.
    case truncated(expected: Int, found: Int)
    /// Its content does not have the digest that its header names.
    case damaged
    /// Its digest is not the one that was expected.
    case unexpected(digest: String)
    /// Its content cannot be read.
    case malformed(String)
    /// Its content is nothing that a compiler has written.
    case unsound([String])
    /// The file cannot be read or written.
    case unreachable(path: String)
}

extension BundleProblem: CustomStringConvertible {
    /// The problem in one sentence; several where the content is unsound.
    public var description: String {
        switch self {
        case .tooLarge(let size):
            "the bundle has \(size) bytes; at most \(IntegrationBundle.maximumSize) are read"
        case .notABundle: "this is no bundle of certified integrations"
        case .version(let version):
            "the bundle has version \(version); this program reads version \(IntegrationBundle.version)"
        case .truncated(let expected, let found):
            "the bundle is not whole: its content should have \(expected) bytes and has \(found)"
        case .damaged: "the bundle is damaged: its content does not have the digest that it names"
        case .unexpected(let digest): "the bundle has the digest \(digest), which is not the expected one"
        case .malformed(let reason): "the bundle cannot be read: \(reason)"
        case .unsound(let defects): "the bundle is not sound: " + defects.joined(separator: "; ")
        case .unreachable(let path): "'\(path)' cannot be read or written"
        }
    }
}
