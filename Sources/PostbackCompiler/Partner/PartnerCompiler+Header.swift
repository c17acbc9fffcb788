import PostbackSupport
import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func checkHeader(_ file: FileSyntax) {
        var seen: Set<String> = []
        for (index, declaration) in file.declarations.enumerated() {
            switch declaration {
            case .partner(let id, let label, _):
                if index > 0 { report(.misplacedPartner, id.range) }
                partner.id = id.text
                partner.name = label.text
                if id.text != source.stem { report(.nameOfFile(declared: id.text, file: source.stem), id.range) }
                if checkIdentifier(id) {
                    var scope = SwiftScope.partners
                    if let clash = scope.take(SwiftName.type(id.text), for: id.text) {
                        report(Finding(clash, name: id.text), id.range)
                    }
                }
                fieldTypes = .fieldTypes(of: id.text)
                idRange = id.range
                seen.insert("partner")
            case .property(let property):
                declare("setting", in: \.settings, property.name)
                seen.insert(property.name.text)
                set(property)
            default: break
            }
        }
        if partner.platforms.isEmpty { partner.platforms = Platform.allCases }
        let end = SourceRange(0, min(1, source.bytes.count))
        // A file that is something else altogether has been reported where it starts to be.
        if file.items.isEmpty, diagnostics.hasErrors { return }
        if file.declarations.contains(where: { if case .postback = $0 { true } else { false } }) {
            seen.insert("postback")
        }
        let missing = ["partner", "revision", "category", "platforms", "documentation", "postback"].filter {
            !seen.contains($0) && !unreadKeywords.contains($0)
        }
        if missing == ["postback"], diagnostics.hasErrors { return }
        if !missing.isEmpty { report(.missingDeclaration(names: missing), end) }
    }

    private mutating func set(_ property: PropertySyntax) {
        switch (property.name.text, property.value) {
        case ("revision", .integer(let number, let range)):
            partner.revision = number
            if number == 0 { report(.badSetting(what: "a revision", wanted: "1 or more"), range) }
        case ("category", .words(let names)): partner.category = names.first?.text ?? ""
        case ("platforms", .words(let names)):
            for name in names {
                if let platform = Platform(rawValue: name.text) {
                    if partner.platforms.contains(platform) {
                        report(.duplicate(what: "platform", name: name.text), name.range)
                    }
                    partner.platforms.append(platform)
                } else {
                    let near = Suggestion.nearest(to: name.text, among: Platform.allCases.map(\.rawValue))
                    report(.unknownPlatform(name: name.text, suggestion: near), name.range)
                }
            }
        case ("documentation", .text(let text)):
            partner.documentation = text.text
            if !ValueType.url.accepts(text.text) {
                report(.badSample(what: "the documentation", wanted: ValueType.url.expectation), text.range)
            }
        case ("status", .text(let text)): partner.deprecation = text.text
        default: break
        }
    }

    /// Whether a name can be an id; what is wrong with it is reported.
    mutating func checkIdentifier(_ name: Name) -> Bool {
        let words = name.text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        let isWords = words.allSatisfy { word in
            !word.isEmpty && word.allSatisfy { Unicode.Scalar($0).properties.isLowercase || (0x30...0x39).contains($0) }
        }
        if !isWords || name.text.utf8.first.map({ (0x30...0x39).contains($0) }) ?? true {
            report(.badIdentifier(name: name.text), name.range)
        } else if name.text.utf8.count > TemplateLimits.longestName {
            report(.identifierTooLong, name.range)
        } else {
            return true
        }
        return false
    }

    mutating func accept(_ names: [Name], _ range: SourceRange) {
        let name = names.map(\.text).joined(separator: ".")
        guard catalogue.definition(name) != nil else {
            let near = nearest(to: name, among: catalogue.macros.map(\.name))
            return report(.unknownMacro(name: name, suggestion: near), range)
        }
        plaintext.accepted.insert(name)
    }
}
