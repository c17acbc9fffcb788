/// Places of waiting postbacks in the order in which they are due; of those due at once, in the order of their coming.
struct DueHeap {
    private struct Item {
        var due: Int64
        var order: UInt32
        var slot: Int32

        static func < (left: Item, right: Item) -> Bool {
            // Orders are compared as on a circle, so that they may begin anew.
            left.due == right.due ? Int32(bitPattern: left.order &- right.order) < 0 : left.due < right.due
        }
    }

    private var items: [Item] = []
    private var order: UInt32 = 0

    var count: Int { items.count }

    /// When the first is due, in microseconds since 1970.
    var nextDue: Int64? { items.first?.due }

    mutating func insert(_ slot: Int32, due: Int64) {
        items.append(Item(due: due, order: order, slot: slot))
        order &+= 1
        var place = items.count - 1
        while place > 0, items[place] < items[(place - 1) / 4] {
            items.swapAt(place, (place - 1) / 4)
            place = (place - 1) / 4
        }
    }

    mutating func removeFirst() -> Int32? {
        guard let first = items.first else { return nil }
        let last = items.removeLast()
        guard !items.isEmpty else { return first.slot }
        items[0] = last
        var place = 0
        while true {
            let children = min(place * 4 + 1, items.count)..<min(place * 4 + 5, items.count)
            guard let least = children.min(by: { items[$0] < items[$1] }), items[least] < items[place] else { break }
            items.swapAt(place, least)
            place = least
        }
        return first.slot
    }
}
