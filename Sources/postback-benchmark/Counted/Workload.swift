import PostbackCompiler
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate

/// A group of cases that are measured together.
struct Workload: Sendable {
    var name: String
    var measure: @Sendable () -> [Measurement]
    /// Its cases, where their instructions can be counted: work of one thread that asks the system for nothing.
    var cases: (@Sendable () -> [Case])?

    /// A workload of cases.
    init(_ name: String, _ cases: @escaping @Sendable () -> [Case]) {
        self.name = name
        self.cases = cases
        measure = { cases().map(Harness.measure) }
    }

    /// A workload that measures itself.
    init(name: String, measure: @escaping @Sendable () -> [Measurement]) {
        self.name = name
        self.measure = measure
    }

    /// Those of which instructions are counted, in the order of the output.
    static let counted = [install, purchase, hashed, texts, fanOut, eventJSON, bind]
}

/// What workloads share.
enum Fixture {
    /// The moment, number and UUID of every rendering.
    static let context = RenderContext(
        now: Timestamp(seconds: 1_795_420_800), random: 1_234_567, uuid: "7d3f1b1e-5a7c-4e55-9f0e-2b1f0c9d8e7a")

    /// The schema of the repository.
    static let schema: CompiledSchema = {
        let files = Repository.files(in: "Schemas", suffix: ".schema")
        return CatalogueCompiler.compile(files).schema
    }()

    /// A partner of one postback, compiled from its file.
    static func partner(_ postback: String) -> PartnerTemplate {
        let source = SourceFile(
            path: "Integrations/bench.postback",
            text: """
                partner bench "Bench"
                revision 1
                category test
                platforms ios, android
                documentation "https://partner.test/docs"
                field app_key "App key" : text sample "k"
                endpoint api "https://track.partner.test"

                \(postback)
                """)
        let (partner, diagnostics) = PartnerCompiler.compile(source, schema: schema)
        guard let partner else {
            stop(DiagnosticPrinter(sources: [source]).print(diagnostics, as: .line))
        }
        return partner.template
    }

    /// The first postback of a partner of one postback.
    static func bound(_ postback: String) -> BoundPostback {
        let template = partner(postback)
        let partner = PreparedPartner(template, catalogue: schema.catalogue)
        do throws(FieldProblems) {
            return try BoundPostback(template.postbacks[0], of: partner, fields: ["app_key": "acme-key-1"])
        } catch {
            stop(error.description)
        }
    }

    /// An event of the repository's catalogue, read from JSON.
    static func event(_ json: String) -> PostbackEvent {
        do throws(EventProblem) {
            return try EventDecoder(catalogue: schema.catalogue).decode(Array(json.utf8)).event
        } catch {
            stop(error.message)
        }
    }

    /// A contender that copies bytes.
    static func memcpy(_ bytes: [UInt8], name: String = "memcpy") -> Contender {
        let target = UnsafeMutableRawPointer.allocate(byteCount: bytes.count + 64, alignment: 16)
        return Contender(name: name) { count in
            unsafe bytes.withUnsafeBytes { source in
                guard let start = source.baseAddress else { return }
                for _ in 0..<count {
                    unsafe target.copyMemory(from: start, byteCount: source.count)
                    unsafe keep(target)
                }
            }
        }
    }

    /// A contender that renders one postback.
    static func render(_ postback: BoundPostback, _ event: PostbackEvent) -> Contender {
        let buffer = RenderBuffer()
        return Contender(name: "") { count in
            for _ in 0..<count { keep(postback.render(event, context: context, into: buffer)) }
        }
    }

    /// The request of a postback, which there has to be.
    static func request(_ postback: BoundPostback, _ event: PostbackEvent) -> PostbackRequest {
        switch postback.render(event, context: context) {
        case .request(let request): return request
        case .skipped(let skip): stop("skipped: \(skip.code) \(skip.about)")
        }
    }
}
