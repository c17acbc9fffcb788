import PostbackCompiler
import PostbackLanguage

/// Reads and formats one schema, and ends the process when a promise is broken.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSchema(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    let source = SourceFile(path: "Schemas/fuzz.schema", text: String(decoding: bytes, as: UTF8.self))
    check(source, CatalogueCompiler.compile([source]).diagnostics)
    checkFormat(source)
    return 0
}
