import PostbackCompiler
import PostbackLanguage

/// The files of one project and those open beside them, compiled as far as somebody asked.
final class Workspace {
    /// The project's folder; nil where none was found.
    let root: String?
    private let folder: any ProjectFolder
    /// The day on which allowances are judged.
    let today: () -> String?
    private(set) var files: [String: WorkspaceFile] = [:]
    var schema: CompiledSchema
    var schemaFindings: [String: [Diagnostic]] = [:]
    var schemaIsStale = true
    /// Whether what files say together has to be looked at again.
    var isUnchecked = true

    init(root: String?, folder: any ProjectFolder, today: @escaping () -> String?) {
        self.root = root
        self.folder = folder
        self.today = today
        schema = CatalogueCompiler.compile([]).schema
        reload()
    }

    // MARK: Files

    /// Reads the project's files again; what is open counts on.
    func reload() {
        guard let root else { return }
        var gone = Set(files.values.filter { $0.isOfProject && $0.onDisk != nil }.map(\.path))
        for reading in folder.files(in: root) {
            let path = reading.path
            gone.remove(path)
            if let file = files[path] {
                let isSame =
                    file.onDisk?.source?.bytes == reading.source?.bytes && file.onDisk?.problem == reading.problem
                file.onDisk = reading
                guard !isSame, !file.isOpen else { continue }
                file.set(reading)
                changed(file)
            } else if let kind = WorkspaceFile.kind(of: path) {
                let file = WorkspaceFile(
                    path: path, kind: kind, isOfProject: true, address: FileAddress.address(root + "/" + path), reading)
                file.onDisk = reading
                files[path] = file
                changed(file)
            }
        }
        for path in gone {
            guard let file = files[path] else { continue }
            file.onDisk = nil
            if !file.isOpen { remove(file) }
        }
    }

    /// The file of an address; nil for one that is not known.
    func file(at address: String) -> WorkspaceFile? { path(of: address).flatMap { files[$0] } }

    /// Opens a file with the text that a client has of it; nil for one that is none of this language.
    ///
    /// - Parameter language: what the client takes it for; it counts where the name says nothing.
    func open(_ address: String, _ text: TextDocument, version: Int?, language: String?) -> WorkspaceFile? {
        guard let path = path(of: address),
            let kind = WorkspaceFile.kind(of: path) ?? (language == "postback" ? .partner : nil)
        else { return nil }
        let known = files[path]
        let file =
            known
            ?? WorkspaceFile(
                path: path, kind: kind, isOfProject: root != nil && WorkspaceFile.isOfProject(path), address: address,
                .source(SourceFile(path: path, text: "")))
        files[path] = file
        if file.address != address, !file.published.isEmpty {
            // The client knows it by another address from here on.
            abandoned.append(file.address)
            file.published = []
        }
        file.address = address
        edit(file, text, version: version)
        return file
    }

    /// Takes a new text of an open file.
    func edit(_ file: WorkspaceFile, _ text: TextDocument, version: Int?) {
        let isSame = file.isOpen && file.document.bytes == text.bytes
        file.open(text)
        file.version = version
        if !isSame || file.partner == nil { changed(file) }
    }

    /// Goes back to what the disk has of a file, unless it has been opened by another address since.
    func close(_ file: WorkspaceFile, _ address: String) {
        guard file.address == address else { return }
        file.open(nil)
        file.version = nil
        if file.onDisk == nil { remove(file) } else { changed(file) }
    }

    /// Files that are gone, and have findings that the client knows.
    var removed: [WorkspaceFile] = []

    private func remove(_ file: WorkspaceFile) {
        files[file.path] = nil
        removed.append(file)
        if file.kind == .schema, file.isOfProject { schemaIsStale = true }
        isUnchecked = true
    }

    /// Addresses of which the client knows findings, and by which no file is known any more.
    private(set) var abandoned: [String] = []

    /// Notes that the client knows all findings.
    func noteTold() {
        abandoned = []
        removed = []
        isUnchecked = false
    }

    private func changed(_ file: WorkspaceFile) {
        isUnchecked = true
        if file.kind == .schema, file.isOfProject { schemaIsStale = true }
    }

    /// The path by which a file of an address is known.
    private func path(of address: String) -> String? {
        guard let path = FileAddress.path(address) else {
            // What is not on a disk is known by its whole address; a version of a file is named behind a question mark.
            return address.isEmpty ? nil : String(address.prefix { $0 != "?" && $0 != "#" })
        }
        guard let root else { return path }
        // Links are followed where the path as it is named is none of the project's.
        return below(root, path) ?? below(root, folder.resolved(path)) ?? path
    }

    /// The path of a file of the project below its folder; nil for another one.
    private func below(_ root: String, _ path: String) -> String? {
        guard path.hasPrefix(root + "/") else { return nil }
        let below = String(path.dropFirst(root.count + 1))
        return WorkspaceFile.isOfProject(below) ? below : nil
    }

    /// Files of the project of a kind that could be read, in the order of their paths.
    func ofProject(_ kind: WorkspaceFile.Kind) -> [WorkspaceFile] {
        files.values.filter { $0.kind == kind && $0.isOfProject && $0.source != nil }.sorted { $0.path < $1.path }
    }
}
