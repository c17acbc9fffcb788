extension PartnerTemplate {
    /// The samples of the required fields: the least that an account has to fill in.
    public var requiredSamples: [String: String] {
        fields.reduce(into: [:]) { values, field in
            if field.isRequired { values[field.id] = field.sample }
        }
    }

    /// A value for every field that has a sample or a default: the most that an account can fill in.
    package var allSamples: [String: String] {
        fields.reduce(into: [:]) { values, field in values[field.id] = field.sample ?? field.defaultValue }
    }
}
