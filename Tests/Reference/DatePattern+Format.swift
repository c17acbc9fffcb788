import PostbackTemplate

extension DatePattern {
    /// The moment written in this pattern.
    func format(_ timestamp: Timestamp) -> String {
        let parts = timestamp.components
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .part(.year, let digits): text += Self.padded(digits == 2 ? parts.year % 100 : parts.year, digits)
            case .part(.month, let digits): text += Self.padded(parts.month, digits)
            case .part(.day, let digits): text += Self.padded(parts.day, digits)
            case .part(.hour, let digits): text += Self.padded(parts.hour, digits)
            case .part(.minute, let digits): text += Self.padded(parts.minute, digits)
            case .part(.second, let digits): text += Self.padded(parts.second, digits)
            case .part(.fraction, let digits): text += Self.padded(parts.microsecond, 6).prefix(digits)
            }
        }
        return text
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
