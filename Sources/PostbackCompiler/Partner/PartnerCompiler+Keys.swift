import PostbackLanguage
import PostbackTemplate

/// What should not stand in front of an equals sign.
extension PartnerCompiler {
    mutating func checkKey(_ key: Name, _ value: ExpressionSyntax, _ position: RequestPosition) {
        let keys = position.traits.keys
        switch keys {
        case .header: checkHeader(key)
        // What may stand bare has been looked at.
        case .parameter where key.isBare: break
        case .parameter:
            let isWrong = key.text.isEmpty || key.text.contains { "?&=#;/%".contains($0) }
            if isWrong { report(.separatorInKey(key: key.text), key.range) }
        case .mark:
            if key.text.utf8.count < 3 {
                report(.badSetting(what: "a mark", wanted: "at least three characters long"), key.range)
            }
        case .member, .none: break
        }
        if keys != .mark, !key.isBare {
            for case .text(let text) in key.pieces ?? [.text(key.text)] {
                // Keys of some partners' own begin with a dollar sign; what stands for a value is seldom a key.
                checkPlaceholders(
                    text.hasPrefix("$") && !text.hasPrefix("${") ? String(text.dropFirst()) : text, key.range)
            }
        }
        checkCredential(key: key, value)
    }

    private mutating func checkHeader(_ key: Name) {
        if !HeaderName.isSettable(key.text) {
            report(.badHeaderName(header: key.text), key.range)
        }
    }

    /// Reports an `insecure` that excuses nothing, with the change that takes the word out.
    ///
    /// - Parameter range: starts with the word.
    mutating func reportUseless(insecure range: SourceRange, _ what: String) {
        let word = SourceRange(range.start, range.start + "insecure".utf8.count)
        let spaced = SourceRange(word.start, min(word.end + 1, source.bytes.count))
        let isFollowed = source.text(in: spaced).hasSuffix(" ")
        let fix = DiagnosticFix("delete 'insecure'", .safe, [.init(isFollowed ? spaced : word, "")])
        report(.uselessInsecure(what: what), word, fix: fix)
    }

    /// Remembers which keys carry the click id, and macros that are only sent together with others; a second key of the click id is reported.
    mutating func note(_ value: Elaborated, _ key: Name, _ position: RequestPosition) {
        for macro in schema.jointMacros
        where postbackScope.sentAt[macro] == nil && (value.raw.contains(macro) || value.hashed.contains(macro)) {
            postbackScope.sentAt[macro] = key.range
        }
        guard let click = catalogue.macro(.click)?.name, value.raw.contains(click), position.traits.keys != .header
        else { return }
        // Structure around the value is not another parameter.
        if case .json = value.value { return }
        if case .list = value.type { return }
        if value.type == .object { return }
        if let first = postbackScope.clickKey, first.text != key.text {
            report(
                .clickIDTwice(macro: click, key: key.text), key.range,
                related: label(first.range, "already sent as '\(first.text)'"))
        } else {
            postbackScope.clickKey = key
        }
    }
}
