import PostbackTemplate

extension SwiftGenerator {
    /// The file of one partner.
    func partner(_ compiled: CompiledPartner) -> String {
        let partner = compiled.template
        let names = partner.constantNames
        let path = compiled.source.path
        let origin = "Generated from \(path). Do not edit."
        var text = SwiftCode.documentation([origin], mark: "//") + "\n" + Self.imports + "\n"
        text += documentation(partner)
        text += "public enum \(SwiftName.type(partner.id)): CertifiedPartner {\n"
        text += fields(partner)
        let catalogueDoc = "    /// The macros that the templates name.\n"
        text += "\n\(catalogueDoc)    public static var catalogue: MacroCatalogue { Integrations.catalogue }\n"
        text += template(partner, names)
        for (postback, name) in zip(partner.postbacks, names) {
            let withheld = "When personal data is withheld: \(reduced(postback, partner))."
            let left = leaving(postback, partner)
            text += "\n" + SwiftCode.documentation([summary(postback), ""] + left + [withheld], indentation: 4)
            let line = compiled.lines[SourcePlace(postback: postback.id)]
            if let line {
                text += "    #sourceLocation(file: \(SwiftCode.literal(path)), line: \(line))\n"
            }
            text += Self.declaration(name, "PostbackTemplate", .postback(postback))
            if line != nil { text += "    #sourceLocation()\n" }
        }
        return text + "}\n"
    }

    /// A constant and the function that makes it once.
    ///
    /// The function is not optimised: with many partners the optimiser took most of a build's time for code that runs
    /// once. No other name of a generated file has an underscore.
    static func declaration(_ name: String, _ type: String, _ code: SwiftCode, access: String = "public ") -> String {
        let function = "make_" + name.filter { $0 != "`" }
        return """
                \(access)static let \(name) = \(function)()
                @_optimize(none) @inline(never)
                private static func \(function)() -> \(type) {
                    \(code.render(indentation: 8, column: 8))
                }

            """
    }

    private func documentation(_ partner: PartnerTemplate) -> String {
        var lines = ["\(partner.name), revision \(partner.revision).", ""]
        if let deprecation = partner.deprecation { lines += ["Deprecated: \(deprecation)", ""] }
        lines += ["Documentation of the partner: <\(partner.documentation)>", ""]
        let disclosed = Set(partner.postbacks.flatMap(\.disclosure)).sorted()
        for form in [Disclosure.Form.raw, .hashed] {
            let names = disclosed.filter { $0.form == form }.map { "`\($0.macro)`" }
            guard !names.isEmpty else { continue }
            lines.append(
                form == .raw
                    ? "Leaves readable: \(names.joined(separator: ", "))."
                    : "Leaves hashed: \(names.joined(separator: ", ")).")
        }
        return SwiftCode.documentation(lines)
    }

    private func summary(_ postback: PostbackTemplate) -> String {
        let events: String =
            switch postback.trigger {
            case .kind(let kind): "`\(kind)`"
            case .events(let names): names.map { "`\($0)`" }.joined(separator: ", ")
            }
        let platform = postback.platform.map { " on \($0.displayName)" } ?? ""
        var url = ""
        for piece in postback.request.origin + postback.request.path {
            switch piece {
            case .literal(let text): url += text
            case .hole(.field(let id)): url += "{\(id)}"
            case .hole: url += "{…}"
            }
        }
        if let callback = postback.request.callback {
            url = "the callback's URL on \(callback.hosts.joined(separator: ", "))"
        }
        return "For \(events)\(platform): `\(postback.request.method.rawValue) \(url)`."
    }

    /// The classified macros that leave with a postback and where, a list.
    private func leaving(_ postback: PostbackTemplate, _ partner: PartnerTemplate) -> [String] {
        let values = postback.disclosedValues(of: partner, catalogue: catalogue)
        guard !values.isEmpty else { return [] }
        let lines = values.map { value in
            let form = value.hash.map { "as \($0.rawValue)" } ?? "readable"
            let place = [value.position, value.key].filter { !$0.isEmpty }.joined(separator: " ")
            return "- `\(value.macro)` \(form): \(place)"
        }
        var seen: Set<String> = []
        return ["Leaves to \(postback.hosts.map { "`\($0)`" }.joined(separator: ", ")):", ""]
            + lines.filter { seen.insert($0).inserted } + [""]
    }

    /// What becomes of a postback whose event withholds personal data, in words.
    private func reduced(_ postback: PostbackTemplate, _ partner: PartnerTemplate) -> String {
        switch postback.reducedForm(of: partner, catalogue: catalogue) {
        case .sent: "sent without it"
        case .skipped(let macros): "not sent, since it needs \(macros.map { "`\($0)`" }.joined(separator: " or "))"
        }
    }

    private func template(_ partner: PartnerTemplate, _ names: [String]) -> String {
        var arguments: [SwiftCode] = [
            .string(partner.id), SwiftCode.string(partner.name).labelled("name"),
            .text("revision: \(partner.revision)"),
            SwiftCode.string(partner.category).labelled("category"),
            SwiftCode.array(partner.platforms.map { .text(".\($0)") }).labelled("platforms"),
            SwiftCode.string(partner.documentation).labelled("documentation"),
        ]
        if let deprecation = partner.deprecation {
            arguments.append(SwiftCode.string(deprecation).labelled("deprecation"))
        }
        if !partner.fields.isEmpty {
            arguments.append(SwiftCode.array(partner.fields.map(SwiftCode.field)).labelled("fields"))
        }
        if !partner.maps.isEmpty { arguments.append(SwiftCode.array(partner.maps.map(SwiftCode.map)).labelled("maps")) }
        if !partner.definitions.isEmpty {
            arguments.append(SwiftCode.array(partner.definitions.map(SwiftCode.definition)).labelled("definitions"))
        }
        arguments.append(SwiftCode.array(names.map(SwiftCode.text)).labelled("postbacks"))
        arguments.append(SwiftCode.delivery(partner.delivery).labelled("delivery"))
        return "\n    /// The compiled integration.\n"
            + Self.declaration("template", "PartnerTemplate", .call("PartnerTemplate", arguments))
    }
}
