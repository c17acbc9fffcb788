/// A question about the partners of a catalogue, as it is written.
public indirect enum QuerySyntax: Sendable {
    /// All of them hold.
    case all([QuerySyntax])
    /// At least one holds.
    case any([QuerySyntax])
    /// It does not hold.
    case not(QuerySyntax)
    /// `receives device.idfa raw in query to "graph.facebook.com"`.
    case receives(what: [Name], form: Name?, position: Name?, host: TextSyntax?)
    /// A word with what it asks for, such as `event purchase`.
    case attribute(Name, value: Name)
    /// A word alone, such as `deprecated`.
    case flag(Name)
}
