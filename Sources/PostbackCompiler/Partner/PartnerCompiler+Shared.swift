import PostbackLanguage
import PostbackTemplate

/// What postbacks share: declared once, it means in each place what it would mean if it were written there.
struct SharedLines {
    /// Lines of blocks.
    var lines: [String: Braced<LineSyntax>] = [:]
    /// Lines of postbacks, with what they include.
    var bodies: [String: Braced<PostbackLineSyntax>] = [:]
    /// The lets among them that some postback uses.
    var usedNames: Set<SourceRange> = []
    /// The lets among them.
    var names: [Name] = []
    /// Where those stand.
    var places: Set<SourceRange> = []
    /// How many lines have been included in all.
    var count = 0
    /// Names of lines whose contents are being read, so that none includes itself.
    var open: Set<String> = []
}

extension PartnerCompiler {
    /// The most lines that one postback includes.
    private static let mostIncluded = 2_000
    /// The most lines that all of a file include.
    private static let mostIncludedInAll = 20_000
    /// The most lines that include each other.
    private static let deepestInclude = 32

    mutating func add(lines: Braced<LineSyntax>, _ name: Name) {
        guard scopes.shared.place(of: name.text) == name.range else { return }
        shared.lines[name.text] = lines
    }

    mutating func add(shared body: Braced<PostbackLineSyntax>, _ name: Name) {
        guard scopes.shared.place(of: name.text) == name.range else { return }
        let body = expanded(body)
        shared.bodies[name.text] = body
        for case .definition(let definition) in body.contents
        where shared.places.insert(definition.name.range).inserted {
            shared.names.append(definition.name)
        }
    }

    /// A body with what it includes in place of the words that say so.
    mutating func expanded(_ body: Braced<PostbackLineSyntax>) -> Braced<PostbackLineSyntax> {
        var expanded = body
        expanded.lines = []
        for line in body.lines {
            guard case .include(let name) = line.content else {
                expanded.lines.append(line)
                continue
            }
            guard let shared = shared.bodies[name.text] else {
                report(unknownShared: name, among: Array(shared.bodies.keys))
                expanded.isComplete = false
                continue
            }
            scopes.shared.use(name.text)
            self.shared.count += shared.lines.count + 1
            guard expanded.lines.count + shared.lines.count <= Self.mostIncluded,
                self.shared.count <= Self.mostIncludedInAll
            else {
                report(.tooMuchIncluded(limit: Self.mostIncluded), name.range)
                continue
            }
            expanded.lines += shared.lines
            if !shared.isComplete { expanded.isComplete = false }
        }
        return expanded
    }

    /// The lines behind a name, as often as a postback may include some.
    mutating func included(lines name: Name) -> Braced<LineSyntax>? {
        guard let lines = shared.lines[name.text] else {
            report(unknownShared: name, among: Array(shared.lines.keys))
            return nil
        }
        scopes.shared.use(name.text)
        postbackScope.includedCount += lines.lines.count + 1
        shared.count += lines.lines.count + 1
        guard postbackScope.includedCount <= Self.mostIncluded, shared.count <= Self.mostIncludedInAll,
            shared.open.count < Self.deepestInclude || shared.open.contains(name.text)
        else {
            report(.tooMuchIncluded(limit: Self.mostIncluded), name.range)
            return nil
        }
        guard shared.open.insert(name.text).inserted else {
            report(.includesItself(name: name.text), name.range)
            return nil
        }
        return lines
    }

    private mutating func report(unknownShared name: Name, among known: [String]) {
        if scopes.shared.isBroken(name.text) { return }
        if let place = scopes.shared.place(of: name.text) {
            scopes.shared.use(name.text)
            let isLines = shared.lines[name.text] != nil
            if isLines || shared.bodies[name.text] != nil {
                report(
                    .wrongInclude(name: name.text, isLines: isLines), name.range,
                    related: label(place, "declared here"))
            } else {
                report(
                    .usedBeforeDeclared(name: name.text), name.range, related: label(place, "declared here"))
            }
            return
        }
        report(.unknownShared(name: name.text, suggestion: nearest(to: name.text, among: known.sorted())), name.range)
    }

    /// Reports the lets of a postback that nothing in it uses; those that are shared are looked at in the end.
    mutating func checkUse(of definitions: [NamedExpressionSyntax]) {
        for name in definitions.map(\.name) {
            let isUsed = scopes.definitions.isUsed(name.text)
            if shared.places.contains(name.range) {
                if isUsed { shared.usedNames.insert(name.range) }
            } else if !isUsed {
                report(.unused(what: "let", name: name.text), name.range)
            }
        }
    }

    /// Reports the shared lets that no postback uses.
    mutating func checkSharedNames() {
        for name in shared.names where !shared.usedNames.contains(name.range) {
            report(.unused(what: "let", name: name.text), name.range)
        }
    }
}
