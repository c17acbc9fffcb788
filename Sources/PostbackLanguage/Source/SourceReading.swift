public import Foundation

/// What becomes of the bytes of a file: a source, or the reason why it is none.
public enum SourceReading: Sendable {
    /// A text that can be compiled.
    case source(SourceFile)
    /// Too large, not UTF-8, or nothing that can be read.
    case problem(Diagnostic)

    /// Reads the bytes of a file.
    ///
    /// - Parameters:
    ///   - data: all of them.
    ///   - path: the file, as diagnostics name it.
    public init(_ data: Data, path: String) {
        if data.count > SourceFile.maximumSize {
            self = .problem(.fileTooLarge(path: path, size: data.count))
        } else if !data.prefix(64).contains(0), let text = String(data: data, encoding: .utf8) {
            self = .source(SourceFile(path: path, text: text))
        } else {
            self = .problem(.notUTF8(path: path, beginning: data))
        }
    }

    /// The file, as diagnostics name it.
    public var path: String {
        switch self {
        case .source(let source): source.path
        case .problem(let diagnostic): diagnostic.file
        }
    }

    /// The source; nil for what is none.
    public var source: SourceFile? { if case .source(let source) = self { source } else { nil } }

    /// Why there is no source.
    public var problem: Diagnostic? { if case .problem(let problem) = self { problem } else { nil } }
}
