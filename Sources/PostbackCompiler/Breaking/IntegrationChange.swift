package import PostbackLanguage
package import PostbackTemplate

/// What an edit does to those who already use an integration: one thing of it.
package struct IntegrationChange: Sendable {
    /// The rule, the facts, and both in words.
    package var finding: Finding
    /// The postbacks that it is about, by their ids in the newer file; empty for the partner as a whole.
    package var postbacks: [String] = []
    /// The same in the older file.
    package var formerPostbacks: [String] = []
    /// Where it stands in the newer file.
    package var place: SourcePlace?
    /// Where it stood in the older file.
    package var formerPlace: SourcePlace?
    /// What shows that it has an effect.
    package var evidence = Evidence.fact
    /// The events that it is about; nil for the partner as a whole.
    package var situation: Situation?
    /// What makes of a configuration for the older file one for the newer file.
    package var mend: ConfigurationMend?

    /// A change of the partner as a whole.
    package init(finding: Finding) {
        self.finding = finding
    }

    /// What shows that a change has an effect.
    package enum Evidence: Sendable {
        /// It is one whatever the events are.
        case fact
        /// An event whose request is another one.
        case request
        /// An event for which a line by itself becomes another one, and the request too. The newer line has nothing but this change; where
        /// that shows nothing, the whole newer line may. Tables take the place of those with their names.
        case line(old: TemplateLine?, new: TemplateLine?, whole: TemplateLine? = nil, maps: [ValueMap] = [])
        /// An event for which only one of them sends something.
        case sending
        /// An event whose newer request depends on a macro, and the older one not.
        case macro(String)
        /// An event whose requests differ, the newer one depending on a macro.
        case leaving(String)
        /// An event that was skipped and is sent now, with one of these macros in it.
        case revealing([String])
        /// An account with a value of a field, and an event whose requests differ.
        case field(String)
        /// An answer of the partner that means something else.
        case answer
        /// Values of fields that were taken and are refused because of this one.
        case configuration(String)
        /// An event whose request is another one where an account does not set a field.
        case defaultValue(String)
    }

    /// Events that one postback was for and one is for now.
    package struct Situation: Hashable, Sendable {
        /// The postback's id in the older file.
        package var old: String
        /// The postback's id in the newer file.
        package var new: String
        /// The kind of the events.
        package var kind: String
        /// The name of the events; nil for any.
        package var event: String?
        /// The platforms.
        package var platforms: [Platform]
    }
}

/// How a configuration for an older revision becomes one for a newer revision.
package enum ConfigurationMend: Hashable, Sendable {
    /// The key of a field is another one.
    case renameField(String, to: String)
    /// A value of a field is taken out.
    case removeField(String)
    /// A field that an account has not set keeps the value that counted.
    case setField(String, to: String, scope: FieldDefinition.Scope, isSecret: Bool)
    /// A field is configured elsewhere.
    case moveField(String, to: FieldDefinition.Scope)
    /// The settings of events that nothing is sent for any more are taken out, of apps for some platforms. Where no event has a postback
    /// but those that are named, all others are meant.
    case removePostback(String, on: [Platform], butFor: [String])
    /// A partner has another id.
    case renamePartner(String, to: String)
    /// A delivery delay, in seconds, is brought into its bounds.
    case boundDelay(ClosedRange<Int>)
    /// The number of retries is brought into its bounds.
    case boundRetries(ClosedRange<Int>)
    /// A delivery delay that an account has not set keeps the seconds that counted, or becomes the nearest that is taken.
    case setDelay(Int, isNearest: Bool)
    /// Retries that an account has not set keep the number that counted, or become the nearest that is taken.
    case setRetries(Int, isNearest: Bool)
}
