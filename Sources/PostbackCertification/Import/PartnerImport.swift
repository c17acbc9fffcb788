public import PostbackCompiler
import PostbackRuntime
public import PostbackTemplate

/// Translates a platform's templates into a partner file.
///
/// The file passes `check`, or `problems` says why not. What a template has and a partner file has no place for stands in a
/// comment, and in `notes`.
public struct PartnerImport: Sendable {
    /// The partner file, in its canonical form.
    public let text: String
    /// The placeholders in the order of their first appearance, each once.
    public let placeholders: [ImportedPlaceholder]
    /// What has no place in the file, or means something else in it.
    public let notes: [String]

    /// What `check` would find: nothing, but where the template has no host that a postback can go to.
    public let problems: [Diagnostic]

    /// Translates templates, of which there is at least one.
    ///
    /// - Parameters:
    ///   - id: the partner's id.
    ///   - name: its name.
    ///   - schema: what partner files can name.
    public init(
        _ templates: [ImportedTemplate], from platform: ImportPlatform, id: String, name: String,
        schema: CompiledSchema
    ) {
        var writer = ImportWriter(platform, schema.catalogue)
        let postbacks = templates.map { writer.postback($0) }
        placeholders = writer.placeholders
        let source = SourceFile(path: "\(id).postback", text: writer.file(postbacks, id: id, name: name))
        let mended = ImportMending(source, schema)
        notes = writer.notes + mended.notes
        problems = mended.problems
        let examples = mended.partner.map { Self.examples($0.template, schema) } ?? ""
        let whole = SourceFile(path: source.path, text: mended.text + examples)
        // An example may hold what no file may, where the template does.
        let isSound = !PartnerCompiler.compile(whole, schema: schema).diagnostics.contains {
            $0.rule.severity == .error
        }
        text = isSound ? whole.text : mended.text
    }

    /// An example for each postback, of what it sends with the catalogue's samples.
    private static func examples(_ partner: PartnerTemplate, _ schema: CompiledSchema) -> String {
        let derived = DerivedRequests(catalogue: schema.catalogue)
        let writer = ExampleWriter(catalogue: schema.catalogue)
        return partner.postbacks.map { postback in
            let platform = Platform.ios
            let event = derived.event(.most, for: postback, of: partner, on: platform)
            let bound = try? BoundPostback(
                postback, of: partner, catalogue: schema.catalogue, fields: partner.requiredSamples)
            guard let bound else { return "" }
            let outcome = bound.render(event, context: ExampleRunner.context())
            let name = event[.name].flatMap { event.kindName == PostbackTrigger.eventKind ? $0.text : nil }
            let title = "what \(name ?? event.kindName ?? postback.id) sends with samples"
            return "\n" + writer.text(title, event, samples: platform, fields: [:], [outcome])
        }.joined()
    }

    /// The platform whose placeholders a template has: the one of whose names the catalogue knows the most, nil where it knows
    /// none.
    public static func platform(of templates: [ImportedTemplate], catalogue: MacroCatalogue) -> ImportPlatform? {
        let scored = ImportPlatform.allCases.map { platform in
            let reader = TemplateReader(platform, catalogue)
            let counts = templates.flatMap { [$0.url, $0.body] + $0.headers.map(\.value) }.map { reader.known($0) }
            return (
                platform: platform, known: counts.reduce(0) { $0 + $1.known }, all: counts.reduce(0) { $0 + $1.all }
            )
        }
        // Of platforms that know as many, the one for which fewer stay unknown.
        let best = scored.enumerated().max { left, right in
            let (one, other) = (left.element, right.element)
            if one.known != other.known { return one.known < other.known }
            return one.all != other.all ? one.all > other.all : left.offset > right.offset
        }
        return best.flatMap { $0.element.known > 0 ? $0.element.platform : nil }
    }
}
