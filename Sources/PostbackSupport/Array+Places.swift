extension [Int] {
    /// The place of the last number that is not above another one, in numbers that rise from the first on; 0 where all are.
    package func place(of number: Int) -> Int {
        var low = 0
        var high = count
        while high - low > 1 {
            let middle = (low + high) / 2
            if self[middle] <= number { low = middle } else { high = middle }
        }
        return low
    }
}
