import PostbackTemplate

/// Texts of each type that transforms treat in different ways.
enum WitnessTexts {
    static func texts(of type: ValueType) -> [String] {
        switch type {
        case .text:
            [
                "Abc Xyz", DerivedRequests.hostileText, " Jane+Doe@Example.com ", "J.d+x@googlemail.com",
                "j.d+x@gmail.com", "+0 (415) 555-2671", "é/ü?&=%",
                "a:b,c;d", "\tab c\n",
                String(repeating: "long ", count: 60), "12", "https://partner.test/a?b=c",
            ]
        case .scalar: ["Level 7", "7", "4.50", "true"]
        case .digits(nil): ["007", "1"]
        case .digits(let bounds?): [String(repeating: "0", count: max(1, min(bounds.upperBound, 40)))]
        case .label: ["Ab-1"]
        case .host: ["Www.Partner.test"]
        case .url: ["https://partner.test/a?b=c&d=%20#e", "http://partner.test"]
        case .uuid:
            [
                "8c6cbc0d-5f43-4765-a6e6-84dff3d24707", "8C6CBC0D-5F43-4765-A6E6-84DFF3D24707",
                "00000000-0000-0000-0000-000000000000",
            ]
        case .ip: ["203.0.113.7", "2001:db8::1"]
        case .currency: ["jpy", "USD", "KWD"]
        case .country: ["de", "GB"]
        case .language: ["pt-BR", "EN", "zh_Hans"]
        case .choice(let values): values
        case .integer: ["0", "7", "-3", "1234567890"]
        case .decimal: ["0", "4.99", "1234.5678", "-1.5", "12.00"]
        case .boolean: ["true", "false"]
        case .timestamp: ["2026-11-23T08:00:00.987654Z", "2026-01-02T23:04:05Z"]
        case .digest: ["00ff"]
        case .bytes, .list, .item, .object: []
        }
    }
}
