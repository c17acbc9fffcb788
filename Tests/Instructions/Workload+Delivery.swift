extension Workload {
    /// What a service does for an event of one partner: reads and plans it; keeps it, renders its postback, and notes that
    /// the partner has it.
    static let delivery = Workload("delivery") {
        let rounds: DeliveryRounds
        do {
            rounds = try DeliveryRounds()
        } catch {
            stop("\(error)")
        }
        let works: [(String, (Int) -> Void)] = [("offer", rounds.offer), ("deliver", rounds.deliver)]
        return works.map { name, run in
            Case(name: name, bytes: 0, contenders: [Contender(name: "", run: run)], pieces: DeliveryRounds.size)
        }
    }
}
