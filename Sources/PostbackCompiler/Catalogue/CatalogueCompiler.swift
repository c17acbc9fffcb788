import PostbackSupport
public import PostbackLanguage
import PostbackTemplate

/// Makes the catalogue of macros and events out of schema files.
public struct CatalogueCompiler {
    private var macros: [MacroDefinition] = []
    private var kinds: [EventDefinition] = []
    private var events: [EventDefinition] = []
    private var signals: [PrivacySignal] = []
    private var declared: [String: CompiledSchema.SourcePlace] = [:]
    /// Names in lower case, with how they were first written.
    private var spelled: [String: String] = [:]
    private var references: [(SourceFile, Name)] = []
    private var companions: [[String]] = []
    private var deprecations: [String: String] = [:]
    /// Macros that say why everyone may see them.
    private var unmasked: Set<String> = []
    private var diagnostics: [Diagnostic] = []

    /// Reads all schema files as one catalogue; what has a mistake is reported and left out.
    public static func compile(_ sources: [SourceFile]) -> (schema: CompiledSchema, diagnostics: [Diagnostic]) {
        var compiler = CatalogueCompiler()
        for source in sources {
            let (file, diagnostics) = Parser.parseSchema(source)
            compiler.diagnostics += diagnostics.bounded()
            for declaration in file.declarations { compiler.add(declaration, source) }
        }
        let catalogue = MacroCatalogue(
            macros: compiler.macros, kinds: compiler.kinds, events: compiler.events, signals: compiler.signals)
        let names = catalogue.macros.map(\.name)
        let suggestions = SuggestionBudget()
        for (source, name) in compiler.references {
            if let instead = compiler.deprecations[name.text] {
                compiler.report(.deprecatedMacro(macro: name.text, instead: instead), source, name.range)
            }
            guard catalogue.definition(name.text) == nil else { continue }
            let near = suggestions.nearest(to: name.text, among: names)
            compiler.report(.unknownMacro(name: name.text, suggestion: near), source, name.range)
        }
        compiler.checkMasks()
        compiler.checkNames(catalogue)
        let schema = CompiledSchema(
            catalogue: catalogue, companions: compiler.companions, deprecations: compiler.deprecations,
            places: compiler.declared)
        let byFile = Dictionary(grouping: compiler.diagnostics, by: \.file)
        return (schema, byFile.values.flatMap { $0.bounded() }.sortedAndUnique())
    }

    private mutating func add(_ declaration: DeclarationSyntax, _ source: SourceFile) {
        switch declaration {
        case .macro(let macro): add(macro, source)
        case .event(let event):
            // A postback names both by one word.
            guard declare("event \(event.name.text)", event.name, source) else { return }
            let names = event.macros.map { Name(Self.dotted($0), Self.range($0)) }
            references += names.map { (source, $0) }
            let definition = EventDefinition(
                event.name.text, label: event.label.text, summary: event.documentation ?? "", macros: names.map(\.text))
            if event.isKind { kinds.append(definition) } else { events.append(definition) }
        case .signal(let macro, let value, let withholds):
            references.append((source, Name(Self.dotted(macro), Self.range(macro))))
            guard let literal = value.literal else {
                return report(.notLiteral(what: "the signal's value"), source, value.range)
            }
            var classes: ClassificationSet = []
            for name in withholds {
                guard let classification = classification(name, source) else { continue }
                classes.insert(ClassificationSet(classification))
            }
            signals.append(PrivacySignal(Self.dotted(macro), is: literal.text, withholds: classes))
        case .together(let macros):
            let names = macros.map { Name(Self.dotted($0), Self.range($0)) }
            references += names.map { (source, $0) }
            companions.append(names.map(\.text))
        default: break
        }
    }

