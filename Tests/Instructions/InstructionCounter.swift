/// The counting of the benchmark and of delivery, without what the other cases of the benchmark need.
@main
struct InstructionCounter {
    static func main() {
        guard InstructionCount.run(Array(CommandLine.arguments.dropFirst()), of: Workload.counted + [Workload.delivery])
        else {
            stop("usage: instruction-counter --instructions [FILTER] [--baseline FILE [--write]]", status: 2)
        }
    }
}
