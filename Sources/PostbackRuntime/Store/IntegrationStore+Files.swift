import Foundation
public import PostbackTemplate

/// Bundles on disk, for a service that starts anew.
extension IntegrationStore {
    /// Puts the bundle of a file to use.
    @discardableResult
    public func update(
        file path: String, expecting digest: String? = nil, now: Timestamp
    ) throws(BundleProblem) -> UpdateReport {
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreachable(path: path) }
        return try update(reading: data, expecting: digest, now: now)
    }

    /// Puts a bundle to use and, once it is in use, into a file for the next start: whole or not at all.
    @discardableResult
    public func update(
        reading bytes: some Sequence<UInt8>, expecting digest: String? = nil, keeping path: String, now: Timestamp
    ) throws(BundleProblem) -> UpdateReport {
        let bundle = try IntegrationBundle(reading: bytes)
        let report = try update(bundle, expecting: digest, now: now)
        do {
            try Data(bundle.bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .unreachable(path: path)
        }
        return report
    }
}
