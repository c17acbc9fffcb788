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
        let item = items[place]
        while place > 0, item < items[(place - 1) / 4] {
            items[place] = items[(place - 1) / 4]
            place = (place - 1) / 4
        }
        items[place] = item
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
        var place = 0
        while true {
            // The place stays open while smaller ones move up to it.
            let children = place * 4 + 1
            guard children < items.count else { break }
            var least = items[children]
            var leastPlace = children
            for child in children + 1..<min(children + 4, items.count) where items[child] < least {
                least = items[child]
                leastPlace = child
            }
            guard least < last else { break }
            items[place] = least
            place = leastPlace
        }
        items[place] = last
        return first
    }
}
