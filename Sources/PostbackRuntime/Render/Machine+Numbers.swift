import PostbackTemplate

extension Machine {
    /// Seconds since 1970 with their fraction.
    mutating func seconds(_ micros: Int64) -> Node {
        write(ExactDecimal(isNegative: micros < 0, coefficient: UInt128(micros.magnitude), scale: 6))
    }

    /// A moment in ISO 8601.
    mutating func iso8601(_ micros: Int64, digits: Int) -> Node {
        let start = assembly.count
        assembly.append(Timestamp(microseconds: micros), fractionDigits: digits)
        return finish(from: start)
    }

    /// A moment by the pattern of a derivation.
    mutating func date(_ micros: Int64, _ derivation: Derivation) -> Node {
        guard derivation.count > 0, Int(derivation.extra) < program.patterns.count else { return .absent }
        return date(micros, program.patterns[Int(derivation.extra)])
    }

    private mutating func date(_ micros: Int64, _ pattern: DatePattern) -> Node {
        let start = assembly.count
        let parts = pattern.local(Timestamp(microseconds: micros)).components
        for piece in pattern.pieces {
            switch piece {
            case .literal(let literal): assembly.append(literal)
            case .offset(let form): assembly.append(form.text(minutes: pattern.offsetMinutes))
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

    /// A number in minor units of a currency.
    mutating func minorUnits(_ input: Node, currency: Node) -> Node {
        guard let number = number(input) else { return .absent }
        let currency = textual(currency)
        guard currency.kind != .absent else { return .absent }
        return write(number.wholeUnits(powerOfTen: CurrencyUnits.exponent(of: view(currency))))
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
