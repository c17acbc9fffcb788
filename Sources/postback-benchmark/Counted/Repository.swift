import Foundation
import PostbackLanguage

/// The files of the checkout that the benchmark was built from.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The files of a folder with a suffix, in the order of their names.
    static func files(in folder: String, suffix: String) -> [SourceFile] {
        let directory = root.appending(path: folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted().map { name in
            let bytes = FileManager.default.contents(atPath: directory.appending(path: name).path) ?? Data()
            return SourceFile(path: "\(folder)/\(name)", text: String(decoding: bytes, as: UTF8.self))
        }
    }
}
