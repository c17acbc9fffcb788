import Foundation
import TestSupport
import Testing

@Suite("Layering")
struct LayeringTests {
    /// What each module may import, the platform's C library and the modules below it aside.
    private static let allowed: [String: Set<String>] = [
        "PostbackSupport": [],
        "PostbackLanguage": ["Foundation", "PostbackSupport"],
        "PostbackTemplate": ["Foundation"],
        "PostbackCompiler": ["Foundation", "PostbackSupport", "PostbackLanguage", "PostbackTemplate"],
        "PostbackContract": ["Foundation", "PostbackSupport", "PostbackLanguage", "PostbackTemplate"],
        "HashInstructions": [],
        "PostbackRuntime": [
            "Foundation", "Synchronization", "PostbackSupport", "PostbackTemplate", "HashInstructions",
        ],
        "HTTPTransport": [],
        "NATSClient": ["Foundation", "HTTPTransport"],
        "PostbackDelivery": [
            "Foundation", "Synchronization", "PostbackSupport", "PostbackTemplate", "PostbackCompiler",
            "PostbackRuntime", "HashInstructions", "HTTPTransport", "NATSClient",
        ],
        "PostbackStoreConformance": ["PostbackTemplate", "PostbackRuntime", "PostbackDelivery"],
        "PostbackCertification": [
            "Foundation", "PostbackLanguage", "PostbackTemplate", "PostbackCompiler", "PostbackContract",
            "PostbackRuntime",
        ],
        "PostbackLanguageServer": [
            "Foundation", "PostbackSupport", "PostbackLanguage", "PostbackTemplate", "PostbackCompiler",
            "PostbackContract", "PostbackRuntime", "PostbackCertification",
        ],
        "CertifiedIntegrations": ["PostbackTemplate", "PostbackRuntime"],
        "postback-benchmark": [
            "Foundation", "Synchronization", "PostbackLanguage", "PostbackTemplate", "PostbackCompiler",
            "PostbackRuntime", "PostbackDelivery", "CertifiedIntegrations",
        ],
        "PostbackPlugin": ["Foundation", "PackagePlugin"],
        "PostbackCommandPlugin": ["Foundation", "PackagePlugin"],
        "PostbackFormatPlugin": ["Foundation", "PackagePlugin"],
        "postback": [
            "Foundation", "Synchronization", "PostbackSupport", "PostbackLanguage", "PostbackTemplate",
            "PostbackCompiler",
            "PostbackRuntime",
            "PostbackContract", "PostbackCertification", "PostbackLanguageServer", "PostbackDelivery",
        ],
    ]

    private func files(_ folder: URL) -> [URL] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (all?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    }

    @Test("modules import only what stands below them")
    func imports() throws {
        let sources = Repository.root.appending(path: "Sources")
        // What editors read is no module.
        let modules = try FileManager.default.contentsOfDirectory(atPath: sources.path)
            .filter { !$0.hasPrefix(".") && $0 != "Editors" }
        #expect(Set(modules) == Set(Self.allowed.keys))
        for module in modules {
            for file in files(sources.appending(path: module)) {
                let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                for line in lines {
                    guard
                        let match = line.wholeMatch(
                            of: /(?:@\w+ )*(?:public |package |internal )?import (?:\w+ )?(\w+)[.\w]*/)
                    else { continue }
                    #expect(
                        Self.allowed[module]?.contains(String(match.1)) == true, "\(file.lastPathComponent): \(line)")
                }
            }
        }
    }

    @Test("no Swift source names a macro of the catalogue")
    func macrosAreData() throws {
        let names = Repository.project.catalogue.macros.map(\.name).filter { !$0.hasSuffix("*") }
        for module in Self.allowed.keys.sorted() {
            for file in files(Repository.root.appending(path: "Sources/\(module)")) {
                let text = try String(contentsOf: file, encoding: .utf8)
                for name in names {
                    #expect(!text.contains("\"\(name)\""), "\(file.lastPathComponent) names \(name)")
                }
            }
        }
    }
}
