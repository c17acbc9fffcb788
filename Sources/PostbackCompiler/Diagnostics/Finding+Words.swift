import PostbackLanguage
import PostbackSupport
import PostbackTemplate

extension Finding: DiagnosticFact {
    /// The one place, in five parts, where findings about meaning are put into words.
    var words: DiagnosticWords { aboutNames ?? aboutSettings ?? aboutTypes ?? aboutRequests ?? aboutEvents }

    private var aboutNames: DiagnosticWords? {
        switch self {
        case .unknownMacro(let name, let near):
            .init(
                .unknownMacro, "there is no macro '\(name)'", did: near, "'postback macros WORD' searches the catalogue"
            )
        case .foreignMacro(let name, let vendor, let macro):
            .init(
                .foreignMacro, "'\(name)' is the name that \(vendor) uses", did: macro, fix: .replace(macro, .needsLook)
            )
        case .unknownField(let name, let near):
            .init(
                .unknownField, "the partner has no field '\(name)'", did: near,
                "declare it: field \(name) \"Label\" : text")
        case .bareField(let name):
            .init(
                .bareField, "'\(name)' is a field, and fields are named with 'field.' in front", did: "field.\(name)",
                fix: .replace("field.\(name)", .safe))
        case .unknownName(let name, let near):
            .init(.unknownName, "'\(name)' is not a macro, a let or a variable", did: near)
        case .usedBeforeDeclared(let name):
            .init(.usedBeforeDeclared, "'\(name)' is used before its declaration", "move the declaration up")
        case .unknownEndpoint(let name, let near):
            .init(.unknownEndpoint, "there is no endpoint or callback '\(name)'", did: near)
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
        case .notOnPlatform(let name, let platforms):
            .init(
                .unknownPlatform,
                "the partner has no apps on \(name): its platforms are \(platforms.joined(separator: ", "))")
        case .kindAmongEvents(let kind):
            .init(.unknownEvent, "'\(kind)' is a kind of event, which has a postback of its own")
        case .unknownClass(let name, let near):
            .init(.unknownClassification, "'\(name)' is not a classification", did: near)
        case .propertyOfUnknownList(let variable):
            .init(
                .unknownProperty, "it is not known which list '\(variable)' is an item of",
                "'for' can go through a macro that is a list, or a let that is one")
        case .unknownProperty(let list, let name, let near):
            .init(.unknownProperty, "an item of '\(list)' has no property '\(name)'", did: near)
        case .itemOutsideLoop(let name, let list):
            .init(
                .itemOutsideLoop, "'\(name)' belongs to each item of '\(list)'",
                "use [for item in \(list): item.\(name.split(separator: ".").last ?? "")]")
        case .duplicate(let what, let name): .init(.duplicateDeclaration, "the \(what) '\(name)' is declared twice")
        case .duplicateKey(let key): .init(.duplicateKey, "the key '\(key)' is set twice in this block")
        case .differsInCase(let name, let other):
            .init(.namesDifferInCase, "'\(name)' and '\(other)' differ only in case")
        case .reservedName(let name): .init(.reservedName, "'\(name)' already means something else")
        case .unknownCode(let code, let near):
            .init(.unknownCode, "there is no finding '\(code)'", did: near, "'postback explain' lists them")
        default: nil
        }
    }

    private var aboutSettings: DiagnosticWords? {
        switch self {
        case .missingDeclaration(let names):
            .init(
                .missingDeclaration,
                "the file has no \(names.map { "'\($0)'" }.joined(separator: ", ")) \(names.count == 1 ? "declaration" : "declarations")"
            )
        case .missingDescription(let name):
            .init(
                .missingDescription, "'\(name)' has no description",
                fix: .insertBefore("/// DESCRIPTION\n", .hasPlaceholders, title: "describe it with '///' above it"))
        case .unmaskedAttribution(let macro, let namespace):
            .init(
                .unmaskedAttribution,
                "'\(macro)' would be shown to partners that did not win, unlike most of '\(namespace)'",
                "give it 'class attribution', or say why everyone may see it: unmasked \"REASON\"")
        case .misplacedPartner: .init(.misplacedPartner, "'partner' is the first declaration, and there is one")
        case .nameOfFile(let declared, let file):
            .init(
                .nameOfFile, "the partner is called '\(declared)' but the file '\(file)'",
                fix: .replace(file, .needsLook), "the id and the file's name are the same, in lower case")
        case .badIdentifier(let name):
            .init(.badIdentifier, "the id '\(name)' must be lower-case words of letters and digits, joined by _")
        case .identifierTooLong:
            .init(.badIdentifier, "this id has more than \(TemplateLimits.longestName) characters")
        case .badSetting(let what, let wanted): .init(.badSetting, "\(what) must be \(wanted)")
        case .badDelivery(let what, let wanted): .init(.badDelivery, "\(what) must be \(wanted)")
        case .badSample(let what, let wanted): .init(.badSample, "\(what) must be \(wanted)")
        case .badRegex(let pattern): .init(.badRegex, "'\(pattern)' is not a regular expression")
        case .regexTooLong:
            .init(.badRegex, "this regular expression has more than \(TemplateLimits.longestPattern) bytes")
        case .noSample(let field):
            .init(
                .noSample, "the required field '\(field)' has no sample",
                fix: .insertAfter(" sample \"SAMPLE\"", .hasPlaceholders, title: "write a sample behind its type"),
                "examples and previews fill required fields with their samples")
        case .optionalWithDefault(let field):
            .init(.optionalWithDefault, "the field '\(field)' has a default, so 'optional' says nothing")
        case .deprecatedRequired(let field):
            .init(.deprecatedRequired, "the field '\(field)' is deprecated, but accounts have to fill it in")
        case .unusedAllowance(let code):
            .init(.unusedAllowance, "nothing below has the finding '\(code)'", "delete the line")
        case .expiredAllowance(let code, let date):
            .init(
                .expiredAllowance, "this allowance of '\(code)' ended on \(date)",
                "mend the finding, or look at it again and set a later day")
        case .errorAllowed(let code):
            .init(.errorAllowed, "'\(code)' is an error and cannot be allowed", "only warnings can")
        default: nil
        }
    }
}
