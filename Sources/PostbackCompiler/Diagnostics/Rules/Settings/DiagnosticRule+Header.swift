import PostbackLanguage

/// Parts of the examples that these rules show.
extension DiagnosticRule {
    static let header = """
        revision 1
        category media_partner
        platforms ios, android
        documentation "https://docs.partner.test/postbacks"
        """

    static let rest = """

        endpoint api "https://api.partner.test"

        postback install {
            GET api "/install"
        }
        """
}
