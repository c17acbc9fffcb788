import Foundation
import PostbackRuntime
public import PostbackTemplate

extension JournalReport {
    /// Has postbacks that were put aside wait again, from the beginning.
    ///
    /// A service that uses the journal is asked to do it, and waited for.
    ///
    /// - Parameter seconds: how long it is waited for.
    /// - Returns: those that wait now.
    public static func revive(
        journal path: String, now: Timestamp, waiting seconds: Double = 10,
        where isWanted: (DeliveryService.SettledReport) -> Bool
    ) throws(DeliveryService.Problem) -> [DeliveryService.SettledReport] {
        do throws(JournalProblem) {
            return try revive(try JournalStore(path: path, now: now), now, isWanted)
        } catch {
            guard case .disk(let problem) = error, problem.operation == .lock else { throw .journal(error) }
        }
        return try ask(path, now, ContinuousClock.now + .seconds(seconds), isWanted)
    }

    private static func revive(
        _ store: JournalStore, _ now: Timestamp, _ isWanted: (DeliveryService.SettledReport) -> Bool
    ) throws(JournalProblem) -> [DeliveryService.SettledReport] {
        var revived: [DeliveryService.SettledReport] = []
        for settled in store.settled {
            let report = DeliveryService.SettledReport(settled)
            if isWanted(report), try store.revive(settled.key, due: now) { revived.append(report) }
        }
        for commit in store.commit() {
            try JournalProblem.onDisk(commit.perform)
        }
        return revived
    }

    /// Asks the service that uses the journal.
    private static func ask(
        _ path: String, _ now: Timestamp, _ end: ContinuousClock.Instant,
        _ isWanted: (DeliveryService.SettledReport) -> Bool
    ) throws(DeliveryService.Problem) -> [DeliveryService.SettledReport] {
        let request = ReplayRequest(journal: path)
        // Somebody else may be asking.
        try wait(for: request, end)
        let wanted = try JournalReport(journal: path, now: now).settled.filter(isWanted)
        guard !wanted.isEmpty else { return [] }
        do throws(DiskProblem) {
            try request.write(wanted.map(\.key))
        } catch {
            throw .journal(.disk(error))
        }
        try wait(for: request, end)
        return wanted
    }

    private static func wait(
        for request: ReplayRequest, _ end: ContinuousClock.Instant
    ) throws(DeliveryService.Problem) {
        while request.isThere {
            guard ContinuousClock.now < end else { throw .notTakenUp }
            usleep(20_000)
        }
    }
}
