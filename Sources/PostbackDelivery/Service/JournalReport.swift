import PostbackRuntime
public import PostbackTemplate

/// What a journal holds, for people: read beside a service that writes it, or changed while none does.
public struct JournalReport: Sendable {
    /// What waits or is dead or parked for one partner.
    public struct Partner: Hashable, Sendable {
        /// The partner's id.
        public var partner: String
        /// Postbacks that wait.
        public var waiting = 0
        /// Postbacks that are not sent any more.
        public var dead = 0
        /// Postbacks about which a person has to decide.
        public var parked = 0
        /// When the next one is due.
        public var nextDue: Timestamp?
    }

    /// The partners with something in the journal, by their ids.
    public var partners: [Partner]
    /// What is dead or parked.
    public var settled: [SettledPostback]
    /// Events of which something is not done.
    public var events: Int

    /// Reads the journal of a folder, which may be in use; nothing is changed.
    public init(journal path: String, now: Timestamp) throws(JournalProblem) {
        var replay = JournalStore.Replay(window: 0, now: now)
        let disk = try JournalProblem.onDisk { () throws(DiskProblem) in try SystemDisk(path: path, isShared: true) }
        _ = try Journal.Recovery.read(disk) {
            record, place throws(JournalProblem) in
            try replay.apply(record, place)
        }
        self.init(replay.ledger, events: replay.events.count)
    }

    private init(_ ledger: borrowing Ledger, events: Int) {
        var partners: [String: Partner] = [:]
        for entry in ledger.entries where entry.state != .free {
            let id = ledger.target(entry.target).partner
            var partner = partners[id] ?? Partner(partner: id)
            switch entry.state {
            case .dead: partner.dead += 1
            case .parked: partner.parked += 1
            case .waiting, .inFlight, .held, .free:
                partner.waiting += 1
                partner.nextDue = Timestamp(microseconds: min(partner.nextDue?.microseconds ?? .max, entry.due))
            }
            partners[id] = partner
        }
        self.partners = partners.values.sorted { $0.partner < $1.partner }
        self.events = events
        settled = ledger.settled.sorted { ($0.time, $0.key.description) < ($1.time, $1.key.description) }
    }
}
