import Foundation

/// Paths and the addresses by which clients name them.
enum FileAddress {
    /// The path of a `file:` address, without `.` and `..`; nil for any other address.
    static func path(_ address: String) -> String? {
        guard let url = URL(string: address), url.isFileURL else { return nil }
        let path = url.standardizedFileURL.path
        return path.isEmpty ? nil : path
    }

    /// The address of a path.
    static func address(_ path: String) -> String { URL(fileURLWithPath: path).absoluteString }
}
