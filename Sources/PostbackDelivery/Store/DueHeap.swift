/// Places of postbacks in the order of a moment: those that wait by when they are due, those that are dead or parked by when
/// that was. Of those of one moment, in the order of their coming.
struct DueHeap {
    struct Item {
        var due: Int64
        private var order: UInt32
        var slot: Int32

        init(due: Int64, order: UInt32, slot: Int32) {
            self.due = due
            self.order = order
            self.slot = slot
        }

        static func < (left: Item, right: Item) -> Bool {
            // Orders are compared as on a circle, so that they may begin anew.
            left.due == right.due ? Int32(bitPattern: left.order &- right.order) < 0 : left.due < right.due
        }
    }

    private var items = ChunkedArray<Item>()
    private var order: UInt32 = 0

    var count: Int { items.count }

    /// The first, whose moment is the earliest.
    var first: Item? { items.first }

    mutating func insert(_ slot: Int32, due: Int64) {
        items.append(Item(due: due, order: order, slot: slot))
        order &+= 1
        var place = items.count - 1
        while place > 0, items[place] < items[(place - 1) / 4] {
            items.swapAt(place, (place - 1) / 4)
            place = (place - 1) / 4
        }
    }

    /// Takes out one that need not be the first; takes time that grows with all that waits.
    mutating func remove(_ slot: Int32) {
        // What is in order is a heap.
        let left = items.filter { $0.slot != slot }.sorted { $0 < $1 }
        items = ChunkedArray()
        left.forEach { items.append($0) }
    }

    mutating func removeFirst() -> Item? {
        guard let first = items.first else { return nil }
        let last = items.removeLast()
        guard !items.isEmpty else { return first }
        items[0] = last
        var place = 0
        while true {
            let children = min(place * 4 + 1, items.count)..<min(place * 4 + 5, items.count)
            guard let least = children.min(by: { items[$0] < items[$1] }), items[least] < items[place] else { break }
            items.swapAt(place, least)
            place = least
        }
        return first
    }
}
