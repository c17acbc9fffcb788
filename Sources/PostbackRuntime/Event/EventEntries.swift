/// The entries of open maps of one event, found by their names.
///
/// A few are looked through one by one; for more there is a table of hashes, so that a line with very many keys takes no
/// longer for each of them.
struct EventEntries: ~Copyable {
    /// An entry of an open map.
    struct Entry: BitwiseCopyable {
        /// The place of the full name in the event's text.
        var nameStart: UInt32
        var nameCount: UInt32
        var value: Node
    }

    private var all = Table<Entry>()
    /// Numbers of entries by the hashes of their names, -1 where there is none; empty while there are few entries.
    private var index = Table<Int32>()

    /// Entries that are looked through without an index.
    static let few = 16

    var count: Int { all.count }

    subscript(_ number: Int) -> Entry {
        get { all[number] }
        set { all[number] = newValue }
    }

    /// The entries, seen directly; valid until something is added.
    var view: EventEntriesView { EventEntriesView(all: all.view, index: index.view) }

    /// Adds an entry whose name is new.
    mutating func append(_ entry: Entry, in text: ByteView) {
        all.append(entry)
        guard all.count > Self.few else { return }
        if all.count * 2 > index.count {
            index.truncate(to: 0)
            index.fill(-1, count: max(64, index.count, (all.count * 4).nextPowerOfTwo))
            for number in 0..<all.count { insert(number, text) }
        } else {
            insert(all.count - 1, text)
        }
    }

    private mutating func insert(_ number: Int, _ text: ByteView) {
        var place = text[at: all[number].nameStart, all[number].nameCount].hash & (index.count - 1)
        while index[place] >= 0 { place = (place + 1) & (index.count - 1) }
        index[place] = Int32(number)
    }

    mutating func removeAll() {
        all.truncate(to: 0)
        index.truncate(to: 0)
    }

    mutating func copy(_ other: borrowing EventEntries) {
        all.copy(other.all)
        index.copy(other.index)
    }
}

/// Entries of open maps, seen without a copy.
struct EventEntriesView {
    fileprivate let all: TableView<EventEntries.Entry>
    fileprivate let index: TableView<Int32>

    fileprivate init(all: TableView<EventEntries.Entry>, index: TableView<Int32>) {
        self.all = all
        self.index = index
    }

    var count: Int { all.count }

    subscript(_ number: Int) -> EventEntries.Entry { all[number] }

    /// The number of the entry with a name.
    func number(of name: ByteView, in text: ByteView) -> Int? {
        func isNamed(_ number: Int) -> Bool { text[at: all[number].nameStart, all[number].nameCount].isEqual(to: name) }
        guard index.count > 0 else {
            for number in 0..<all.count where isNamed(number) { return number }
            return nil
        }
        var place = name.hash & (index.count - 1)
        while index[place] >= 0 {
            if isNamed(Int(index[place])) { return Int(index[place]) }
            place = (place + 1) & (index.count - 1)
        }
        return nil
    }
}

extension ByteView {
    /// Not negative, and another one in every process, so that nobody can make up names that fall together.
    fileprivate var hash: Int {
        var hasher = Hasher()
        unsafe hasher.combine(bytes: UnsafeRawBufferPointer(start: start, count: count))
        return hasher.finalize() & Int.max
    }
}

extension Int {
    /// The smallest power of two that is not smaller.
    fileprivate var nextPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
