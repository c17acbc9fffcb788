import PostbackRuntime

/// A number for each of many keys, in 20 bytes for each place, of which two thirds to four fifths are taken.
///
/// A key is as good as random, so that nothing is hashed but mixed with what is not known outside: nobody chooses events whose
/// keys crowd. The table is divided by the first bits of what comes out, so that growing moves a part of the keys at a time.
struct KeyTable: Sendable {
    /// The largest number that a key can have; larger ones count as that.
    static let largest = UInt32.max - 1
    fileprivate static let partBits = 6
    /// Into how many parts it is divided.
    static let partCount = 1 << partBits

    private let mixer = KeyMixer()
    private var parts = [KeyTablePart](repeating: KeyTablePart(), count: partCount)

    /// How many keys there are.
    var count: Int { parts.reduce(0) { $0 + $1.count } }

    /// Bytes that the places take.
    var byteCount: Int { parts.reduce(0) { $0 + $1.byteCount } }

    /// The number of a key; nil for one that is not there.
    subscript(key: Fingerprint) -> UInt32? {
        get { parts[part(mixer.mix(key))].number(of: key, mixer) }
        set {
            let part = part(mixer.mix(key))
            if let newValue {
                parts[part].set(min(newValue, Self.largest), of: key, mixer)
            } else {
                parts[part].remove(key, mixer)
            }
        }
    }

    /// Takes the keys out of a part whose numbers are among these, and gives back the memory that they took.
    mutating func removeAll(in numbers: ClosedRange<UInt32>, part: Int) { parts[part].removeAll(in: numbers, mixer) }

    private func part(_ bits: UInt64) -> Int { Int(truncatingIfNeeded: bits >> UInt64(64 - Self.partBits)) }
}

/// Mixes keys with a secret of its own.
struct KeyMixer: Sendable {
    private let mask = UInt64.random(in: .min ... .max)
    private let factor = UInt64.random(in: .min ... .max) | 1

    func mix(_ key: Fingerprint) -> UInt64 {
        let product = (key.low ^ mask).multipliedFullWidth(by: factor)
        return product.high ^ product.low
    }
}

/// A part of a table of keys: they stand in the order of their mixed bits, near where these send them, so that it is soon known
/// that one is not there.
struct KeyTablePart: Sendable {
    private var keys: [Fingerprint] = []
    private var numbers: [UInt32] = []
    /// Places that keys are sent to; behind them is room for what is pushed on.
    private var homes = 0
    private(set) var count = 0

    private static let empty = UInt32.max
    private static let overflow = 48
    private static let leastHomes = 16

    var byteCount: Int {
        keys.capacity * MemoryLayout<Fingerprint>.stride + numbers.capacity * MemoryLayout<UInt32>.stride
    }

    private func home(_ bits: UInt64) -> Int {
        // The part has the first bits alike.
        Int(truncatingIfNeeded: (bits << UInt64(KeyTable.partBits)).multipliedFullWidth(by: UInt64(homes)).high)
    }

    /// Where a key stands, or else where it would have to.
    private func place(of key: Fingerprint, _ mixer: KeyMixer) -> (place: Int, isThere: Bool) {
        let bits = mixer.mix(key)
        var place = home(bits)
        while place < numbers.count, numbers[place] != Self.empty {
            if keys[place] == key { return (place, true) }
            if mixer.mix(keys[place]) > bits { break }
            place += 1
        }
        return (place, false)
    }

    func number(of key: Fingerprint, _ mixer: KeyMixer) -> UInt32? {
        guard count > 0 else { return nil }
        let (place, isThere) = place(of: key, mixer)
        return isThere ? numbers[place] : nil
    }

    mutating func set(_ number: UInt32, of key: Fingerprint, _ mixer: KeyMixer) {
        let (place, isThere) = place(of: key, mixer)
        if isThere { return numbers[place] = number }
        guard (count + 1) * 5 <= homes * 4, insert(key, number, at: place) else {
            rebuild(homes: max(Self.leastHomes, homes * 5 / 4), without: nil, mixer)
            return set(number, of: key, mixer)
        }
    }

    /// Puts a key where it has to stand and pushes on what follows; false where there is no room for that.
    private mutating func insert(_ key: Fingerprint, _ number: UInt32, at place: Int) -> Bool {
        var end = place
        while end < numbers.count, numbers[end] != Self.empty { end += 1 }
        guard end < numbers.count else { return false }
        while end > place {
            keys[end] = keys[end - 1]
            numbers[end] = numbers[end - 1]
            end -= 1
        }
        keys[place] = key
        numbers[place] = number
        count += 1
        return true
    }

    mutating func remove(_ key: Fingerprint, _ mixer: KeyMixer) {
        guard count > 0 else { return }
        var (place, isThere) = place(of: key, mixer)
        guard isThere else { return }
        while place + 1 < numbers.count, numbers[place + 1] != Self.empty, home(mixer.mix(keys[place + 1])) <= place {
            keys[place] = keys[place + 1]
            numbers[place] = numbers[place + 1]
            place += 1
        }
        numbers[place] = Self.empty
        count -= 1
    }

    mutating func removeAll(in range: ClosedRange<UInt32>, _ mixer: KeyMixer) {
        let left = numbers.count { $0 != Self.empty && !range.contains($0) }
        guard left < count else { return }
        rebuild(homes: max(Self.leastHomes, left * 3 / 2), without: range, mixer)
    }

    /// Moves the keys to another number of places, but for those whose numbers are in a range.
    private mutating func rebuild(homes: Int, without range: ClosedRange<UInt32>?, _ mixer: KeyMixer) {
        let (oldKeys, oldNumbers) = (keys, numbers)
        self.homes = homes
        count = 0
        let size = homes + Self.overflow
        keys = [Fingerprint](repeating: Fingerprint(high: 0, low: 0), count: size)
        numbers = [UInt32](repeating: Self.empty, count: size)
        // They come in their order, so that each is put behind the one before.
        var next = 0
        for (key, old) in zip(oldKeys, oldNumbers) where old != Self.empty && range?.contains(old) != true {
            next = max(next, home(mixer.mix(key)))
            guard next < size else { return rebuildLarger(oldKeys, oldNumbers, without: range, mixer) }
            keys[next] = key
            numbers[next] = old
            next += 1
            count += 1
        }
    }

    /// Begins anew with more places where the last ones were crowded.
    private mutating func rebuildLarger(
        _ oldKeys: [Fingerprint], _ oldNumbers: [UInt32], without range: ClosedRange<UInt32>?, _ mixer: KeyMixer
    ) {
        (keys, numbers) = (oldKeys, oldNumbers)
        rebuild(homes: homes * 5 / 4, without: range, mixer)
    }
}
