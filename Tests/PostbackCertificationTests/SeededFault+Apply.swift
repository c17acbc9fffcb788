import Foundation
import PostbackContract
import TestSupport

extension SeededFault {
    /// The request with the fault, and where it is; nil where the request has no place for it.
    func applied(
        to request: ObservedRequest, _ partner: String, _ generator: inout SeededGenerator
    ) -> (request: ObservedRequest, place: String)? {
        guard var parts = Parts(request) else { return nil }
        let leaves = parts.leaves.filter { $0.path.count > 1 }
        func pick(_ fits: (Leaf) -> Bool) -> Leaf? { leaves.filter(fits).randomElement(using: &generator) }
        func text(_ leaf: Leaf) -> String? { leaf.value as? String }
        func name(_ leaf: Leaf) -> String { leaf.path.last { Int($0) == nil } ?? "" }
        let leaf: Leaf?
        switch self {
        case .timeUnit:
            leaf = pick { Self.isTime("\($0.value)") && !Self.takesBothUnits.contains("\(partner) \(name($0))") }
            guard let leaf else { return nil }
            let digits = "\(leaf.value)"
            let changed = digits.count == 10 ? digits + "000" : String(digits.prefix(10))
            parts.set(leaf.path, leaf.value is String ? changed : Int(changed) as Any)
        case .missingCurrency:
            guard Self.needCurrency.contains(partner) else { return nil }
            leaf = pick { ["currency", "fb_currency", "cr"].contains(name($0)) && $0.value is String }
            guard let leaf else { return nil }
            parts.set(leaf.path, nil)
        case .rawEmail, .digestOfDigest:
            leaf = pick { leaf in
                guard let value = text(leaf), value.count == 64 || value.count == 32,
                    !name(leaf).contains("app_instance"),
                    !["link_id", "gamer_id"].contains(name(leaf))
                else { return false }
                return value.allSatisfy { $0.isHexDigit && !$0.isUppercase }
            }
            guard let leaf, let value = text(leaf) else { return nil }
            let kind = value.count == 64 ? "sha256" : "md5"
            parts.set(leaf.path, self == .rawEmail ? "jane.doe@example.com" : Self.digest(kind, value))
        case .wrongWord:
            leaf = pick { Self.words.contains(name($0)) && $0.value is String }
            guard let leaf, let value = text(leaf) else { return nil }
            parts.set(leaf.path, value == value.lowercased() ? value.uppercased() + "_X" : value.lowercased() + "x")
        case .droppedKey:
            leaf = pick { Self.required[partner]?.contains(name($0)) == true && Int($0.path.last ?? "") == nil }
            guard let leaf else { return nil }
            parts.set(leaf.path, nil)
        case .objectForList:
            leaf = pick { leaf in
                guard let list = leaf.value as? [Any], !list.isEmpty else { return false }
                return !leaf.path.contains("app_event_data")
            }
            guard let leaf, let list = leaf.value as? [Any] else { return nil }
            parts.set(leaf.path, ["0": list[0]])
        case .textForNumber:
            // Only in JSON is there a difference.
            leaf = pick { leaf in
                let isInJSON = leaf.path.contains("json") || leaf.path[0] == "body" && !parts.isForm
                let isLeaf = leaf.value is String || leaf.value is NSNumber
                return isInJSON && isLeaf && !Self.isLoose(partner, leaf.path)
            }
            guard let leaf else { return nil }
            parts.set(leaf.path, leaf.value is String ? 12345 : "\(leaf.value)" as Any)
        case .encodedTwice:
            leaf = pick { leaf in
                guard let value = text(leaf) else { return false }
                return Self.encoded(value) != value && !Self.isLoose(partner, leaf.path)
            }
            guard let leaf, let value = text(leaf) else { return nil }
            parts.set(leaf.path, Self.encoded(value))
        case .wrongHost:
            let hosts = [("https://", "http://"), (".com", ".net"), ("//", "//www2."), (".co", ".com.co")]
            let (from, to) = hosts[Int.random(in: 0..<hosts.count, using: &generator)]
            parts.base = parts.base.replacing(from, with: to, maxReplacements: 1)
            return parts.base + "" == Parts(request)?.base ? nil : (parts.request, "\(from) is \(to)")
        case .wrongVersion:
            for (from, to) in [
                ("/v25.0/", "/v24.0/"), ("/v1.3/", "/v1.2/"), ("/v3/", "/v2/"), ("/1.0", "/2.0"), ("/v1/", "/v2/"),
            ]
            where parts.base.contains(from) {
                parts.base = parts.base.replacing(from, with: to)
                return (parts.request, "\(from) is \(to)")
            }
            leaf = pick { ["version", "tv"].contains(name($0)) && $0.value is String }
            guard let leaf else { return nil }
            parts.set(leaf.path, "1")
        case .misspeltKey:
            leaf = pick { leaf in
                guard let key = leaf.path.last, Int(key) == nil, key != "json" else { return false }
                return !Self.isOpen(partner, leaf.path)
            }
            guard let leaf, let key = leaf.path.last else { return nil }
            parts.set(leaf.path, leaf.value, key: key == key.uppercased() ? key.lowercased() + "_" : key.uppercased())
        }
        return (parts.request, leaf?.path.joined(separator: "/") ?? "")
    }

