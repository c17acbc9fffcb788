import PostbackRuntime

/// A message of the client, as JSON-RPC 2.0 has them.
enum ClientMessage {
    /// What wants an answer.
    case request(id: RequestID, method: String, params: JSONValue)
    /// What wants none.
    case notification(method: String, params: JSONValue)
    /// An answer to a request of the server.
    case answer
    /// What cannot be understood; the id where there is one.
    case invalid(id: RequestID?, ResponseError)
}

/// The id of a request: a number or a text.
enum RequestID: Hashable {
    case number(String)
    case text(String)

    init?(_ value: JSONValue?) {
        switch value {
        case .number(let text): self = .number(text)
        case .string(let text): self = .text(text)
        default: return nil
        }
    }

    var json: JSONValue {
        switch self {
        case .number(let text): .number(text)
        case .text(let text): .string(text)
        }
    }
}

/// Why a request has no result.
struct ResponseError: Error {
    /// The code. Source: JSON-RPC 2.0, 5.1, and Language Server Protocol 3.17.
    var code: Int
    /// What is wrong, in one sentence.
    var message: String

    static let notJSON = -32_700
    static let invalidRequest = -32_600
    static let unknownMethod = -32_601
    static let invalidParams = -32_602
    static let notInitialized = -32_002
    static let cancelled = -32_800
    static let failed = -32_803

    /// What a request lacks.
    static func missing(_ what: String) -> ResponseError {
        ResponseError(code: invalidParams, message: "the request has no \(what)")
    }
}

extension ClientMessage {
    /// Reads the content of a message.
    init(_ bytes: [UInt8]) {
        let value: JSONValue
        do throws(JSONValue.SyntaxError) {
            value = try JSONValue(parsing: Self.withoutHalves(bytes))
        } catch {
            self = .invalid(
                id: nil,
                ResponseError(
                    code: ResponseError.notJSON, message: "not JSON: \(error.message), at byte \(error.offset)"))
            return
        }
        let id = RequestID(value["id"])
        guard case .object = value else {
            self = .invalid(
                id: nil, ResponseError(code: ResponseError.invalidRequest, message: "a message is one object"))
            return
        }
        guard let method = value["method"]?.text else {
            let isAnswer = value["id"] != nil && (value["result"] != nil || value["error"] != nil)
            self =
                isAnswer
                ? .answer
                : .invalid(
                    id: id, ResponseError(code: ResponseError.invalidRequest, message: "the message names no method"))
            return
        }
        let params = value["params"] ?? .null
        if let id {
            self = .request(id: id, method: method, params: params)
        } else if value["id"] != nil {
            self = .invalid(
                id: nil,
                ResponseError(code: ResponseError.invalidRequest, message: "an id is a number or a text"))
        } else {
            self = .notification(method: method, params: params)
        }
    }

    /// The text with half characters, which clients send when somebody edits one half, as the sign for what is unknown.
    private static func withoutHalves(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        var place = 0
        func unit(at place: Int) -> UInt16? {
            guard place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
            else { return nil }
            return UInt16(String(decoding: bytes[place + 2..<place + 6], as: UTF8.self), radix: 16)
        }
        while let next = bytes[place...].firstIndex(of: UInt8(ascii: "\\")) {
            place = next + 2
            guard place <= bytes.count, let first = unit(at: next), (0xD800...0xDFFF).contains(first) else {
                if place > bytes.count { break }
                continue
            }
            if first < 0xDC00, let second = unit(at: next + 6), (0xDC00...0xDFFF).contains(second) {
                place = next + 12
            } else {
                bytes.replaceSubrange(next + 2..<next + 6, with: "FFFD".utf8)
                place = next + 6
            }
        }
        return bytes
    }
}
