import PostbackLanguage

extension DiagnosticRule {
    static let settings: [DiagnosticRule] = [
        .missingDeclaration, .misplacedPartner, .nameOfFile, .badIdentifier, .badSetting, .badDelivery, .badSample,
        .badRegex, .noSample, .optionalWithDefault, .deprecatedRequired, .missingDescription,
        .unmaskedAttribution,
    ]

    private static let header = """
        revision 1
        category media_partner
        platforms ios, android
        documentation "https://docs.partner.test/postbacks"
        """

    private static let rest = """

        endpoint api "https://api.partner.test"

        postback install {
            GET api "/install"
        }
        """

    static let missingDeclaration = DiagnosticRule(
        "missing_declaration", .settings, title: "A declaration is missing",
        explanation: """
            A partner file starts with partner, and has revision, category, platforms, documentation and at least one \
            postback.
            """,
        wrong: .file("partner sample \"Sample\"\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))

    static let misplacedPartner = DiagnosticRule(
        "misplaced_partner", .settings, title: "'partner' is not the first declaration",
        explanation: "The file says first whom it is about, once.",
        wrong: .file(header + "\npartner sample \"Sample\"\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))

    static let nameOfFile = DiagnosticRule(
        "name_of_file", .settings, title: "Id and file name differ",
        explanation: "The id is the key in configurations and in generated code, so the file has the same name.",
        wrong: .file("partner sample_ads \"Sample\"\n" + header + "\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))

    static let badIdentifier = DiagnosticRule(
        "bad_identifier", .settings, title: "An id that cannot be one",
        explanation: """
            Ids of partners and fields become keys of configurations and names in generated code: lower-case words of \
            letters and digits, joined by underscores.
            """,
        wrong: .query("app = field.appId", with: "field appId \"App id\" : digits sample \"12\""),
        right: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"12\""))

    static let badSetting = DiagnosticRule(
        "bad_setting", .settings, title: "A setting with a value it cannot have",
        explanation: "The message says which values are possible.",
        wrong: .file("partner sample \"Sample\"\n" + header.replacing("revision 1", with: "revision 0") + "\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))

    static let badDelivery = DiagnosticRule(
        "bad_delivery", .settings, title: "A limit of delivery that cannot be",
        explanation: """
            Delays go from realtime to 10m, retries from 0 to 10, timeouts from 1s to 60s, status codes from 100 to \
            599; a default lies inside its bounds.
            """,
        wrong: .query("ip = device.ip", with: "delivery {\n    delay realtime...20m\n}"),
        right: .query("ip = device.ip", with: "delivery {\n    delay realtime...10m\n}"))

    static let badSample = DiagnosticRule(
        "bad_sample", .settings, title: "A value of the wrong form",
        explanation: """
            Samples, defaults and the values of examples are values of the declared type, so that previews show what \
            will really be sent.
            """,
        wrong: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"twelve\""),
        right: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"12\""))

    static let badRegex = DiagnosticRule(
        "bad_regex", .settings, title: "A regular expression that cannot be read",
        explanation: "matches takes a regular expression that the whole value of the field must fit.",
        wrong: .query("app = field.app", with: "field app \"App\" : text matches \"[a-z\" sample \"a\""),
        right: .query("app = field.app", with: "field app \"App\" : text matches \"[a-z]+\" sample \"a\""))

    static let noSample = DiagnosticRule(
        "no_sample", .settings, .warning, title: "A required field without a sample",
        explanation: """
            Previews, examples and derived tests fill required fields with their samples. Without one, nothing that \
            uses the field can be tried before an account has filled it in.
            """,
        wrong: .query("app = field.app", with: "field app \"App\" : text"),
        right: .query("app = field.app", with: "field app \"App\" : text sample \"acme\""))

    static let optionalWithDefault = DiagnosticRule(
        "optional_with_default", .settings, .warning, title: "A field with a default that is optional too",
        explanation: "A field with a default always has a value, and nobody has to fill it in. Say one of the two.",
        wrong: .query("region = field.region", with: "field region \"Region\" : choice(us, eu) optional = us"),
        right: .query("region = field.region", with: "field region \"Region\" : choice(us, eu) = us"))

    static let deprecatedRequired = DiagnosticRule(
        "deprecated_required", .settings, .warning, title: "A deprecated field that is required",
        explanation:
            "Accounts are told not to use the field and to fill it in. Make it optional, or give it a default.",
        wrong: .query("app = field.app", with: "field app \"App\" : text deprecated \"use id\" sample \"a\""),
        right: .query("app = field.app", with: "field app \"App\" : text optional deprecated \"use id\" sample \"a\""))

    static let missingDescription = DiagnosticRule(
        "missing_description", .settings, title: "A macro without a description",
        explanation: "Engineers choose macros by their descriptions: one line of /// above each.",
        wrong: .schema("macro user.id : text"),
        right: .schema("/// The id that the app gave the user.\nmacro user.id : text"))

    static let unmaskedAttribution = DiagnosticRule(
        "unmasked_attribution", .settings, title: "A macro of the attribution that everyone is shown",
        explanation: """
            Partners that did not win an event are shown nothing of class attribution. Where at least half of a \
            namespace has that class, all of it has, or says with 'unmasked' why everyone may see it.
            """,
        wrong: .schema(
            "/// The campaign.\nmacro campaign.id : text class attribution\n\n/// Its name.\nmacro campaign.name : text"
        ),
        right: .schema(
            """
            /// The campaign.
            macro campaign.id : text class attribution

            /// Its name.
            macro campaign.name : text class attribution
            """))
}
