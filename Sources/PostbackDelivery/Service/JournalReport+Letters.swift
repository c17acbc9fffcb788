import Foundation
import PostbackRuntime
public import PostbackTemplate

extension JournalReport {
    /// Why nothing was done with dead letters.
    public enum Problem: Error, Sendable, CustomStringConvertible {
        /// The journal.
        case journal(JournalProblem)
        /// The journal, while it was changed.
        case store(StoreProblem)
        /// A service that uses the journal was asked, and has not done it yet.
        case notTakenUp

        /// The problem in one sentence.
        public var description: String {
            switch self {
            case .journal(let problem): problem.description
            case .store(let problem): problem.description
            case .notTakenUp:
                "the service that uses the journal has not answered; it will do what it was asked for when it can"
            }
        }
    }

    /// Does something with dead letters and parked postbacks.
    ///
    /// A service that uses the journal is asked to do it, and waited for.
    ///
    /// - Parameters:
    ///   - action: what is done.
    ///   - path: the journal's folder.
    ///   - now: the moment.
    ///   - seconds: how long a service is waited for.
    ///   - isWanted: with which of them.
    /// - Returns: those that it was done with.
    public static func perform(
        _ action: LetterRequest.Action, journal path: String, now: Timestamp, waiting seconds: Double = 10,
        where isWanted: (SettledPostback) -> Bool
    ) throws(Problem) -> [SettledPostback] {
        let store: JournalStore
        do throws(JournalProblem) {
            store = try JournalStore(path: path, now: now)
        } catch {
            guard case .disk(let problem) = error, problem.operation == .lock else { throw .journal(error) }
            return try ask(action, path, now, ContinuousClock.now + .seconds(seconds), isWanted)
        }
        do throws(StoreProblem) {
            let wanted = store.settled.filter(isWanted)
            try store.perform(LetterRequest(action, wanted.map(\.key)), now: now)
            try store.commit()?.perform()
            return wanted
        } catch {
            throw .store(error)
        }
    }

    /// Asks the service that uses the journal.
    private static func ask(
        _ action: LetterRequest.Action, _ path: String, _ now: Timestamp, _ end: ContinuousClock.Instant,
        _ isWanted: (SettledPostback) -> Bool
    ) throws(Problem) -> [SettledPostback] {
        let file = DeadLetterRequestFile(journal: path)
        while true {
            // Somebody else may be asking.
            try wait(for: file, end)
            let wanted: [SettledPostback]
            let isAsked: Bool
            do throws(JournalProblem) {
                wanted = try JournalReport(journal: path, now: now).settled.filter(isWanted)
                guard !wanted.isEmpty else { return [] }
                isAsked = try JournalProblem.onDisk { () throws(DiskProblem) in
                    try file.write(LetterRequest(action, wanted.map(\.key)))
                }
            } catch {
                throw .journal(error)
            }
            guard isAsked else { continue }
            try wait(for: file, end)
            return wanted
        }
    }

    private static func wait(for file: DeadLetterRequestFile, _ end: ContinuousClock.Instant) throws(Problem) {
        while file.isThere {
            guard ContinuousClock.now < end else { throw .notTakenUp }
            usleep(20_000)
        }
    }
}
