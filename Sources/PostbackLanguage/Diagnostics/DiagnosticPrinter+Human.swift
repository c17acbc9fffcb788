extension DiagnosticPrinter {
    private enum Style: String {
        case error = "1;31"
        case warning = "1;33"
        case frame = "34"
        case bold = "1"
    }

    /// One finding for a person, closed by a line break.
    func human(_ diagnostic: Diagnostic) -> String {
        let severity = diagnostic.rule.severity
        let style: Style = severity == .error ? .error : .warning
        var text = styled("\(severity.rawValue)[\(diagnostic.rule.code)]", style)
        text += styled(": \(diagnostic.message)\n", .bold)
        let labels =
            [DiagnosticLabel(file: diagnostic.file, range: diagnostic.range, message: diagnostic.label ?? "")]
            + diagnostic.related
        let width = labels.map { String(location($0.file, $0.range.start).line).count }.max() ?? 1
        for (index, label) in labels.enumerated() {
            text += excerpt(label, mark: index == 0 ? "^" : "-", style: index == 0 ? style : .frame, width: width)
        }
        let margin = String(repeating: " ", count: width + 1)
        if let suggestion = diagnostic.suggestion, diagnostic.fix?.applicability != .safe {
            text += margin + styled("= ", .frame) + "did you mean '\(suggestion)'?\n"
        }
        if let fix = diagnostic.fix, diagnostic.suggestion == nil || fix.applicability == .safe {
            text +=
                margin + styled("= ", .frame) + (fix.applicability == .safe ? "safe fix: " : "fix: ") + fix.title + "\n"
        }
        for note in diagnostic.notes { text += margin + styled("= ", .frame) + note + "\n" }
        return text
    }

    private func excerpt(_ label: DiagnosticLabel, mark: Character, style: Style, width: Int) -> String {
        let margin = String(repeating: " ", count: width)
        guard let source = sources[label.file], !source.bytes.isEmpty else {
            let message = label.message.isEmpty ? "" : ": " + label.message
            return margin + styled("--> ", .frame) + displayed(label.file) + message + "\n"
        }
        let place = source.location(at: label.range.start)
        var text = margin + styled("--> ", .frame) + "\(displayed(label.file)):\(place.line):\(place.column)\n"
        let lineRange = source.range(ofLine: place.line)
        let end = min(max(label.range.end, label.range.start), lineRange.end)
        // A long line is cut to a window around the place, so that its length costs nothing.
        let reach = 600
        let last = min(end, source.boundary(at: label.range.start + reach))
        let windowStart = max(lineRange.start, source.boundary(at: label.range.start - reach))
        let windowEnd = min(lineRange.end, source.boundary(at: last + reach))
        var before = displayed(source.text(in: SourceRange(windowStart, label.range.start)))
        let marked = displayed(source.text(in: SourceRange(label.range.start, last)))
        var after = displayed(source.text(in: SourceRange(last, windowEnd)))
        if DisplayWidth.of(before) > 80 { before = "…" + before.suffix(60) }
        if DisplayWidth.of(after) > 80 { after = after.prefix(60) + "…" }
        let number = String(place.line)
        let gutter = String(repeating: " ", count: width - number.count) + number
        text += styled("\(margin) |\n", .frame)
        text += styled("\(gutter) | ", .frame) + before + marked + after + "\n"
        let padding = String(repeating: " ", count: DisplayWidth.of(before))
        let carets = String(repeating: mark, count: max(1, DisplayWidth.of(marked)))
        let message = label.message.isEmpty ? "" : " " + label.message
        text += styled("\(margin) | ", .frame) + padding + styled(carets + message, style) + "\n"
        return text
    }

    private func displayed(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
                    if scalar == "\t" { return [" ", " ", " ", " "] }
                    return scalar.value < 0x20 || CharacterName.isInvisible(scalar) ? ["\u{FFFD}"] : [scalar]
                }))
    }

    private func styled(_ text: String, _ style: Style) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

/// The columns that text takes on a terminal.
enum DisplayWidth {
    /// Wide East Asian characters and emoji count twice, combining marks not at all.
    static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { width, character in
            guard let scalar = character.unicodeScalars.first else { return width }
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
                0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
                return width + 2
            case 0x0300...0x036F, 0x200B...0x200F, 0xFE00...0xFE0F: return width
            default: return width + 1
            }
        }
    }
}
