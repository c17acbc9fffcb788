import Foundation
import PostbackCompiler
import PostbackContract
import PostbackLanguage

/// A file that the server knows, with what has been made of its text.
final class WorkspaceFile {
    /// What a file is, by its name.
    enum Kind {
        case schema
        case partner
        case contract
    }

    /// The path below the project's folder; of a file outside of it, or at another place in it, the whole path.
    let path: String
    let kind: Kind
    /// Whether `check` reads it with the project.
    let isOfProject: Bool
    /// The address by which clients know it.
    var address: String
    /// What the disk has; nil where it has no such file.
    var onDisk: SourceReading?
    /// The text of the client that has it open.
    private(set) var opened: TextDocument?
    /// The version of that text.
    var version: Int?
    /// What counts.
    private(set) var reading: SourceReading

    var partner: (partner: CompiledPartner?, diagnostics: [Diagnostic])?
    var contract: (contract: Contract?, diagnostics: [Diagnostic])?
    var symbols: SymbolIndex?
    var samples: LineSamples?
    /// The findings that the client has been told.
    var published: [Diagnostic] = []
    /// The version of the text that they are of.
    var publishedVersion: Int?
    private var table: TextDocument?
    private var pieces: [SourceToken]?

    init(path: String, kind: Kind, isOfProject: Bool, address: String, _ reading: SourceReading) {
        self.path = path
        self.kind = kind
        self.isOfProject = isOfProject
        self.address = address
        self.reading = reading
    }

    /// The kind of a file of a name; nil for a file that is not of this language.
    static func kind(of path: String) -> Kind? {
        let name = path.split(separator: "/").last ?? ""
        guard !name.hasPrefix(".") else { return nil }
        if name.hasSuffix(".postback") { return .partner }
        if name.hasSuffix(".schema") { return .schema }
        return name.hasSuffix(".contract") ? .contract : nil
    }

    /// Whether a path below a project's folder is that of a file that `check` reads.
    static func isOfProject(_ path: String) -> Bool {
        guard let kind = kind(of: path) else { return false }
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        return switch kind {
        case .partner: folder == "Integrations"
        case .schema: folder == "Schemas"
        case .contract: folder == "Schemas/contracts"
        }
    }

    /// The source; nil where it cannot be read.
    var source: SourceFile? { reading.source }

    var isOpen: Bool { opened != nil }

    /// Whether it has no place on a disk yet, so that its name says nothing.
    var isUnsaved: Bool { FileAddress.path(address) == nil }

    /// The text, for positions.
    var document: TextDocument {
        if let opened { return opened }
        if let table { return table }
        let document = TextDocument(source?.bytes ?? [])
        table = document
        return document
    }

    /// The pieces of the text, for whoever looks at its form alone.
    var tokens: [SourceToken] {
        if let pieces { return pieces }
        let tokens = source.map(SourceToken.all) ?? []
        pieces = tokens
        return tokens
    }

    /// Takes the text of a client, or with nil that of the disk.
    func open(_ text: TextDocument?) {
        opened = text
        if let text {
            set(SourceReading(Data(text.bytes), path: path))
        } else if let onDisk {
            set(onDisk)
        }
    }

    func set(_ reading: SourceReading) {
        self.reading = reading
        table = nil
        pieces = nil
        forget()
    }

    /// Forgets what has been made of the text.
    func forget() {
        (partner, contract, symbols, samples) = (nil, nil, nil, nil)
    }
}
