import PostbackTemplate

extension DatePattern {
    /// The moment written in this pattern.
    func format(_ timestamp: Timestamp) -> String {
        let shifted = timestamp.microseconds + Int64(offsetMinutes) * 60_000_000
        let parts = Timestamp(
            microseconds: min(max(shifted, -62_167_219_200_000_000), 253_402_300_799_999_999)
        ).components
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .offset(.letter) where offsetMinutes == 0: text += "Z"
            case .offset(let form):
                let minutes = offsetMinutes.magnitude
                text += offsetMinutes < 0 ? "-" : "+"
                text +=
                    Self.padded(Int(minutes / 60), 2) + (form == .plain ? "" : ":") + Self.padded(Int(minutes % 60), 2)
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
