import PostbackRuntime

/// Messages of the server, with the headers that are in front of them.
enum ServerMessage {
    static func result(_ result: JSONValue, of id: RequestID) -> [UInt8] {
        framed(.members(["jsonrpc": .string("2.0"), "id": id.json, "result": result]))
    }

    static func error(_ error: ResponseError, of id: RequestID?) -> [UInt8] {
        let content: JSONValue = .members(["code": .integer(error.code), "message": .string(error.message)])
        return framed(.members(["jsonrpc": .string("2.0"), "id": id?.json ?? .null, "error": content]))
    }

    static func notification(_ method: String, _ params: JSONValue) -> [UInt8] {
        framed(.members(["jsonrpc": .string("2.0"), "method": .string(method), "params": params]))
    }

    static func request(_ id: String, _ method: String, _ params: JSONValue) -> [UInt8] {
        framed(
            .members(["jsonrpc": .string("2.0"), "id": .string(id), "method": .string(method), "params": params]))
    }

    private static func framed(_ value: JSONValue) -> [UInt8] {
        var content: [UInt8] = []
        JSONText.append(value, to: &content)
        return Array("Content-Length: \(content.count)\r\n\r\n".utf8) + content
    }
}