    private mutating func add(_ syntax: MacroSyntax, _ source: SourceFile) {
        let name = Self.dotted(syntax.name)
        guard declare(name, Name(name, Self.range(syntax.name)), source), let type = type(syntax.type, source) else {
            return
        }
        var macro = MacroDefinition(name, type, summary: syntax.documentation ?? "")
        if macro.summary.isEmpty {
            report(.missingDescription(name: name), source, Self.range(syntax.name))
        }
        for modifier in syntax.modifiers.map(\.content) {
            switch (modifier.name.text, modifier.value) {
            case ("platforms", .words(let names)):
                for name in names {
                    if let platform = Platform(rawValue: name.text) {
                        macro.platforms.append(platform)
                    } else {
                        let near = Suggestion.nearest(to: name.text, among: Platform.allCases.map(\.rawValue))
                        report(.unknownPlatform(name: name.text, suggestion: near), source, name.range)
                    }
                }
            case ("class", .words(let names)):
                for name in names { macro.classes.formUnion(ClassificationSet(classification(name, source))) }
            case ("role", .words(let names)):
                guard let word = names.first else { continue }
                macro.role = MacroRole(rawValue: word.text)
                if macro.role == nil {
                    report(.badSetting(what: "a role", wanted: Self.list(MacroRole.allCases)), source, word.range)
                }
            case ("sample", .text(let sample)):
                macro.sample = sample.text
                if !type.accepts(sample.text) {
                    report(.badSample(what: "the sample of '\(name)'", wanted: type.expectation), source, sample.range)
                }
            case ("deprecated", .text(let instead)): deprecations[name] = instead.text
            case ("unmasked", .text): unmasked.insert(name)
            case ("also", .spellings(let spellings)):
                macro.spellings += spellings.map { spelling in
                    let form = spelling.steps.map { source.text(in: $0.range) }.joined(separator: " | ")
                    return MacroSpelling(
                        vendor: spelling.vendor.text, text: spelling.text.text, form: form.isEmpty ? nil : form)
                }
            default: break
            }
        }
        macros.append(macro)
    }

    /// Reports macros that stand among those of the attribution and would be shown to partners that did not win it.
    private mutating func checkMasks() {
        func namespace(_ macro: MacroDefinition) -> Substring { macro.name.prefix { $0 != "." } }
        let masked = Dictionary(grouping: macros, by: namespace).filter { _, macros in
            macros.count { $0.classes.contains(.attribution) } * 2 >= macros.count
        }
        for macro in macros where masked[namespace(macro)] != nil && !macro.classes.contains(.attribution) {
            guard !unmasked.contains(macro.name), let place = declared[macro.name] else { continue }
            let finding = Finding.unmaskedAttribution(macro: macro.name, namespace: String(namespace(macro)))
            diagnostics.report(finding, file: place.file, range: place.range, related: [])
        }
    }

    /// Reports macros that become one name of generated Swift.
    private mutating func checkNames(_ catalogue: MacroCatalogue) {
        var scopes = MacroScopes()
        for macro in catalogue.macros {
            let clash = scopes.take(macro.name, macro.type, itemOf: catalogue.itemList(of: macro.name))
            guard let clash, let place = declared[macro.name] else { continue }
            let other = clash.other.flatMap { declared[$0] }
            diagnostics.report(
                clash, name: macro.name, file: place.file, range: place.range,
                other: other.map { ($0.file, $0.range) })
        }
    }

    private mutating func type(_ syntax: TypeSyntax, _ source: SourceFile) -> ValueType? {
        switch ValueType.resolve(syntax, allowsLists: true) {
        case .success(let type): return type
        case .failure(let problem):
            report(problem.finding, source, syntax.range)
            return nil
        }
    }

    private mutating func classification(_ name: Name, _ source: SourceFile) -> Classification? {
        let known = Classification.allCases.map(\.rawValue)
        if let found = Classification(rawValue: name.text) { return found }
        report(
            .unknownClass(name: name.text, suggestion: Suggestion.nearest(to: name.text, among: known)), source,
            name.range)
        return nil
    }

    private mutating func declare(_ label: String, _ name: Name, _ source: SourceFile) -> Bool {
        guard let first = declared[label] else {
            let lower = label.lowercased()
            if let other = spelled[lower], let place = declared[other] {
                report(
                    .differsInCase(name: name.text, other: other), source, name.range,
                    related: DiagnosticLabel(file: place.file, range: place.range, message: "the other is here"))
            }
            spelled[lower] = label
            declared[label] = .init(file: source.path, range: name.range)
            return true
        }
        report(
            .duplicate(what: "name", name: name.text), source, name.range,
            related: DiagnosticLabel(file: first.file, range: first.range, message: "first declared here"))
        return false
    }

    private mutating func report(
        _ finding: Finding, _ source: SourceFile, _ range: SourceRange, related: DiagnosticLabel? = nil
    ) {
        diagnostics.report(finding, file: source.path, range: range, related: related.map { [$0] } ?? [])
    }

    private static func dotted(_ names: [Name]) -> String { names.map(\.text).joined(separator: ".") }

    private static func range(_ names: [Name]) -> SourceRange {
        guard let first = names.first, let last = names.last else { return SourceRange(0, 0) }
        return first.range.union(last.range)
    }

    private static func list(_ values: [some RawRepresentable<String>]) -> String {
        "one of " + values.map(\.rawValue).joined(separator: ", ")
    }
}
