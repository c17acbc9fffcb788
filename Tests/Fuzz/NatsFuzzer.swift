/// Reads what a server might say, in one piece and in many, and ends the process when they are understood differently.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNats(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let whole = understood(bytes, inPiecesOf: max(1, bytes.count))
    for length in [1, 2, 3, 7, 1 + bytes.count / 2] {
        check(understood(bytes, inPiecesOf: length) == whole, "pieces of \(length) bytes are understood differently")
    }
    return 0
}

/// What was understood, as text, and why nothing more could be.
private func understood(_ bytes: [UInt8], inPiecesOf length: Int) -> [String] {
    var parser = ServerWordParser()
    var words: [String] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        parser.add(rest.prefix(length))
        rest = rest.dropFirst(length)
        do throws(ServerWordParser.Problem) {
            while let word = try parser.next() {
                words.append("\(word)")
                if case .info(let bytes) = word { words.append("\(ServerInfo(bytes)?.numbers ?? (0, 0, 0))") }
            }
        } catch {
            return words + ["\(error)"]
        }
    }
    return words
}
