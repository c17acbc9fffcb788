/// Elements of fixed size that grow, without reference counting and without exclusivity checks.
///
/// Invariant: the first `count` elements are written. Every access is checked against it.
@safe
struct Table<Element: BitwiseCopyable>: ~Copyable {
    private var start: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 4) {
        self.capacity = capacity
        unsafe start = .allocate(capacity: capacity)
    }

    init(_ elements: [Element]) {
        self.init(capacity: elements.count)
        for element in elements { append(element) }
    }

    init(repeating element: Element, count: Int) {
        self.init(capacity: count)
        fill(element, count: count)
    }

    deinit { unsafe start.deallocate() }

    private mutating func grow(_ needed: Int) {
        let size = max(needed, capacity * 2, 8)
        let elements = UnsafeMutablePointer<Element>.allocate(capacity: size)
        unsafe elements.update(from: start, count: count)
        unsafe start.deallocate()
        unsafe start = unsafe elements
        capacity = size
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(count + 1) }
        unsafe start[count] = element
        count &+= 1
    }

    /// Sets every one of so many elements to the same.
    mutating func fill(_ element: Element, count number: Int) {
        if number > capacity { grow(number) }
        // Copying what is filled, twice as much each time, is faster than writing element by element.
        var filled = min(number, 4)
        unsafe start.update(repeating: element, count: filled)
        while filled < number {
            let more = min(filled, number - filled)
            unsafe (start + filled).update(from: start, count: more)
            filled += more
        }
        count = number
    }

    @inline(__always)
    mutating func truncate(to length: Int) {
        precondition(length >= 0 && length <= count)
        count = length
    }

    @inline(__always)
    subscript(_ index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            return unsafe start[index]
        }
        set {
            precondition(index >= 0 && index < count)
            unsafe start[index] = newValue
        }
    }

    /// The elements; valid until the table is written to.
    var view: TableView<Element> { unsafe TableView(start: start, count: count) }

    /// Makes this table hold what another one does.
    mutating func copy(_ other: borrowing Table<Element>) {
        count = 0
        if other.count > capacity { grow(other.count) }
        unsafe start.update(from: other.start, count: other.count)
        count = other.count
    }
}

/// Elements that a table owns, seen without a copy; the table outlives the view and is not written to meanwhile.
@safe
struct TableView<Element: BitwiseCopyable> {
    private let start: UnsafePointer<Element>
    let count: Int

    init(start: UnsafePointer<Element>, count: Int) {
        unsafe self.start = unsafe start
        self.count = count
    }

    @inline(__always)
    subscript(_ index: Int) -> Element {
        precondition(index >= 0 && index < count)
        return unsafe start[index]
    }
}
