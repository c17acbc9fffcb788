public import PostbackCompiler

extension CompiledPartner {
    /// A line of the file as a message names it; the file where none is known.
    public func place(_ line: Int?) -> String { line.map { "\(source.path):\($0)" } ?? source.path }
}
