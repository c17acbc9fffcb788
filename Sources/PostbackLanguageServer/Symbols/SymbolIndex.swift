import PostbackCompiler
import PostbackLanguage

/// The names of a file: what each stands for, also where the file does not compile.
struct SymbolIndex {
    /// In the order of their places.
    private(set) var occurrences: [Occurrence] = []
    /// What the file says; nil for a contract.
    private(set) var syntax: FileSyntax?

    /// The index of nothing.
    init() {}

    init(_ source: SourceFile, _ kind: WorkspaceFile.Kind, schema: CompiledSchema) {
        let file: FileSyntax
        switch kind {
        case .partner: file = Parser.parsePartner(source).0
        case .schema: file = Parser.parseSchema(source).0
        case .contract: return
        }
        syntax = file
        var seen: Set<Occurrence> = []
        occurrences = SymbolCollector.occurrences(in: file, schema: schema).filter { seen.insert($0).inserted }
            .sorted { $0.range < $1.range }
    }

    /// The name that an offset is in, or stands directly behind; the innermost one.
    func occurrence(at offset: Int) -> Occurrence? {
        occurrences.filter { $0.range.start <= offset && offset <= $0.range.end && $0.range.start < $0.range.end }
            .min { left, right in
                // Of two names that touch, the one that begins there.
                let (a, b) = (left.range.end == offset ? 1 : 0, right.range.end == offset ? 1 : 0)
                return (a, left.range.end - left.range.start) < (b, right.range.end - right.range.start)
            }
    }

    /// The places of a symbol.
    func occurrences(of symbol: Symbol) -> [Occurrence] { occurrences.filter { $0.symbol == symbol } }

    /// Where a symbol is declared.
    func declarations(of symbol: Symbol) -> [Occurrence] {
        occurrences.filter { $0.isDeclaration && $0.symbol == symbol }
    }
}
