/// Text that can be laid out on one line or on several.
indirect enum Layout: Sendable {
    /// Text without a line break.
    case text(String)
    /// What stands here when the group around it is on one line; otherwise a line break.
    case line(flat: String)
    /// A text on one line, another one in front of a line break otherwise.
    case choice(flat: String, broken: String)
    /// Always a line break.
    case hardLine
    /// An empty line.
    case blankLine
    /// Parts in order.
    case joined([Layout])
    /// What is indented by four more columns after its line breaks.
    case indented(Layout)
    /// On one line where it fits, otherwise with every `line` of its own broken.
    case group(Layout)

    static let empty = Layout.joined([])

    static func + (left: Layout, right: Layout) -> Layout { .joined([left, right]) }

    /// Parts with something between them.
    static func joined(_ parts: [Layout], with separator: Layout) -> Layout {
        .joined(parts.enumerated().flatMap { $0.offset == 0 ? [$0.element] : [separator, $0.element] })
    }

    /// Whether there is a line break that no width takes away.
    var isBroken: Bool {
        switch self {
        case .text, .line, .choice: false
        case .hardLine, .blankLine: true
        case .joined(let parts): parts.contains(where: \.isBroken)
        case .indented(let inner), .group(let inner): inner.isBroken
        }
    }
}

extension Layout {
    /// The columns of a line.
    static let width = 120

    /// The text, lines ending without white space.
    func render() -> String {
        var renderer = LayoutRenderer()
        renderer.render(self)
        return renderer.text
    }
}

/// Lays text out, from left to right in one pass with a look ahead of one line.
private struct LayoutRenderer {
    private struct Task {
        var layout: Layout
        var indentation: Int
        var isFlat: Bool
    }

    private(set) var text = ""
    private var column = 0
    private var pendingIndentation = 0

    mutating func render(_ layout: Layout) {
        var tasks = [Task(layout: layout, indentation: 0, isFlat: false)]
        while let task = tasks.popLast() {
            switch task.layout {
            case .text(let string): write(string)
            case .line(let flat):
                if task.isFlat { write(flat) } else { breakLine(task.indentation) }
            case .choice(let flat, let broken):
                write(task.isFlat ? flat : broken)
                if !task.isFlat { breakLine(task.indentation) }
            case .hardLine: breakLine(task.indentation)
            case .blankLine:
                text += "\n"
                breakLine(task.indentation)
            case .joined(let parts):
                for part in parts.reversed() {
                    tasks.append(Task(layout: part, indentation: task.indentation, isFlat: task.isFlat))
                }
            case .indented(let inner):
                tasks.append(Task(layout: inner, indentation: task.indentation + 4, isFlat: task.isFlat))
            case .group(let inner):
                let isFlat = task.isFlat || (!inner.isBroken && fits(inner, tasks))
                tasks.append(Task(layout: inner, indentation: task.indentation, isFlat: isFlat))
            }
        }
    }

    private mutating func write(_ string: String) {
        guard !string.isEmpty else { return }
        if pendingIndentation > 0 { text += String(repeating: " ", count: pendingIndentation) }
        pendingIndentation = 0
        text += string
        column += string.count
    }

    private mutating func breakLine(_ indentation: Int) {
        text += "\n"
        pendingIndentation = indentation
        column = indentation
    }

    /// Whether a layout on one line, and what stands behind it up to the next possible break, fits.
    private func fits(_ layout: Layout, _ rest: [Task]) -> Bool {
        var room = Layout.width - column
        var tasks = [Task(layout: layout, indentation: 0, isFlat: true)]
        var next = rest.count
        while room >= 0 {
            guard let task = tasks.popLast() else {
                guard next > 0 else { return true }
                next -= 1
                tasks.append(rest[next])
                continue
            }
            switch task.layout {
            case .text(let string): room -= string.count
            case .line(let flat):
                guard task.isFlat else { return true }
                room -= flat.count
            case .choice(let flat, let broken):
                guard task.isFlat else { return room >= broken.count }
                room -= flat.count
            case .hardLine, .blankLine: return true
            case .joined(let parts):
                for part in parts.reversed() { tasks.append(Task(layout: part, indentation: 0, isFlat: task.isFlat)) }
            case .indented(let inner): tasks.append(Task(layout: inner, indentation: 0, isFlat: task.isFlat))
            // A group behind this one can still be broken.
            case .group(let inner): tasks.append(Task(layout: inner, indentation: 0, isFlat: task.isFlat))
            }
        }
        return false
    }
}
