import PostbackLanguage
import PostbackTemplate

extension Finding {
    /// Words about URL, headers and body.
    var aboutRequests: DiagnosticWords? {
        switch self {
        case .missingRequest:
            .init(.missingRequest, "the postback has no request line", "for example: GET endpoint \"/path\"")
        case .twoBodies: .init(.twoBodies, "a request has one body: form, json or text")
        case .bodyWithGet:
            .init(.bodyWithGet, "a GET request has no body", "use POST, or move the values into query")
        case .twoBlocks(let block): .init(.duplicateBlock, "the block '\(block)' stands twice in this postback")
        case .separatorInPath(let separator):
            .init(
                .separatorInPath, "'\(separator)' cannot stand in a path",
                "parameters go into a query or matrix block, which write the separators themselves")
        case .separatorInKey(let key):
            .init(
                .separatorInKey, "the key '\(key)' holds a character that separates",
                "each parameter has a line of its own; the separators are written for it")
        case .pathWithoutSlash:
            .init(
                .pathWithoutSlash, "a path starts with a slash",
                fix: .insertBefore("/", .safe, title: "write a slash in front of it"))
        case .doubleSlash:
            .init(.doubleSlash, "the path holds '//', an empty segment", "most servers take it for another path")
        case .needsEncoding(let text):
            .init(
                .needsEncoding, "'\(text)' has to be percent-encoded in a URL",
                "write it encoded, or as a hole with a text in it")
        case .brokenEncoding(let text):
            .init(.brokenEncoding, "'\(text)' is not percent-encoding", "a percent sign itself is written %25")
        case .pathMayBeAbsent(let names):
            .init(
                .pathMayBeAbsent,
                "this part of the path may be absent\(names.isEmpty ? "" : ": \(names.joined(separator: ", "))")",
                "the postback is then not sent; say so with 'require any of' or 'send when … is present'")
        case .badEndpoint(let why): .init(.badEndpoint, "an endpoint is \(why)")
        case .hostFromEvent:
            .init(.hostFromEvent, "event data can never choose a host", "use a field of type choice, label or host")
        case .badHost(let type):
            .init(
                .badHost, "a value of type \(type.name) cannot stand in a host",
                "use a field of type choice, label or host")
        case .openHost(let field):
            .init(
                .openHost, "the field '\(field)' lets an account send to any host",
                "where a partner is white-labelled, allow this finding with the reason")
        case .localHost(let host):
            .init(.localHost, "'\(host)' is not a host on the internet", "requests to it would never reach a partner")
        case .plainHTTP:
            .init(
                .plainHTTP, "plain http sends identifiers readable over the network",
                fix: .replace("https://", .needsLook, title: "write https"),
                "if the partner has nothing else, write insecure behind the URL")
        case .uselessInsecure(let what):
            .init(.uselessInsecure, "'insecure' excuses nothing here: \(what)")
        case .badHeaderName(let header): .init(.badHeaderName, "'\(header)' is not a header that a postback may set")
        case .contentTypeMismatch(let header, let body):
            .init(.contentTypeMismatch, "the header says '\(header)', but the body is \(body)")
        case .foreignPlaceholder(let placeholder, let macro):
            .init(
                .foreignPlaceholder,
                "'\(placeholder)' is another platform's placeholder and would be sent as it stands",
                "name the macro in a hole: {\(macro ?? "namespace.name")}")
        case .badCallback(let why): .init(.badCallback, "a callback \(why)")
        case .marksWithoutCallback:
            .init(.marksWithoutCallback, "'marks' fills the URL of a callback, and this request goes to an endpoint")
        default: nil
        }
    }
}
