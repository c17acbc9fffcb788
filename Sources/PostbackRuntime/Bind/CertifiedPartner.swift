public import PostbackTemplate

/// A partner as generated code declares it: a template with typed fields.
public protocol CertifiedPartner {
    /// The network-specific fields that an account fills in.
    associatedtype Fields: PartnerFields
    /// The compiled integration.
    static var template: PartnerTemplate { get }
    /// The macros that the template names.
    static var catalogue: MacroCatalogue { get }
}

extension CertifiedPartner {
    /// Binds every postback of the partner to the fields of one account.
    public static func bind(_ fields: Fields) throws(FieldProblems) -> BoundPartner {
        try BoundPartner(template, catalogue: catalogue, fields: fields.values)
    }
}

/// Typed network-specific fields of one partner.
public protocol PartnerFields: Sendable {
    /// The values by the fields' ids, as text.
    var values: [String: String] { get }
}

extension PartnerFields {
    /// Throws every problem of the values at once.
    public func check(_ partner: PartnerTemplate) throws(FieldProblems) {
        let problems = partner.problems(in: values)
        guard problems.isEmpty else { throw FieldProblems(problems) }
    }
}
