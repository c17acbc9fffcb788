import PostbackLanguage
import PostbackTemplate

/// What contact data and ids have to go through.
extension PartnerCompiler {
    /// Reports contact data that is hashed as it was typed.
    mutating func checkNormalized(_ value: Elaborated, _ range: SourceRange) {
        for macro in value.raw.subtracting(value.normalized).sorted()
        where catalogue.definition(macro)?.classes.contains(.contact) == true {
            report(.unnormalizedContact(macro: macro), range)
        }
        for macro in value.raw.intersection(value.normalized).subtracting(value.numbered).sorted()
        where isTelephone(macro) {
            report(.unnormalizedTelephone(macro: macro), range)
        }
    }

    /// Whether a macro is a telephone number: its sample is one, in the form that people write.
    func isTelephone(_ macro: String) -> Bool {
        guard let definition = catalogue.definition(macro), definition.classes.contains(.contact),
            let sample = definition.sample, sample.hasPrefix("+")
        else { return false }
        return sample.dropFirst().allSatisfy { $0.isNumber || "()- .".contains($0) }
    }

    /// Whether a macro is text, of which reading a number would take leading zeros.
    func isTextual(_ macro: String) -> Bool {
        guard let definition = catalogue.definition(macro) else { return false }
        return definition.type.isTextual && definition.type != .scalar
    }
}

extension TransformName {
    /// Whether it leaves only some of a text's characters, as telephone numbers need it.
    var selectsCharacters: Bool {
        switch self {
        case .digits, .e164, .alphanumeric, .keepCharacters, .dropCharacters, .replace: true
        default: false
        }
    }
}
