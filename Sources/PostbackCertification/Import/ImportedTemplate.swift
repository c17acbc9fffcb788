import Foundation
public import PostbackRuntime

/// A template of a request, taken apart.
public struct ImportedTemplate: Hashable, Sendable {
    /// What it is sent for: a kind of event, or an event's name.
    public var trigger: String
    /// `GET`, `POST` or `PUT`.
    public var method: String
    /// The URL with its placeholders.
    public var url: String
    /// The headers.
    public var headers: [PostbackRequest.Header]
    /// The body with its placeholders; empty for none.
    public var body: String

    /// Creates a template.
    public init(
        trigger: String, method: String = "GET", url: String, headers: [PostbackRequest.Header] = [], body: String = ""
    ) {
        self.trigger = trigger
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// Reads one line: `https://…`, with a method in front, or with the event: `purchase=https://…`.
    ///
    /// - Parameter trigger: what it is for where it does not say so.
    /// - Returns: nil for what has no URL, or an event without a name.
    public init?(line: String, trigger: String) {
        var rest = line.trimmingCharacters(in: .whitespaces)[...]
        self.init(trigger: trigger, url: "")
        guard let scheme = rest.range(of: "://") else { return nil }
        if let end = rest.firstIndex(of: "="), end < scheme.lowerBound {
            let name = rest[..<end]
            guard !name.contains(where: { "/?&<".contains($0) }) else { return nil }
            self.trigger = Self.name(name)
            rest = rest[rest.index(after: end)...].drop { $0.isWhitespace }
        }
        let word = rest.prefix { $0.isASCII && $0.isLetter }
        if rest.dropFirst(word.count).first == " " {
            method = word.uppercased()
            rest = rest.dropFirst(word.count).drop { $0.isWhitespace }
        }
        // The end of a request's line says how it is sent.
        if let end = rest.range(of: " HTTP/", options: .backwards) { rest = rest[..<end.lowerBound] }
        let start = rest.prefix { !"/?#&=".contains($0) }
        guard !self.trigger.isEmpty, rest.dropFirst(start.count).hasPrefix("//"), start.hasSuffix(":") else {
            return nil
        }
        url = String(rest)
    }

    private static func name(_ text: some StringProtocol) -> String {
        text.trimmingCharacters(in: .whitespaces.union(.init(charactersIn: "\"")))
    }

    /// Reads a file: lines as above, each a request, or requests with headers and a body, apart from each other by lines with
    /// `###`, behind which the event may stand.
    ///
    /// - Returns: the requests, and the lines that are none.
    public static func file(_ text: String, trigger: String) -> (templates: [ImportedTemplate], wrong: [Int]) {
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        var templates: [ImportedTemplate] = []
        var wrong: [Int] = []
        var next = trigger
        var place = 0
        while place < lines.count {
            let line = lines[place].trimmingCharacters(in: .whitespaces)
            place += 1
            if line.hasPrefix("###") {
                let title = name(line.drop { $0 == "#" })
                next = title.isEmpty ? trigger : title
                continue
            }
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix("//") { continue }
            guard var template = ImportedTemplate(line: line, trigger: next) else {
                wrong.append(place)
                continue
            }
            while place < lines.count, let header = Self.header(lines[place]) {
                template.headers.append(header)
                place += 1
            }
            let isFollowed = place + 1 < lines.count && lines[place].allSatisfy(\.isWhitespace)
            if isFollowed, !lines[place + 1].hasPrefix("#"),
                ImportedTemplate(line: lines[place + 1], trigger: "x") == nil
            {
                let end = lines[place...].firstIndex { $0.hasPrefix("###") } ?? lines.count
                template.body = lines[(place + 1)..<end].joined(separator: "\n").trimmingCharacters(
                    in: .whitespacesAndNewlines)
                place = end
            }
            templates.append(template)
        }
        return (templates, wrong)
    }

    /// `Name: value`.
    private static func header(_ line: String) -> PostbackRequest.Header? {
        guard let colon = line.firstIndex(of: ":"), !line[colon...].hasPrefix("://"),
            line[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }),
            colon != line.startIndex
        else { return nil }
        return .init(
            name: String(line[..<colon]), value: line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
    }
}
