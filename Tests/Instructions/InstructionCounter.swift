/// The counting of the benchmark alone, without what its other cases need.
@main
struct InstructionCounter {
    static func main() {
        guard InstructionCount.run(Array(CommandLine.arguments.dropFirst())) else {
            stop("usage: instruction-counter --instructions [FILTER] [--baseline FILE [--write]]", status: 2)
        }
    }
}
