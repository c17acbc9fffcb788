import Foundation
import PostbackCompiler
import PostbackLanguage

extension Workload {
    /// Checking partner files whole, multiplied from the real ones, beside the Swift compiler's parser alone.
    static let compile = Workload(name: "compile") {
        var results = [measure(files: 1_000)]
        results.append(measure(files: 10_000))
        if let thousand = results.first, let last = results.last {
            results[1].ratios.append(("compile 1000", last.nanoseconds / thousand.nanoseconds))
        }
        return results
    }

    private static func measure(files count: Int) -> Measurement {
        let originals = Repository.files(in: "Integrations", suffix: ".postback")
        let sources = (0..<count).map { index -> SourceFile in
            let original = originals[index % originals.count]
            let id = original.path.dropFirst("Integrations/".count).dropLast(".postback".count)
            return SourceFile(
                path: "Integrations/\(id)_\(index).postback",
                text: original.text.replacing("partner \(id) ", with: "partner \(id)_\(index) ", maxReplacements: 1))
        }
        let bytes = sources.reduce(0) { $0 + $1.text.utf8.count }
        let folder = FileManager.default.temporaryDirectory.appending(path: "postback-benchmark-\(getpid())")
        let list = swiftFiles(bytes, in: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        var ours: [Double] = []
        var theirs: [Double] = []
        for _ in 0..<7 {
            ours.append(time { check(sources) })
            theirs.append(time { parse(list) })
        }
        let (mine, other) = (ours.sorted()[3], theirs.sorted()[3])
        return Measurement(
            name: "compile \(count)", nanoseconds: mine, bytes: bytes,
            ratios: [("swiftc -frontend -parse of as many bytes", mine / other)])
    }

    private static func check(_ sources: [SourceFile]) {
        let results = PartnerCompiler.compile(sources, schema: Fixture.schema)
        guard results.allSatisfy({ $0.partner != nil }) else { stop("a partner file has mistakes") }
        keep(results.count)
    }

    private static func time(_ work: () -> Void) -> Double {
        let duration = ContinuousClock().measure(work)
        return Double(duration.components.seconds) * 1e9 + Double(duration.components.attoseconds) / 1e9
    }

    /// Writes Swift source of so many bytes, as many files of this repository as it takes; the list of their paths.
    private static func swiftFiles(_ bytes: Int, in folder: URL) -> URL {
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let originals = Repository.files(in: "Sources/PostbackCompiler/Partner", suffix: ".swift")
        var paths: [String] = []
        var written = 0
        while written < bytes {
            let text = originals[paths.count % originals.count].text
            let file = folder.appending(path: "file\(paths.count).swift")
            try? Data(text.utf8).write(to: file)
            paths.append(file.path)
            written += text.utf8.count
        }
        let list = folder.appending(path: "files.txt")
        try? Data(paths.joined(separator: "\n").utf8).write(to: list)
        return list
    }

    private static func parse(_ list: URL) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["swiftc", "-frontend", "-parse", "-filelist", list.path]
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { stop("swiftc cannot be run: \(error.localizedDescription)") }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { stop("swiftc -frontend -parse failed") }
    }
}
