public import PostbackLanguage

/// Where the server finds the files of a project; what is open in an editor counts before them.
public protocol ProjectFolder {
    /// The folder of the project that a folder belongs to: the first one upwards that has `Integrations/`; nil for none.
    func root(of folder: String) -> String?

    /// A path without links in it; of what is not there, the path itself.
    func resolved(_ path: String) -> String

    /// The schemas, partner files and contracts of a project, named by their paths below its folder.
    func files(in root: String) -> [SourceReading]
}
