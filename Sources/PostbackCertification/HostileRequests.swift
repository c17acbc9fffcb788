import PostbackContract
import PostbackRuntime
public import PostbackTemplate

/// Shows that hostile values arrive where they were sent to, and nowhere else.
///
/// A postback is rendered twice: with a word of its own in every macro, and with a hostile text in front of each word. Both requests
/// are read as their receiver reads them. They have to have the same positions, and wherever a word stands in the first, the second has
/// the hostile text with the word. Macros that go through steps may lose a value or keep one, but nothing may stand at a position that
/// no event gives.
public struct HostileRequests: Sendable {
    /// The macros.
    public let catalogue: MacroCatalogue

    /// Creates the check.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
    }

    /// Renders every postback of a partner with every hostile value; gives how many requests there were, how many values were compared,
    /// and what is wrong.
    public func check(_ partner: PartnerTemplate) -> (requests: Int, values: Int, defects: [String]) {
        var total = (requests: 0, values: 0, defects: [String]())
        for postback in partner.postbacks {
            let plain = plainMacros(of: postback, partner)
            guard
                let bound = try? BoundPostback(
                    postback, of: partner, catalogue: catalogue, fields: partner.allSamples)
            else { continue }
            for platform in postback.platform.map({ [$0] }) ?? partner.platforms {
                let derived = DerivedRequests(catalogue: catalogue)
                var round = Round(
                    catalogue: catalogue, bound: bound, base: derived.event(.most, for: postback, on: platform),
                    platform: platform, plain: plain, name: "\(postback.id) on \(platform.rawValue)")
                round.run()
                total.requests += round.requests
                total.values += round.values
                total.defects += round.defects
            }
        }
        return total
    }

    /// Macros that stand in the postback as they are: in no pipeline, no condition and no map.
    private func plainMacros(of postback: PostbackTemplate, _ partner: PartnerTemplate) -> Set<String> {
        var all: Set<String> = []
        var changed: Set<String> = []
        let definitions = Dictionary(
            (postback.definitions + partner.definitions).map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first })
        func walk(_ node: TemplateNode, _ isChanged: Bool, _ depth: Int) {
            guard depth < 64 else { return }
            var isInside = isChanged
            switch node {
            case .expression(.macro(let name)), .expression(.element(let name, _, _)):
                all.insert(name)
                if isChanged { changed.insert(name) }
            case .expression(.item(_, let property)):
                all.insert("." + property)
                if isChanged { changed.insert("." + property) }
            case .expression(.definition(let name)):
                if let value = definitions[name] { walk(.expression(value), isChanged, depth + 1) }
            case .expression(.pipeline), .condition: isInside = true
            default: break
            }
            node.forEachChild { walk($0, isInside, depth + 1) }
        }
        for node in postback.nodes { walk(node, false, 0) }
        return all.subtracting(changed)
    }
}

/// One postback on one platform, with every hostile value.
private struct Round {
    let catalogue: MacroCatalogue
    let bound: BoundPostback
    let base: PostbackEvent
    let platform: Platform
    let plain: Set<String>
    let name: String
    var requests = 0
    var values = 0
    var defects: [String] = []

    /// A macro or a property of an item, with the word that stands for it.
    struct Slot {
        var macro: String
        var property: String?
        var word: String
        /// Whether what arrives has to be what was sent.
        var isPlain: Bool
        /// Whether it keeps its word, since nothing hostile can stand where it goes.
        var staysPlain = false

        /// The name as skips give it.
        var name: String { property.map { "\(macro).\($0)" } ?? macro }
    }

    /// Skips that a hostile value may lead to: it cannot stand in a header or a host, or makes the body too long.
    private static let allowed: Set<SkipCode> = [.unsafeValue, .tooLarge]

    mutating func run() {
        let all = slots(.text)
        guard let words = render(event(all) { .text($0.word) }, "plain words"), let most = render(base, "samples")
        else {
            return
        }
        let known = Set((words + most).map(\.position))
        for (what, hostile) in HostileValues.texts {
            for holdsPlain in [true, false] {
                var slots = all
                // First those whose text arrives as it is: what stands where is then the same to the letter.
                for index in slots.indices where holdsPlain && !slots[index].isPlain { slots[index].staysPlain = true }
                send(slots, hostile, what, holdsPlain ? .exact(words) : .within(known))
            }
        }
        for number in HostileValues.integers {
            compareNumbers(.integer, number)
        }
        for number in HostileValues.decimals { compareNumbers(.decimal, number) }
    }

    /// The macros of a type, each with a word of its own.
    private func slots(_ type: ValueType) -> [Slot] {
        var slots: [Slot] = []
        for macro in catalogue.macros where macro.isAvailable(on: platform) && !macro.isOpenMap {
            if macro.type == .list(.item) {
                for property in catalogue.itemProperties(of: macro.name) where property.type == type {
                    let name = String(property.name.dropFirst(macro.name.count + 1))
                    slots.append(Slot(macro: macro.name, property: name, word: "", isPlain: plain.contains("." + name)))
                }
            } else if macro.type == type, catalogue.itemList(of: macro.name) == nil,
                ![MacroRole.kind, .name, .platform].contains(where: { macro.role == $0 })
            {
                slots.append(Slot(macro: macro.name, word: "", isPlain: plain.contains(macro.name)))
            }
        }
        for index in slots.indices { slots[index].word = Self.word(index) }
        return slots
    }

