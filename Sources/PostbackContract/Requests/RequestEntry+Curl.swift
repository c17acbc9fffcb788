extension RequestEntry {
    /// Reads the curl commands of a shell script; other lines are passed over.
    public static func curl(_ text: String) -> [RequestEntry] {
        var reader = ShellWords(text: Array(text.unicodeScalars))
        var entries: [RequestEntry] = []
        while let command = reader.nextCommand() {
            guard let start = command.words.firstIndex(where: { $0 == "curl" || $0.hasSuffix("/curl") }) else {
                continue
            }
            var reading = CurlCommand(place: "line \(command.line)")
            entries += reading.read(Array(command.words[(start + 1)...]))
        }
        return entries
    }
}
