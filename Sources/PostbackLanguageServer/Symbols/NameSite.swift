/// What kind of name stands at a place of a file.
enum NameSite: Hashable {
    /// A value, or the part of one behind a dot.
    case value
    /// A word that stands for itself, given to a macro or a field of this name.
    case literal(of: String)
    /// A property of an item that an example gives to a list of this name.
    case property(of: String)
    /// A part of the partner's answer.
    case answer
    /// A field in the address of an endpoint.
    case address
    /// The number of an item, in a key.
    case number
    /// A step of a pipeline.
    case step
    /// A macro or a field that an example sets or names.
    case setting
    /// A macro alone.
    case macro
    /// The events of a postback, or the event of an example.
    case event(ofExample: Bool)
    /// A key of the map of this name, which may be an event's.
    case mapKey(of: String)
    /// A platform.
    case platform
    /// An endpoint or a callback.
    case endpoint
    /// Lines that a block includes, or what a postback includes.
    case included(inBlock: Bool)
    /// A map.
    case map
    /// A type.
    case type
    /// The code of a finding.
    case code
    /// A key of a block.
    case key
    /// The reason of a skip.
    case skip
    /// A category.
    case category
    /// One of some words, which this place alone takes.
    case word(of: [String])
    /// One of some words of the language.
    case keyword(of: [String])
    /// A class of personal data.
    case classification

    /// Whether the compiler knows what can be named.
    var isValue: Bool { self == .value || self == .step }
}
