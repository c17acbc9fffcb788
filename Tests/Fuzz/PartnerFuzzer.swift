import Foundation
import PostbackCompiler
import PostbackLanguage

/// The schema that fuzzed partner files are compiled against: the project's own, from the working folder.
private let schema: CompiledSchema = {
    let folder = "Schemas"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let sources = names.compactMap { name in
        (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)).map {
            SourceFile(path: "\(folder)/\(name)", text: $0)
        }
    }
    return CatalogueCompiler.compile(sources).schema
}()

/// Compiles, prints and formats one input, and ends the process when a promise is broken.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPartner(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    let source = SourceFile(path: "Integrations/fuzz.postback", text: String(decoding: bytes, as: UTF8.self))
    let (partner, diagnostics) = PartnerCompiler.compile(source, schema: schema, today: "2026-11-23")
    check(partner != nil || diagnostics.hasErrors, "refused without a reason")
    check(source, diagnostics)
    checkFormat(source)
    return 0
}
