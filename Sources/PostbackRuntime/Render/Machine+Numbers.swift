import PostbackTemplate

extension Machine {
    /// A moment in one of its written forms.
    mutating func time(_ name: TransformName, _ micros: Int64, _ first: Node, _ derivation: Derivation) -> Node {
        switch name {
        case .unix: return Node(.integer, word: micros.flooredQuotient(1_000_000))
        case .unixMilliseconds: return Node(.integer, word: micros.flooredQuotient(1_000))
        case .unixMicroseconds: return Node(.integer, word: micros)
        case .unixFraction:
            return write(ExactDecimal(isNegative: micros < 0, coefficient: UInt128(micros.magnitude), scale: 6))
        case .iso8601:
            let start = assembly.count
            assembly.append(Timestamp(microseconds: micros), fractionDigits: integer(first) ?? 0)
            return finish(from: start)
        case .date:
            guard derivation.count > 0, Int(derivation.extra) < program.patterns.count else { return .absent }
            return date(micros, program.patterns[Int(derivation.extra)])
        default: return .absent
        }
    }

    private mutating func date(_ micros: Int64, _ pattern: DatePattern) -> Node {
        let start = assembly.count
        let parts = Timestamp(microseconds: micros).components
        for piece in pattern.pieces {
            switch piece {
            case .literal(let literal): assembly.append(literal)
            case .part(.year, let digits):
                assembly.append(number: digits == 2 ? parts.year % 100 : parts.year, width: digits)
            case .part(.month, let digits): assembly.append(number: parts.month, width: digits)
            case .part(.day, let digits): assembly.append(number: parts.day, width: digits)
            case .part(.hour, let digits): assembly.append(number: parts.hour, width: digits)
            case .part(.minute, let digits): assembly.append(number: parts.minute, width: digits)
            case .part(.second, let digits): assembly.append(number: parts.second, width: digits)
            case .part(.fraction, let digits): assembly.append(microsecond: parts.microsecond, digits: digits)
            }
        }
        return finish(from: start)
    }

    /// A number in another unit.
    mutating func number(_ name: TransformName, _ input: Node, _ first: Node) -> Node {
        guard let number = number(input) else { return .absent }
        switch name {
        case .decimal: return write(integer(first).flatMap { number.rounded(toPlaces: $0) })
        case .micros: return write(number.wholeUnits(powerOfTen: 6))
        case .minorUnits:
            let currency = textual(first)
            guard currency.kind != .absent else { return .absent }
            return write(number.wholeUnits(powerOfTen: CurrencyUnits.exponent(of: view(currency))))
        default: return .absent
        }
    }
}

/// Minor units of currencies (ISO 4217).
enum CurrencyUnits {
    private static let exponents: [UInt32: Int] = {
        let codes: [(Int, String)] = [
            (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
            (3, "BHD IQD JOD KWD LYD OMR TND"), (4, "CLF UYW"),
        ]
        return codes.reduce(into: [:]) { exponents, row in
            for code in row.1.split(separator: " ") {
                exponents[code.utf8.reduce(0) { $0 << 8 | UInt32($1) }] = row.0
            }
        }
    }()

    /// Digits behind the point.
    static func exponent(of currency: ByteView) -> Int {
        guard currency.count == 3 else { return 2 }
        let code = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32(currency[$1] & 0xDF) }
        return exponents[code] ?? 2
    }
}

extension Int64 {
    /// The quotient rounded down.
    func flooredQuotient(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
