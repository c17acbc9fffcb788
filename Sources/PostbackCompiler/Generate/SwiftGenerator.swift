import PostbackLanguage
public import PostbackTemplate

/// Writes Swift source for compiled partners. The same input gives the same bytes on every machine.
public struct SwiftGenerator: Sendable {
    /// The macros and events.
    public let catalogue: MacroCatalogue

    /// Creates a generator.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
    }

    /// One generated file.
    public struct File: Hashable, Sendable {
        /// The file's name without folders.
        public var name: String
        /// Its text.
        public var text: String

        /// Creates a file.
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// All files: one for each partner, one for the events, one for the registry.
    ///
    /// - Parameters:
    ///   - partners: the partners, in any order.
    ///   - planned: the stems of the partner files of which a build awaits a file each; nil for those that there are.
    ///     A build keeps its plan when a partner file comes: a partner that is not planned stands in the registry's file.
    public func files(_ partners: [CompiledPartner], planned: Set<String>? = nil) -> [File] {
        let sorted = partners.sorted { $0.template.id < $1.template.id }
        let planned = planned ?? Set(sorted.map(\.source.stem))
        let isPlanned = { (partner: CompiledPartner) in planned.contains(partner.source.stem) }
        let added = sorted.filter { !isPlanned($0) }.map { "\n" + partner($0) }
        return sorted.filter(isPlanned).map { File(name: Self.fileName($0.source.stem), text: partner($0)) }
            + [
                File(name: "PostbackEvent+Macros.swift", text: events()),
                File(name: "Integrations.swift", text: registry(sorted.map(\.template)) + added.joined()),
            ]
    }

    /// The name of the Swift file of a partner file, whose name without its ending is `stem`.
    public static func fileName(_ stem: String) -> String {
        stem + ".postback.swift"
    }

    static let imports = "public import PostbackRuntime\npublic import PostbackTemplate\n"

    /// The list of all partners, with the catalogue that they were compiled against.
    private func registry(_ partners: [PartnerTemplate]) -> String {
        var text =
            "// Generated from Integrations/ and Schemas/. Do not edit.\n\n@_exported public import PostbackRuntime\n"
        text += """

            /// Every certified integration of this module.
            public enum Integrations {
                /// The partners, by their ids in rising order.

            """
        let all = partners.map { SwiftCode.text("\(SwiftName.type($0.id)).template") }
        text += Self.declaration("all", "[PartnerTemplate]", .array(all))
        text += """

                /// The partner with this id; nil when there is none.
                public static func partner(_ id: String) -> PartnerTemplate? {
                    all.first { $0.id == id }
                }

                /// The macros and events that the partners were compiled against.
                public static let catalogue = MacroCatalogue(
                    macros: macros, kinds: kinds, events: events, signals: signals)

            """
        text += list("macros", "MacroDefinition", catalogue.macros.map(Self.code))
        text += list("kinds", "EventDefinition", catalogue.kinds.map(Self.code))
        text += list("events", "EventDefinition", catalogue.events.map(Self.code))
        text += list(
            "signals", "PrivacySignal",
            catalogue.signals.map { signal in
                .call(
                    "PrivacySignal",
                    [
                        .string(signal.macro), SwiftCode.string(signal.value).labelled("is"),
                        .text("withholds: ClassificationSet(rawValue: \(signal.withholds.rawValue))"),
                    ])
            })
        return text + "}\n"
    }

    private func list(_ name: String, _ type: String, _ elements: [SwiftCode]) -> String {
        "\n" + Self.declaration(name, "[\(type)]", .array(elements), access: "private ")
    }

    private static func code(_ macro: MacroDefinition) -> SwiftCode {
        var arguments = [SwiftCode.string(macro.name), .type(macro.type)]
        let classes = macro.classes.members.map { SwiftCode.text(".\($0)") }
        if !classes.isEmpty {
            arguments.append((classes.count == 1 ? classes[0] : SwiftCode.array(classes)).labelled("classes"))
        }
        if !macro.platforms.isEmpty {
            arguments.append(SwiftCode.array(macro.platforms.map { .text(".\($0)") }).labelled("platforms"))
        }
        if let role = macro.role { arguments.append(.text("role: .\(role)")) }
        if let sample = macro.sample { arguments.append(SwiftCode.string(sample).labelled("sample")) }
        return .call("MacroDefinition", arguments)
    }

    private static func code(_ event: EventDefinition) -> SwiftCode {
        var arguments = [
            SwiftCode.string(event.name), SwiftCode.string(event.label).labelled("label"),
            SwiftCode.string(event.summary).labelled("summary"),
        ]
        if !event.macros.isEmpty {
            arguments.append(SwiftCode.array(event.macros.map(SwiftCode.string)).labelled("macros"))
        }
        return .call("EventDefinition", arguments)
    }
}
