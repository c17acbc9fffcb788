import PostbackLanguage
import PostbackRuntime
import PostbackTemplate

extension LanguageServer {
    /// The arguments of the transform whose brackets a place is in.
    func signatureHelp(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let (file, offset) = try place(params)
        guard let source = file.source, let call = Self.call(around: offset, file.tokens, source),
            let name = TransformName(rawValue: call.name), !name.definition.parameters.isEmpty
        else { return .null }
        let parameters = name.definition.parameters
        workspace.updateSchema()
        return .members([
            "signatures": .array([
                .members([
                    "label": .string(name.call),
                    "documentation": markup(SymbolText(schema: workspace.schema).text(name)),
                    "parameters": .array(
                        parameters.map { parameter in
                            .members([
                                "label": .string(parameter.isOptional ? "\(parameter.name)?" : parameter.name),
                                "documentation": .string(SymbolText.words(parameter)),
                            ])
                        }),
                ])
            ]),
            "activeSignature": .integer(0),
            "activeParameter": .integer(min(call.argument, parameters.count - 1)),
        ])
    }

    /// The word in front of the bracket that an offset is in, and the number of the argument, from 0.
    private static func call(
        around offset: Int, _ tokens: [SourceToken], _ source: SourceFile
    ) -> (name: String, argument: Int)? {
        var open: [(word: String?, argument: Int)] = []
        var word: SourceToken?
        for token in tokens where token.range.start < offset {
            if token.kind == .mark {
                switch source.bytes[token.range.start] {
                case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                    let isCall =
                        source.bytes[token.range.start] == UInt8(ascii: "(") && word?.range.end == token.range.start
                    open.append((isCall ? word.map { source.text(in: $0.range) } : nil, 0))
                case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): _ = open.popLast()
                case UInt8(ascii: ","): if !open.isEmpty { open[open.count - 1].argument += 1 }
                default: break
                }
            }
            word = token.kind == .word ? token : nil
        }
        return open.last.flatMap { call in call.word.map { ($0, call.argument) } }
    }
}
