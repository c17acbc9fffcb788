/// Sends requests. Used by one thread, but for `wake`.
protocol PostbackTransport: AnyObject, Sendable {
    /// Starts a request; its outcome comes out of `go` under the same number.
    func start(_ request: OutgoingRequest, id: Int, timeoutSeconds: Int)
    /// Goes on with all requests, waits at most so long for something to happen, and gives back what has ended.
    func go(milliseconds: Int) -> [(id: Int, outcome: AttemptOutcome)]
    /// Ends a wait, from any thread.
    func wake()
}
