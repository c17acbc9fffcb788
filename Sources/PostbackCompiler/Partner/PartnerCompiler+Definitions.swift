import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func add(definition name: Name, _ value: ExpressionSyntax) {
        // A second declaration has been reported when the names of the file were noted.
        guard scopes.definitions.place(of: name.text) == name.range, checkName(name, taken: false) else { return }
        var context = Context(platforms: partner.platforms)
        context.isNamed = true
        guard let elaborated = elaborate(value, context) else {
            scopes.definitions.breaks(name.text)
            return
        }
        definitions[name.text] = elaborated
        lines[SourcePlace(keys: [name.text])] = source.line(at: name.range.start)
        partner.definitions.append(PostbackDefinition(name.text, elaborated.value))
    }

    /// Whether a name can be given to a value; what stands against it is reported.
    mutating func checkName(_ name: Name, taken: Bool) -> Bool {
        if taken {
            report(
                .duplicate(what: "name", name: name.text), name.range,
                related: label(scopes.definitions.place(of: name.text), "first declared here"))
            return false
        }
        if ["field", "request", "system"].contains(name.text) || schema.namespaces.contains(name.text) {
            report(.reservedName(name: name.text), name.range)
            scopes.definitions.breaks(name.text)
            return false
        }
        return true
    }
}
