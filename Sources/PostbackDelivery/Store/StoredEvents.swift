import PostbackTemplate

/// The events of a journal of which something is not done, each at a place of its own, and the lines of those that were written
/// lately.
struct StoredEvents: ~Copyable {
    /// An event of which something is not done.
    struct Event {
        /// Where its newest record is.
        var place: Journal.Place
        /// Bytes of its line.
        let size: UInt32
        var received: Timestamp
        /// Its line; nil where it has to be read from the journal.
        fileprivate(set) var line: [UInt8]?
        /// Postbacks that are not done; 0 where the place is free.
        fileprivate(set) var uses: UInt32
        /// Tells its newest record from older ones and from other events that had its place.
        fileprivate var number: UInt32 = 0

        init(place: Journal.Place, size: Int, received: Timestamp, uses: Int) {
            self.place = place
            self.size = UInt32(clamping: size)
            self.received = received
            self.uses = UInt32(clamping: uses)
        }
    }

    /// A line that is kept.
    private struct Line {
        var slot: Int32
        var number: UInt32
        /// The commits that had been asked for when it was written.
        var commits: Int
    }

    private var events = ChunkedArray<Event>()
    private var free: [Int32] = []
    private var nextNumber: UInt32 = 0
    /// Lines in the order of their coming; those in front of `firstLine` are not kept any more.
    private var lines: [Line] = []
    private var firstLine = 0
    private var lineBytes = 0

    /// How many events there are.
    var count: Int { events.count - free.count }

    /// The places of the events.
    var slots: [Int64] { events.indices.filter { events[$0].uses > 0 }.map(Int64.init) }

    /// The event at a place; nil where there is none.
    subscript(slot: Int64) -> Event? {
        let place = Int(truncatingIfNeeded: slot)
        return events.indices.contains(place) && events[place].uses > 0 ? events[place] : nil
    }

    /// Adds an event; its place.
    mutating func add(_ event: Event) -> Int64 {
        guard let slot = free.popLast() else {
            events.append(event)
            return Int64(events.count - 1)
        }
        events[Int(slot)] = event
        return Int64(slot)
    }

    /// An event has a newer record.
    mutating func move(_ slot: Int64, to place: Journal.Place) { events[Int(slot)].place = place }

    /// One postback of an event is done; the event where that was the last.
    mutating func release(_ slot: Int64) -> Event? {
        let place = Int(slot)
        guard self[slot] != nil else { return nil }
        events[place].uses -= 1
        guard events[place].uses == 0 else { return nil }
        let event = events[place]
        drop(place)
        free.append(Int32(place))
        return event
    }

    private mutating func drop(_ place: Int) {
        guard let line = events[place].line else { return }
        lineBytes -= line.count
        events[place].line = nil
    }

    /// Keeps the line of an event that has a new record: it cannot be read from the journal before the next commit has been performed.
    mutating func keep(_ line: [UInt8], of slot: Int64, commits: Int) {
        if events[Int(slot)].line == nil {
            events[Int(slot)].line = line
            lineBytes += line.count
        }
        nextNumber &+= 1
        events[Int(slot)].number = nextNumber
        lines.append(Line(slot: Int32(slot), number: nextNumber, commits: commits))
    }

    /// Lets go of the oldest lines where they take more than so many bytes, of those that the journal has.
    ///
    /// - Parameter commits: how many commits have been asked for, of which all but the last have been performed.
    mutating func limitLines(to limit: Int, commits: Int) {
        while firstLine < lines.count {
            let line = lines[firstLine]
            let place = Int(line.slot)
            let isKept = events[place].number == line.number && events[place].line != nil
            guard !isKept || lineBytes > limit && line.commits + 2 <= commits else { break }
            if isKept { drop(place) }
            firstLine += 1
        }
        guard lines.count > 10_000, firstLine > lines.count / 2 || lines.count > 2 * count + 10_000 else { return }
        lines.removeFirst(firstLine)
        firstLine = 0
        lines.removeAll { events[Int($0.slot)].number != $0.number || events[Int($0.slot)].line == nil }
    }
}
