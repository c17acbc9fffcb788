public import PostbackLanguage

/// What is done to one token of a source, with the text of another one.
public enum TokenDamage: CaseIterable, Sendable {
    /// The token is deleted.
    case deletion
    /// The other one is written in front of it.
    case insertion
    /// The other one takes its place.
    case replacement

    /// The damaged source.
    public func apply(to source: SourceFile, at token: SourceRange, with other: SourceRange) -> SourceFile {
        var bytes = source.bytes
        let text = [UInt8](source.text(in: other).utf8) + [0x20]
        switch self {
        case .deletion: bytes.removeSubrange(token.start..<token.end)
        case .insertion: bytes.insert(contentsOf: text, at: token.start)
        case .replacement: bytes.replaceSubrange(token.start..<token.end, with: text)
        }
        return SourceFile(path: source.path, text: String(decoding: bytes, as: UTF8.self))
    }
}
