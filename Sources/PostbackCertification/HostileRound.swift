import PostbackContract
import PostbackRuntime
import PostbackTemplate

/// One postback on one platform, with every hostile value.
struct HostileRound {
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
        let known = Self.places(words).merging(Self.places(most), uniquingKeysWith: max)
        let expected = words.map { value in
            Expected(value: value, slots: all.indices.filter { value.text.contains(all[$0].word) })
        }
        for (what, hostile) in HostileValues.texts {
            for holdsPlain in [true, false] {
                var slots = all
                // First those whose text arrives as it is: what stands where is then the same to the letter.
                for index in slots.indices where holdsPlain && !slots[index].isPlain { slots[index].staysPlain = true }
                send(slots, hostile, what, holdsPlain ? .exact(expected) : .within(known))
            }
        }
        compareNumbers(.integer, HostileValues.integers)
        compareNumbers(.decimal, HostileValues.decimals)
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

    /// A value of the request with plain words, and the slots whose words stand in it.
    private struct Expected {
        var value: RequestReading.Value
        var slots: [Int]
    }

    /// What a request with hostile values is held against.
    private enum Expectation {
        /// The same positions as these values have, and their texts with the hostile one in front of each word.
        case exact([Expected])
        /// No position but these, whose elements of lists are not told apart, each at most so often.
        case within([String: Int])
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
        let before: [Expected]
        switch expectation {
        case .exact(let values): before = values
        case .within(let known):
            for (position, count) in Self.places(after).sorted(by: { $0.key < $1.key })
            where count > known[position, default: 0] {
                defects.append("\(name) with \(what): \(position) is new")
            }
            return
        }
        let (wanted, found) = (before.map(\.value.position), after.map(\.position))
        guard wanted == found else {
            let lost = Set(wanted).subtracting(found).sorted()
            let new = Set(found).subtracting(wanted).sorted()
            let words = lost.map { "\($0) is gone" } + new.map { "\($0) is new" }
            let others = words.isEmpty ? "positions in another order" : words.joined(separator: ", ")
            return defects.append("\(name) with \(what): \(others)")
        }
        for (old, new) in zip(before, after) {
            let there = old.slots.map { slots[$0] }
            guard !there.isEmpty, there.allSatisfy(\.isPlain) else { continue }
            var expected = old.value.text
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

    /// How often there is each position. Elements of a list count alike: where a step makes nothing of a value, its
    /// element is gone and the others move up.
    private static func places(_ values: [RequestReading.Value]) -> [String: Int] {
        values.reduce(into: [:]) { $0[$1.position.replacing(/\[\d+\]/, with: "[]"), default: 0] += 1 }
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
    private mutating func compareNumbers(_ type: ValueType, _ numbers: [String]) {
        let probe = "4711"
        for slot in slots(type) where slot.isPlain {
            guard let before = render(event([slot]) { _ in PostbackValue(probe, as: type) }, name) else { continue }
            for number in numbers {
                let event = event([slot]) { _ in PostbackValue(number, as: type) }
                guard case .request(let request) = bound.render(event, context: ExampleRunner.context()) else {
                    continue
                }
                requests += 1
                guard let after = try? RequestReading(ObservedRequest(request)).values,
                    after.map(\.position) == before.map(\.position)
                else {
                    defects.append("\(name) with \(slot.macro) = \(number): other positions than with \(probe)")
                    continue
                }
                for (old, new) in zip(before, after) where old.text == probe {
                    values += 1
                    if new.text != number {
                        defects.append("\(name): \(new.position) is \(new.text), sent was \(number)")
                    }
                }
            }
        }
    }
}
