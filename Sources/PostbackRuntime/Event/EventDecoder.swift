public import PostbackTemplate

/// What is wrong with one event of the input.
public struct EventProblem: Error, Hashable, Sendable {
    /// The macro it is about; nil for the event as a whole.
    public var macro: String?
    /// What is wrong, in one sentence.
    public var message: String

    /// Creates a problem.
    public init(macro: String?, message: String) {
        self.macro = macro
        self.message = message
    }
}

/// Reads events from JSON objects whose keys are the namespaces of macros.
///
/// An event that is read into again and again keeps its memory, so that reading allocates nothing after the first ones.
public struct EventDecoder: Sendable {
    /// The macros that events can carry.
    public let catalogue: MacroCatalogue
    /// Whether keys that the catalogue lacks are collected.
    public var collectsUnknownKeys: Bool
    let keys: EventKeys

    /// Creates a decoder.
    public init(catalogue: MacroCatalogue, collectsUnknownKeys: Bool = true) {
        self.catalogue = catalogue
        self.collectsUnknownKeys = collectsUnknownKeys
        keys = EventKeys(catalogue)
    }

    /// What was found out while reading an event.
    public struct Findings: Sendable {
        /// Values of the wrong form, which are left out; of very many the first hundred.
        public private(set) var problems: [EventProblem] = []
        /// How many values have the wrong form.
        public private(set) var problemCount = 0
        /// Keys that the catalogue lacks, dotted; a hundred at most.
        public var unknownKeys: [String] = []

        /// Notes a value of the wrong form.
        mutating func add(_ problem: @autoclosure () -> EventProblem) {
            problemCount += 1
            if problems.count < 100 { problems.append(problem()) }
        }
    }

    /// An event with what was found out while reading it.
    public struct Result: Sendable {
        /// The event; values with a problem are left out of it.
        public var event: PostbackEvent
        /// Values of the wrong form; of very many the first hundred.
        public var problems: [EventProblem]
        /// Keys that the catalogue lacks, dotted; a hundred at most.
        public var unknownKeys: [String]
    }

    /// Reads one event from UTF-8 JSON: an array, `Data`, a string's `utf8`.
    public func decode(_ bytes: some Sequence<UInt8>) throws(EventProblem) -> Result {
        try decode(Array(bytes).span)
    }

    /// Reads one event from UTF-8 JSON.
    public func decode(_ bytes: Span<UInt8>) throws(EventProblem) -> Result {
        var event = PostbackEvent(catalogue: catalogue)
        let findings = try decode(bytes, into: &event)
        return Result(event: event, problems: findings.problems, unknownKeys: findings.unknownKeys)
    }

    /// Reads one event from UTF-8 JSON into an event of the same catalogue, whose values it loses before.
    public func decode(_ bytes: Span<UInt8>, into event: inout PostbackEvent) throws(EventProblem) -> Findings {
        if event.storage.catalogue.layout == catalogue.layout {
            event.removeAll()
        } else {
            event = PostbackEvent(catalogue: catalogue)
        }
        let (findings, problem) = event.owned().contents.read(bytes, self)
        if let problem {
            event.removeAll()
            throw problem
        }
        return findings
    }
}

extension EventContents {
    /// Reads an event; what is there of it when it cannot be read has no meaning.
    fileprivate mutating func read(
        _ bytes: Span<UInt8>, _ decoder: EventDecoder
    ) -> (EventDecoder.Findings, EventProblem?) {
        var problem: EventProblem?
        // Moved into the scanner and back, so that not every write has to be checked for overlapping access.
        var scanner = EventScanner(decoder, self)
        do throws(JSONValue.SyntaxError) {
            if let kind = try scanner.readDocument(bytes) {
                problem = EventProblem(macro: nil, message: "an event is a JSON object, not \(kind)")
            }
        } catch {
            problem = EventProblem(macro: nil, message: error.message)
        }
        let findings = scanner.findings
        self = scanner.finish()
        return (findings, problem)
    }
}
