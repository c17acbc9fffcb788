import Foundation

extension Thread {
    /// By how much the priority of what gives way is lower, in the system's levels of niceness, of which there are 20 below
    /// the usual one.
    private static let niceness: Int32 = 5

    /// A thread that gives way to others where there is more work than processors.
    static func givingWay(_ body: @escaping @Sendable () -> Void) -> Thread {
        let thread = Thread {
            // On Linux niceness is a thread's own.
            #if os(Linux)
                let this = __priority_which_t(PRIO_PROCESS.rawValue)
                setpriority(this, 0, getpriority(this, 0) + niceness)
            #endif
            body()
        }
        thread.qualityOfService = .utility
        return thread
    }
}