    /// The partners of which it is known here what they always ask for.
    static var partners: Set<String> { Set(required.keys) }

    /// Partners that document an amount as nothing without its currency.
    private static let needCurrency: Set = ["meta", "ga4", "snap", "tiktok", "unity"]
    /// Times that are documented in seconds and in milliseconds.
    private static let takesBothUnits: Set = ["snap event_time", "unity ts", "unity install_ts"]
    /// The keys whose words the partners list.
    private static let words: Set = [
        "event", "event_name", "site_type", "id_type", "platform", "action_source", "event_source", "app_event_type",
        "att_status", "currency", "currency_code", "fb_currency", "tt", "ch", "hash_method",
    ]
    /// The keys that the partners always ask for.
    private static let required: [String: Set<String>] = [
        "awin": ["merchant", "amount", "ref", "tt", "tv", "cks", "parts"],
        "criteo": ["data", "account", "site_type", "events", "event", "version"],
        "ga4": ["firebase_app_id", "api_secret", "app_instance_id", "events", "name"],
        "google_app_conversion": [
            "dev_token", "link_id", "app_event_type", "rdid", "id_type", "lat", "app_version", "os_version",
            "sdk_version", "timestamp",
        ],
        "google_floodlight": ["cat", "type", "ord", "src", "ua", "ip", "app", "device"],
        "meta": [
            "event", "advertiser_tracking_enabled", "application_tracking_enabled", "_eventName", "custom_events",
        ],
        "snap": [
            "data", "event_name", "event_time", "action_source", "user_data", "app_data", "extinfo", "access_token",
        ],
        "taboola": ["click-id", "name"],
        "tiktok": [
            "event_source", "event_source_id", "data", "event", "event_time", "user", "app", "app_id", "att_status",
        ],
        "unity": ["game_id", "platform", "event", "was_conversion_attributed", "bundle_id"],
    ]

    /// Whether a partner takes text and numbers alike at a place, or anything.
    private static func isLoose(_ partner: String, _ path: [String]) -> Bool {
        path.contains("extinfo") || path.contains("params") || path.contains("custom_data")
            || path.contains("product") || path.contains("app_event_data") || path.contains("properties")
            || path.contains("user_agent") || path.contains("client_user_agent")
    }

    /// Whether a partner takes keys of one's own at a place.
    private static func isOpen(_ partner: String, _ path: [String]) -> Bool {
        ["params", "custom_data", "properties", "custom_events", "user_properties", "app_event_data"]
            .contains { path.dropLast().contains($0) }
    }

    private static func isTime(_ text: String) -> Bool {
        (text.count == 10 || text.count == 13) && text.hasPrefix("17") && text.allSatisfy(\.isNumber)
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(
            withAllowedCharacters: .init(
                charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")) ?? text
    }

    private static func digest(_ kind: String, _ text: String) -> String {
        let program = "import hashlib, sys; print(hashlib.new(sys.argv[1], sys.argv[2].encode()).hexdigest(), end='')"
        return (try? Tool("python3")?.run(["-c", program, kind, text]).output) ?? ""
    }
}
