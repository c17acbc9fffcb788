import Foundation
import PostbackTemplate

/// Reads the placeholders of a template.
struct TemplateReader {
    let resolver: PlaceholderResolver
    private let marks: [ImportPlatform.Marks]

    init(_ platform: ImportPlatform, _ catalogue: MacroCatalogue) {
        resolver = PlaceholderResolver(platform, catalogue)
        marks = platform.marks
    }

    /// The characters and the placeholders of a template. What is no placeholder of the platform stays what it is.
    func read(_ text: String) -> [TemplateUnit] {
        if resolver.platform == .branch { return FreeMarkerReader(resolver).read(text) }
        return [TemplateUnit](text) { rest, before in
            placeholder(at: rest, isValue: before?.character == "=" || before?.character == "/")
        }
    }

    /// How many placeholders of a text the catalogue knows by the platform's names, and how many there are.
    func known(_ text: String) -> (known: Int, all: Int) {
        let holes = read(text).holes
        return (holes.count { $0.meaning == .macro }, holes.count)
    }

    /// - Parameter isValue: whether a value begins here.
    private func placeholder(at rest: Substring, isValue: Bool) -> (ImportedPlaceholder, String.Index)? {
        for mark in marks where rest.hasPrefix(mark.open) {
            let inner = rest.dropFirst(mark.open.count).prefix(120)
            guard let close = inner.range(of: mark.close) else { continue }
            let name = inner[..<close.lowerBound]
            guard isName(name) else { continue }
            let text = String(rest[..<close.upperBound])
            let found = resolver.resolve(text, String(name), mark)
            // A word in parentheses may be just that, where it is not the whole value.
            let isWhole = isValue && (rest[close.upperBound...].first.map { "&/#;\"".contains($0) } ?? true)
            if mark.open == "(", found.meaning == .field, !isWhole, !name.contains(where: { "_-".contains($0) }) {
                continue
            }
            return (found, close.upperBound)
        }
        return nil
    }

    /// Whether something between marks can be the name of a placeholder, and is no JSON or prose.
    private func isName(_ name: Substring) -> Bool {
        guard let first = name.first, first.isASCII, first.isLetter || "~$.@_".contains(first), name.count <= 100 else {
            return false
        }
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "~$.@_-|?= ".contains($0)) }
    }
}
