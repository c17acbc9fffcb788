import PostbackRuntime
public import PostbackTemplate

/// The spans of time in which sessions' postbacks were taken.
public struct SessionClaims: Sendable {
    /// A span that somebody holds.
    struct Span: Hashable, Sendable {
        /// Microseconds since 1970.
        var start: Int64
        var end: Int64
        /// Seconds since 1970 until which it is remembered.
        var until: UInt32

        init(start: Int64, end: Int64, until: UInt32) {
            self.start = start
            self.end = end
            self.until = until
        }

        func contains(_ moment: Int64) -> Bool { start <= moment && moment < end }

        /// What a claim is that was made at a moment.
        init(_ claim: SessionClaim, taken moment: Timestamp) {
            self.init(
                start: claim.start.microseconds, end: claim.end.microseconds,
                until: Ledger.seconds(claim.retention(now: moment)))
        }
    }

    /// The spans of one holder; nearly always one, which needs no memory of its own.
    private struct Spans: Sendable {
        var latest: Span
        var others: [Span] = []

        func contains(_ moment: Int64) -> Bool {
            latest.contains(moment) || others.contains { $0.contains(moment) }
        }
    }

    private var spans: [Fingerprint: Spans] = [:]
    /// Holders by the hour in which one of their spans can be forgotten.
    private var expiries: [UInt32: [Fingerprint]] = [:]
    private static let step: UInt32 = 3_600

    /// Creates claims of nothing.
    public init() {}

    /// How many holders there are: identifiers of devices, each for an app and a partner.
    public var count: Int { spans.count }

    /// Whether a session lies in a span that the device has under any of its identifiers.
    public func isTaken(_ claim: SessionClaim) -> Bool {
        !spans.isEmpty && claim.holders.contains { spans[$0]?.contains(claim.session.microseconds) ?? false }
    }

    /// Takes a session's span, unless the session lies in one that is taken; whether it was taken now.
    public mutating func take(_ claim: SessionClaim, now: Timestamp) -> Bool {
        guard !isTaken(claim) else { return false }
        note(claim, now: now)
        return true
    }

    /// Notes the span of a session for which a postback was taken at a moment.
    mutating func note(_ claim: SessionClaim, now: Timestamp) {
        let span = Span(claim, taken: now)
        for holder in claim.holders { add(span, of: holder) }
    }

    /// Notes a span as it was taken before; the same once more changes nothing but until when it is remembered.
    mutating func add(_ span: Span, of holder: Fingerprint) {
        expiries[span.until / Self.step + 1, default: []].append(holder)
        guard var known = spans[holder] else {
            spans[holder] = Spans(latest: span)
            return
        }
        func isSame(_ other: Span) -> Bool { other.start == span.start && other.end == span.end }
        if isSame(known.latest) {
            known.latest.until = max(known.latest.until, span.until)
        } else if let place = known.others.firstIndex(where: isSame) {
            known.others[place].until = max(known.others[place].until, span.until)
        } else {
            known.others.append(known.latest)
            known.latest = span
        }
        spans[holder] = known
    }

    /// Whether a span is still held as it is.
    func holds(_ claim: StoreRecord.Claimed) -> Bool {
        guard let known = spans[claim.holder] else { return false }
        return known.latest == claim.span || known.others.contains(claim.span)
    }

    /// Forgets the spans whose time has passed.
    mutating func forget(second: UInt32) {
        for bucket in expiries.keys.filter({ UInt64($0) * UInt64(Self.step) <= second }) {
            for holder in expiries.removeValue(forKey: bucket) ?? [] {
                guard let known = spans[holder] else { continue }
                let left = (known.others + [known.latest]).filter { $0.until > second }
                spans[holder] = left.last.map { Spans(latest: $0, others: left.dropLast()) }
            }
        }
    }
}
