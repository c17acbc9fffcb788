import PostbackLanguage
import PostbackTemplate

/// Values in another unit than what stands beside them says.
extension PartnerCompiler {
    /// Reports a moment in another unit than its key names.
    mutating func checkTimeUnit(_ key: Name, _ value: ExpressionSyntax) {
        guard case .pipeline(_, let steps) = value.kind, let step = steps.last,
            let transform = TransformName(rawValue: step.name.text), let unit = TimeUnit(of: transform),
            let said = TimeUnit(ofKey: key.text), said != unit
        else { return }
        report(
            .wrongTimeUnit(
                key: key.text, says: said.rawValue, transform: transform.rawValue, instead: said.transform.rawValue),
            step.name.range)
    }

    private enum TimeUnit: String {
        case seconds, milliseconds, microseconds

        var transform: TransformName {
            switch self {
            case .seconds: .unix
            case .milliseconds: .unixMilliseconds
            case .microseconds: .unixMicroseconds
            }
        }

        /// The unit of what a transform gives; nil where it is no whole number of one.
        init?(of transform: TransformName) {
            switch transform {
            case .unix: self = .seconds
            case .unixMilliseconds: self = .milliseconds
            case .unixMicroseconds: self = .microseconds
            default: return nil
            }
        }

        /// The unit that a key names with its last word; nil where it names none.
        init?(ofKey key: String) {
            var words = [""]
            var before: Character = "_"
            for character in key {
                if character.isUppercase, before.isLowercase { words.append("") }
                before = character
                if character.isLetter {
                    words[words.count - 1] += character.lowercased()
                } else {
                    words.append("")
                }
            }
            let last = words.last { !$0.isEmpty } ?? ""
            switch last {
            case "ms", "msec", "msecs", "millis", "milliseconds", "millisecond", "timestampms", "timems", "tsms":
                self = .milliseconds
            case "usec", "micros", "microseconds", "timestampus": self = .microseconds
            case "sec", "secs", "seconds", "second", "timestampsec", "unixseconds": self = .seconds
            default: return nil
            }
        }
    }

    /// Reports a date pattern in which month and minute are exchanged.
    mutating func checkMonthsAndMinutes(_ pattern: String, _ range: SourceRange) {
        guard !pattern.contains("'"), let pieces = DatePattern(pattern)?.pieces else { return }
        let parts = pieces.compactMap { piece in if case .part(let part, _) = piece { part } else { nil } }
        func isOutOfPlace(_ index: Int) -> Bool {
            let before = index > 0 ? parts[index - 1] : nil
            let after = index + 1 < parts.count ? parts[index + 1] : nil
            return switch parts[index] {
            case .minute: !parts.contains(.hour) && !parts.contains(.month) && after != .second
            case .month: before == .hour || after == .second
            default: false
            }
        }
        let wrong = parts.indices.filter(isOutOfPlace)
        guard !wrong.isEmpty else { return }
        // The letters of the parts that are out of place, in the other case.
        var instead = ""
        var part = -1
        var last: Character?
        for character in pattern {
            let isLetter = "yMdHmsS".contains(character)
            if isLetter, character != last { part += 1 }
            last = isLetter ? character : nil
            let isWrong = isLetter && wrong.contains(part)
            instead += isWrong ? (character == "m" ? "M" : "m") : String(character)
        }
        report(.monthOrMinute(pattern: pattern, instead: instead), range)
    }

    /// Reports a number that is written with zeros in front of it.
    mutating func checkZeros(_ text: String, _ number: ExactDecimal, _ range: SourceRange) {
        let digits = text.drop { $0 == "-" }
        guard digits.first == "0", digits.dropFirst().first?.isNumber == true else { return }
        report(.leadingZero(number: text, sent: number.description), range)
    }

    /// Remembers a key that says one currency for every event.
    mutating func note(fixedCurrency value: Elaborated, _ key: Name, _ context: Context) {
        guard case .literal(.text(let code)) = value.value, code.count == 3,
            code.allSatisfy({ $0.isASCII && $0.isUppercase }),
            key.text.lowercased().contains("currency")
        else { return }
        // Who asks for the currency knows it.
        let isAsked = catalogue.macro(.currency).map { context.asked.contains($0.name) } ?? false
        postbackScope.fixedCurrency = (code, key.range, isAsked)
    }

    /// Reports an amount that is counted in the units of one currency, whatever its own is.
    mutating func checkUnits(
        _ step: StepSyntax, _ arguments: [PostbackExpression], of value: Elaborated, _ context: Context
    ) {
        guard case .literal(let code)? = arguments.first, let syntax = step.arguments.first else { return }
        if !ValueType.currency.accepts(code.text) {
            report(
                .argumentType(transform: step.name.text, parameter: "currency", wanted: "a code such as \"USD\""),
                syntax.range)
        }
        guard let amount = catalogue.macro(.amount)?.name, let currency = catalogue.macro(.currency)?.name,
            value.raw.contains(amount), !context.asked.contains(currency)
        else { return }
        report(.fixedUnits(amount: amount, of: code.text, currency: currency), syntax.range)
    }

    /// Reports amounts that are sent with a currency which is not theirs, or with none.
    mutating func checkCurrency(_ sent: Set<String>, _ range: SourceRange) {
        guard let amount = catalogue.macro(.amount)?.name, let currency = catalogue.macro(.currency)?.name else {
            return
        }
        if sent.contains(amount) {
            if sent.contains(currency) { return }
            if let fixed = postbackScope.fixedCurrency {
                guard !fixed.isAsked else { return }
                report(.fixedCurrency(amount: amount, says: fixed.code, currency: currency), fixed.range)
            } else {
                report(.amountWithoutCurrency(macro: amount), postbackScope.sentAt[amount] ?? range)
            }
        } else if sent.contains(currency), let other = schema.convertedAmounts.first(where: sent.contains) {
            report(
                .wrongCurrency(amount: other, in: currency, of: amount), postbackScope.sentAt[currency] ?? range)
        }
    }
}
