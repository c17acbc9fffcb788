import PostbackLanguage
import PostbackTemplate

extension Finding {
    /// Words about postbacks, privacy, use and examples.
    var aboutEvents: DiagnosticWords {
        switch self {
        case .overlap(let postback):
            .init(.overlappingPostbacks, "another postback is for the same events: '\(postback)'")
        case .unreachablePostback(let postback):
            .init(
                .unreachablePostback, "the postback '\(postback)' is never sent: every platform has one of its own")
        case .identicalRequests(let postback):
            .init(
                .identicalRequests, "this postback sends the same request as '\(postback)'",
                "the partner cannot tell the two events apart")
        case .neverAvailable(let macro, let platforms):
            .init(.neverAvailable, "'\(macro)' never exists on \(platforms)")
        case .noExample(let postback):
            .init(
                .noExample, "the postback '\(postback)' has no example",
                "an example is its certification: the exact request that an event gives")
        case .amountWithoutCurrency(let macro):
            .init(.amountWithoutCurrency, "'\(macro)' is sent without its currency")
        case .incompletePair(let macro, let missing):
            .init(.incompletePair, "'\(macro)' is sent without '\(missing)', which gives it its meaning")
        case .clickIDTwice(let macro, let key):
            .init(
                .clickIDTwice, "'\(macro)' is sent twice, here as '\(key)'",
                "a partner reads one of the two; ask which")
        default: aboutPrivacy ?? aboutUse ?? aboutExamples
        }
    }

    private var aboutPrivacy: DiagnosticWords? {
        switch self {
        case .contactInClear(let macro):
            .init(
                .contactInClear, "'\(macro)' would leave readable",
                fix: .insertAfter(
                    " | trim | lowercase | sha256", .needsLook, title: "hash it: \(macro) | trim | lowercase | sha256"),
                "or, if the partner takes nothing else: accepts plaintext \(macro) \"reason\"")
        case .unnormalizedContact(let macro):
            .init(
                .unnormalizedContact, "'\(macro)' is hashed as it was typed",
                "partners hash a normal form, such as | trim | lowercase; another one never matches")
        case .secretInPath(let field):
            .init(.secretInPath, "the secret field '\(field)' cannot stand in a path or a host")
        case .secretInQuery(let field):
            .init(
                .secretInQuery, "the secret field '\(field)' would stand in a URL, where logs keep it",
                "send it in a header, or write insecure in front of the line if the partner demands it")
        case .credentialInFile(let why):
            .init(
                .credentialInFile, "a credential seems to be typed into the file: \(why)",
                "declare a secret field for it: field token \"Token\" : secret text")
        case .personalOverHTTP(let macros):
            .init(.personalOverHTTP, "\(macros.joined(separator: ", ")) would cross the network unencrypted")
        case .uselessAcceptance(let macro): .init(.uselessAcceptance, "nothing sends '\(macro)' readable")
        default: nil
        }
    }

    private var aboutUse: DiagnosticWords? {
        switch self {
        case .unused(let what, let name): .init(.unusedDeclaration, "the \(what) '\(name)' is never used")
        case .unusedField(let name, let isRequired):
            .init(
                .unusedField,
                isRequired
                    ? "accounts have to fill in '\(name)', and nothing uses it" : "the field '\(name)' is never used")
        case .deprecatedMacro(let macro, let instead):
            .init(.deprecatedMacro, "the macro '\(macro)' is deprecated: \(instead)")
        default: nil
        }
    }

    private var aboutExamples: DiagnosticWords {
        switch self {
        case .exampleWithoutExpectation:
            .init(.exampleIncomplete, "the example does not say what is sent or skipped")
        case .exampleWithoutPostback: .init(.exampleIncomplete, "the example does not say which postback it is about")
        case .unknownSkip(let reason, let near):
            .init(.unknownSkip, "'\(reason)' is not a reason for a skip", did: near)
        case .duplicateExample(let title): .init(.duplicateExample, "another example is called '\(title)'")
        case .exampleValue(let why): .init(.exampleValue, why)
        default: .init(.exampleValue, "this example cannot be")
        }
    }
}
