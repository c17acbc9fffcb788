/// What kind of name stands at a place of a file.
enum NameSite: Hashable {
    /// A value, or the part of one behind a dot.
    case value
    /// A word that stands for itself, given to a macro or a field of this name.
    case literal(of: String)
    /// A step of a pipeline.
    case step
    /// A macro or a field that an example sets or names.
    case setting
    /// A macro alone.
    case macro
    /// The events of a postback, or the event of an example.
    case event
    /// A key of a map, which may be an event's.
    case mapKey
    /// A platform.
    case platform
    /// An endpoint or a callback.
    case endpoint
    /// Lines that are included, or what postbacks share.
    case included
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
    /// Another word of its place alone, such as a value of a choice.
    case word
    /// A class of personal data.
    case classification

    /// Whether the compiler knows what can be named.
    var isValue: Bool { self == .value || self == .step }
}
