import PostbackTemplate

/// The names that a partner has in generated Swift, made once for all that names them.
struct PartnerNames {
    /// The partner's type.
    let type: String
    /// The constants of its postbacks, in their order.
    let postbacks: [String]

    init(_ partner: PartnerTemplate) {
        type = SwiftName.type(partner.id)
        var names = UniqueNames(taken: ["catalogue", "template", "bind"])
        postbacks = partner.postbacks.map { names.take(SwiftName.value($0.id + "_postback")) }
    }
}
