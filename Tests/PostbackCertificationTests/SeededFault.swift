import Foundation
import PostbackContract

/// A mistake of the kind that integrations make, put into a request that is right.
///
/// It takes requests apart with Foundation, and knows nothing of how contracts are checked.
enum SeededFault: String, CaseIterable {
    case timeUnit = "another unit of time"
    case missingCurrency = "an amount without its currency"
    case rawEmail = "a readable e-mail address"
    case digestOfDigest = "the digest of a digest"
    case wrongWord = "a word that is none of the partner's"
    case droppedKey = "a key that is missing"
    case objectForList = "an object where a list is"
    case textForNumber = "a text where a number is, or a number where a text is"
    case encodedTwice = "a value that is encoded twice"
    case wrongHost = "another host"
    case wrongVersion = "another version"
    case misspeltKey = "a key in other letters"

    /// One value of a request.
    struct Leaf {
        /// The keys and numbers on the way to it.
        var path: [String]
        var value: Any
    }

    /// A request in parts: the query, a form and JSON inside text as trees.
    struct Parts {
        var method: String
        var base: String
        var headers: [ObservedRequest.Header]
        var query: Any
        var body: Any?
        var isForm: Bool
        var isMatrix: Bool

        init?(_ request: ObservedRequest) {
            method = request.method
            headers = request.headers
            isMatrix = request.url.contains(";cat=")
            let pieces = request.url.components(separatedBy: isMatrix ? "/src=" : "?")
            base = pieces[0]
            query = Self.pairs(
                pieces.count > 1 ? (isMatrix ? "src=" : "") + pieces[1] : "", isMatrix ? ";" : "&", plus: false)
            isForm = request.header("Content-Type")?.contains("form") == true
            if request.body.isEmpty {
                body = nil
            } else if isForm {
                body = Self.pairs(String(decoding: request.body, as: UTF8.self), "&", plus: true)
            } else {
                body = try? JSONSerialization.jsonObject(with: Data(request.body))
            }
        }

        private static func pairs(_ text: String, _ separator: String, plus: Bool) -> [[Any]] {
            text.split(separator: separator).map { pair in
                let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                let decoded = halves.map {
                    ($0.replacing("+", with: plus ? "%20" : "%2B")).removingPercentEncoding ?? $0
                }
                let value = decoded.count > 1 ? decoded[1] : ""
                guard value.first == "{" || value.first == "[",
                    let inner = try? JSONSerialization.jsonObject(with: Data(value.utf8))
                else { return [decoded[0], value] }
                return [decoded[0], ["json": inner]]
            }
        }

        /// The request again.
        var request: ObservedRequest {
            let joined = Self.text(query, isMatrix ? ";" : "&")
            let mark = isMatrix ? "/" : "?"
            return ObservedRequest(
                method: method, url: joined.isEmpty ? base : base + mark + joined, headers: headers,
                body: body.map { isForm ? Array(Self.text($0, "&").utf8) : Array(Self.json($0)) } ?? [])
        }

        private static func json(_ value: Any) -> Data {
            (try? JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed])) ?? Data()
        }

        private static func text(_ pairs: Any, _ separator: String) -> String {
            let allowed = CharacterSet.alphanumerics.intersection(.init(charactersIn: "\0"..."\u{7F}"))
                .union(.init(charactersIn: "-._~"))
            return (pairs as? [[Any]] ?? []).map { pair in
                let inner = (pair[1] as? [String: Any])?["json"].map { String(decoding: json($0), as: UTF8.self) }
                return [pair[0] as? String ?? "", inner ?? pair[1] as? String ?? ""]
                    .map { $0.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }.joined(separator: "=")
            }.joined(separator: separator)
        }

        /// Every value, with its place.
        var leaves: [Leaf] { Self.leaves(query, ["query"]) + (body.map { Self.leaves($0, ["body"]) } ?? []) }

        private static func leaves(_ value: Any, _ path: [String]) -> [Leaf] {
            var found = [Leaf(path: path, value: value)]
            if let pairs = value as? [[Any]], path.count == 1, pairs.allSatisfy({ $0.count == 2 && $0[0] is String }) {
                for (number, pair) in pairs.enumerated() {
                    found += leaves(pair[1], path + ["\(number)", pair[0] as? String ?? ""])
                }
                return found
            }
            if let object = value as? [String: Any] {
                for key in object.keys.sorted() { found += leaves(object[key] as Any, path + [key]) }
            } else if let list = value as? [Any] {
                for (number, element) in list.enumerated() { found += leaves(element, path + ["\(number)"]) }
            }
            return found
        }

        /// Replaces a value; nil takes it out with its key.
        mutating func set(_ path: [String], _ value: Any?, key: String? = nil) {
            if path[0] == "query" {
                query = Self.setting(query, Array(path.dropFirst()), value, key, isPairs: true)
            } else if let body {
                self.body = Self.setting(body, Array(path.dropFirst()), value, key, isPairs: isForm)
            }
        }

        private static func setting(_ whole: Any, _ path: [String], _ value: Any?, _ key: String?, isPairs: Bool) -> Any
        {
            if isPairs, var pairs = whole as? [[Any]], let number = Int(path[0]) {
                if path.count == 2 {
                    guard let value else {
                        pairs.remove(at: number)
                        return pairs
                    }
                    pairs[number] = [key ?? path[1], value]
                } else {
                    pairs[number][1] = setting(pairs[number][1], Array(path.dropFirst(2)), value, key, isPairs: false)
                }
                return pairs
            }
            if var object = whole as? [String: Any] {
                if path.count == 1 {
                    object[path[0]] = nil
                    if let value { object[key ?? path[0]] = value }
                } else {
                    object[path[0]] = setting(
                        object[path[0]] as Any, Array(path.dropFirst()), value, key, isPairs: false)
                }
                return object
            }
            guard var list = whole as? [Any], let number = Int(path[0]) else { return whole }
            if path.count == 1 {
                if let value { list[number] = value } else { list.remove(at: number) }
            } else {
                list[number] = setting(list[number], Array(path.dropFirst()), value, key, isPairs: false)
            }
            return list
        }
    }
}
