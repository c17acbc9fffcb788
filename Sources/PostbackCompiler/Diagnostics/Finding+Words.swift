import PostbackSupport
import PostbackLanguage
import PostbackTemplate

extension Finding {
    /// The rule, the sentence, what was probably meant, and sentences that help.
    struct Words {
        var rule: DiagnosticRule
        var message: String
        var suggestion: String?
        var notes: [String] = []

        init(_ rule: DiagnosticRule, _ message: String, did suggestion: String? = nil, _ notes: String?...) {
            self.rule = rule
            self.message = message
            self.suggestion = suggestion
            self.notes = notes.compactMap { $0 }
        }
    }

    /// The one place where findings are put into words.
    var words: Words {
        switch self {
        case .unknownMacro(let name, let near):
            .init(
                .unknownMacro, "there is no macro '\(name)'", did: near, "'postback macros WORD' searches the catalogue"
            )
        case .unknownField(let name, let near):
            .init(
                .unknownField, "the partner has no field '\(name)'", did: near,
                "declare it: field \(name) \"Label\" : text")
        case .unknownName(let name, let near):
            .init(.unknownName, "'\(name)' is not a macro, a let or a variable", did: near)
        case .unknownEndpoint(let name, let near): .init(.unknownName, "there is no endpoint '\(name)'", did: near)
        case .unknownTransform(let name, let near):
            .init(
                .unknownTransform, "there is no transform or map '\(name)'", did: near,
                "'postback transforms' lists them")
        case .unknownType(let name, let near): .init(.unknownType, "there is no type '\(name)'", did: near)
        case .unknownEvent(let name, let near):
            .init(
                .unknownEvent, "'\(name)' is neither a kind of event nor a standard event", did: near,
                "write a custom event's name in quotes")
        case .unknownPlatform(let name, let near):
            .init(.unknownPlatform, "'\(name)' is not a platform; there are ios and android", did: near)
        case .unknownClass(let name, let near): .init(.badSetting, "'\(name)' is not a classification", did: near)
        case .unknownProperty(let item, let name, let near):
            .init(.unknownMacro, "an item of '\(item)' has no property '\(name)'", did: near)
        case .itemOutsideLoop(let name, let list):
            .init(
                .itemOutsideLoop, "'\(name)' belongs to each item of '\(list)'",
                "use [for item in \(list): item.\(name.split(separator: ".").last ?? "")]")
        case .duplicate(let what, let name): .init(.duplicateDeclaration, "the \(what) '\(name)' is declared twice")
        case .duplicateKey(let key): .init(.duplicateKey, "the key '\(key)' is set twice in this block")
        case .reservedName(let name): .init(.reservedName, "'\(name)' already means something else in expressions")
        case .missingDeclaration(let what): .init(.missingDeclaration, "the file has no '\(what)' declaration")
        case .wrongOrder(let what): .init(.missingDeclaration, "'\(what)' must be the first declaration, once")
        case .nameOfFile(let declared, let file):
            .init(
                .nameOfFile, "the partner is called '\(declared)' but the file '\(file)'",
                "the id and the file's name are the same, in lower case")
        case .badSetting(let what, let wanted): .init(.badSetting, "\(what) must be \(wanted)")
        case .badSample(let what, let expected): .init(.badSample, "\(what) must be \(expected)")
        case .cannotStand(let type, let position, let hint):
            .init(.cannotStand, "a value of type \(type.name) cannot stand in \(position)", hint)
        case .transformInput(let name, let takes, let type, let hint):
            .init(.transformInput, "'\(name)' takes \(takes), not a value of type \(type.name)", hint)
        case .argumentCount(let name, let wanted, let given):
            .init(.transformArgument, "'\(name)' takes \(wanted), not \(given)")
        case .argumentType(let name, let parameter, let wanted):
            .init(.transformArgument, "the argument '\(parameter)' of '\(name)' must be \(wanted)")
        case .badPattern(let what, let pattern): .init(.badPattern, "'\(pattern)' is not \(what)")
        case .notAList(let type): .init(.notAList, "'for' goes over a list, not over a value of type \(type.name)")
        case .loopsTooDeep:
            .init(.tooMuchWork, "'for' is nested more than two levels deep")
        case .tooMuchWork:
            .init(
                .tooMuchWork, "this value is made of more than \(Elaborated.maximumWeight) values",
                "a let counts as often as it is used")
        case .notABoolean(let type):
            .init(
                .notABoolean, "a condition needs a boolean or a comparison, not a value of type \(type.name)",
                "compare it with '==' or ask 'is present'")
        case .cannotCompare(let left, let right):
            .init(.cannotCompare, "a value of type \(left.name) never equals one of type \(right.name)")
        case .notAChoice(let value, let choices):
            .init(
                .cannotCompare, "'\(value)' is not a value it can have",
                did: Suggestion.nearest(to: value, among: choices), "it is one of \(choices.joined(separator: ", "))")
        case .objectOutsideJSON:
            .init(
                .cannotStand, "'{ … }' is a JSON object and stands only inside json",
                "write json { … } to send it as text")
        case .unescapedMisplaced:
            .init(.unescapedMisplaced, "'unescaped' must be the last step of a value in a URL or a form")
        case .unescapedForbidden(let characters, let position):
            .init(
                .unescapedMisplaced, "'\(characters)' cannot stay bare in \(position)",
                "only : @ , ! $ ' ( ) * ; can, one at a time")
        case .notLiteral(let what): .init(.notLiteral, "\(what) must be written as a literal value")
        case .requestTooEarly(let part):
            .init(
                .requestTooEarly, "request.\(part) is not rendered yet where this is used",
                "the body is rendered first, then path and query, then headers")
        case .mapNotTotal(let id):
            .init(
                .notTotal, "the map '\(id)' does not say what other keys give",
                "add 'else -> skip', 'else -> absent' or 'else -> \"value\"'")
        case .branchNotTotal:
            .init(.notTotal, "this 'when' value has no branch", "write at least one 'condition -> value'")
        case .missingRequest:
            .init(.missingRequest, "the postback has no request line", "for example: GET endpoint \"/path\"")
        case .twoBodies: .init(.twoBodies, "a request has one body: form, json or text")
        case .bodyWithGet: .init(.twoBodies, "a GET request has no body", "use POST, or move the values into query")
        case .twoBlocks(let name): .init(.duplicateDeclaration, "the block '\(name)' stands twice in this postback")
        case .separatorInPath(let text):
            .init(
                .separatorInPath, "'\(text)' cannot stand in a path",
                "parameters go into a query or matrix block, which write the separators themselves")
        case .needsEncoding(let text):
            .init(
                .needsEncoding, "'\(text)' has to be percent-encoded in a URL",
                "write it encoded, or as a hole with a text in it")
        case .hostFromEvent:
            .init(.hostFromEvent, "event data can never choose a host", "use a field of type choice, label or host")
        case .badEndpoint(let why): .init(.badEndpoint, "an endpoint is \(why)")
        case .plainHTTP:
            .init(
                .plainHTTP, "plain http sends identifiers readable over the network",
                "use https, or write insecure behind the URL if the partner has nothing else")
        case .badHeaderName(let name): .init(.badHeaderName, "'\(name)' is not a header that a postback may set")
        case .foreignPlaceholder(let text):
            .init(
                .foreignPlaceholder, "'\(text)' is another platform's placeholder and would be sent as it stands",
                "name the macro in a hole: {device.idfa}")
        case .overlap(let id): .init(.overlappingPostbacks, "another postback is for the same events: '\(id)'")
        case .neverAvailable(let macro, let platforms):
            .init(.neverAvailable, "'\(macro)' never exists on \(platforms)")
        case .noExample(let id):
            .init(
                .noExample, "the postback '\(id)' has no example",
                "an example is its certification: the exact request that an event gives")
        case .amountWithoutCurrency(let macro): .init(.amountWithoutCurrency, "'\(macro)' is sent without its currency")
        case .contactInClear(let macro):
            .init(
                .contactInClear, "'\(macro)' would leave readable", "hash it: \(macro) | trim | lowercase | sha256",
                "or, if the partner takes nothing else: accepts plaintext \(macro) \"reason\"")
        case .secretInPath(let field): .init(.secretInURL, "the secret field '\(field)' cannot stand in a path")
        case .secretInQuery(let field):
            .init(
                .secretInURL, "the secret field '\(field)' would stand in a URL, where logs keep it",
                "send it in a header, or write insecure in front of the line if the partner demands it")
        case .uselessAcceptance(let macro): .init(.unused, "nothing sends '\(macro)' readable")
        case .unused(let what, let name): .init(.unused, "the \(what) '\(name)' is never used")
        case .exampleWithoutExpectation: .init(.exampleIncomplete, "the example does not say what is sent or skipped")
        case .exampleWithoutPostback: .init(.exampleIncomplete, "the example does not say which postback it is about")
        case .exampleValue(let why): .init(.exampleValue, why)
        case .unknownSkip(let word, let near): .init(.exampleValue, "'\(word)' is not a reason for a skip", did: near)
        }
    }
}