    /// A word that no other word holds; with digits, so that steps which keep them alone keep something of it.
    private static func word(_ number: Int) -> String { "qz\(1_000 + number)zq" }

    private func event(_ slots: [Slot], _ value: (Slot) -> PostbackValue?) -> PostbackEvent {
        var event = base
        var items: [String: [String: PostbackValue]] = [:]
        for slot in slots {
            guard let property = slot.property else {
                event[slot.macro] = value(slot)
                continue
            }
            items[slot.macro, default: [:]][property] = value(slot)
        }
        for (list, properties) in items {
            var item = properties
            if case .list(let values)? = base[list], case .item(let first)? = values.first {
                item = first.merging(properties) { _, new in new }
            }
            event[list] = .list([.item(item)])
        }
        return event
    }

    /// What a request with hostile values is held against.
    private enum Expectation {
        /// The same positions as these values have, and their texts with the hostile one in front of each word.
        case exact([RequestReading.Value])
        /// No position but these.
        case within(Set<String>)
    }

    private mutating func send(_ slots: [Slot], _ hostile: String, _ what: String, _ expectation: Expectation) {
        var left = slots
        // What cannot stand in a header keeps its word in the next round, so that the rest is seen.
        for _ in 0..<4 {
            let event = event(left) { .text($0.staysPlain ? $0.word : hostile + $0.word) }
            switch bound.render(event, context: ExampleRunner.context()) {
            case .skipped(let skip):
                guard Self.allowed.contains(skip.kind) else {
                    if case .within = expectation { return }
                    let names = skip.about.joined(separator: ", ")
                    return defects.append("\(name) with \(what): nothing is sent: \(skip.code) \(names)")
                }
                var isLess = false
                for (index, slot) in left.enumerated()
                where !slot.staysPlain && skip.about.contains(where: { $0 == slot.macro || $0 == slot.name }) {
                    left[index].staysPlain = true
                    isLess = true
                }
                guard isLess else { return }
            case .request(let request):
                requests += 1
                return hold(request, left, hostile, what, expectation)
            }
        }
    }

    private mutating func hold(
        _ request: PostbackRequest, _ slots: [Slot], _ hostile: String, _ what: String, _ expectation: Expectation
    ) {
        guard let after = read(request, what) else { return }
        let before: [RequestReading.Value]
        switch expectation {
        case .exact(let values): before = values
        case .within(let known):
            for position in Set(after.map(\.position)).subtracting(known).sorted() {
                defects.append("\(name) with \(what): \(position) is new")
            }
            return
        }
        guard before.map(\.position) == after.map(\.position) else {
            let lost = Set(before.map(\.position)).subtracting(after.map(\.position)).sorted()
            let new = Set(after.map(\.position)).subtracting(before.map(\.position)).sorted()
            let words = lost.map { "\($0) is gone" } + new.map { "\($0) is new" }
            let others = words.isEmpty ? "positions in another order" : words.joined(separator: ", ")
            return defects.append("\(name) with \(what): \(others)")
        }
        for (old, new) in zip(before, after) {
            let there = slots.filter { old.text.contains($0.word) }
            guard !there.isEmpty, there.allSatisfy(\.isPlain) else { continue }
            var expected = old.text
            for slot in there where !slot.staysPlain {
                expected = expected.replacing(slot.word, with: hostile + slot.word)
            }
            values += 1
            // By scalars, since texts of different ones may be equal.
            if !expected.unicodeScalars.elementsEqual(new.text.unicodeScalars) {
                defects.append("\(name) with \(what): \(new.position) arrives changed")
            }
        }
    }

    private mutating func read(_ request: PostbackRequest, _ what: String) -> [RequestReading.Value]? {
        do throws(RequestReading.Problem) {
            return try RequestReading(ObservedRequest(request)).values
        } catch {
            defects.append("\(name) with \(what): \(error.words)")
            return nil
        }
    }

    private mutating func render(_ event: PostbackEvent, _ what: String) -> [RequestReading.Value]? {
        guard case .request(let request) = bound.render(event, context: ExampleRunner.context()) else { return nil }
        return read(request, what)
    }

    /// Numbers have no words: one macro at a time has the number, and another one before.
    private mutating func compareNumbers(_ type: ValueType, _ number: String) {
        let probe = "4711"
        for slot in slots(type) where slot.isPlain {
            let one = [slot]
            guard let before = render(event(one) { _ in PostbackValue(probe, as: type) }, name),
                case .request(let request) = bound.render(
                    event(one) { _ in PostbackValue(number, as: type) }, context: ExampleRunner.context())
            else { continue }
            requests += 1
            guard let after = try? RequestReading(ObservedRequest(request)).values,
                after.map(\.position) == before.map(\.position)
            else {
                defects.append("\(name) with \(slot.macro) = \(number): other positions than with \(probe)")
                continue
            }
            for (old, new) in zip(before, after) where old.text == probe {
                values += 1
                if new.text != number { defects.append("\(name): \(new.position) is \(new.text), sent was \(number)") }
            }
        }
    }
}
