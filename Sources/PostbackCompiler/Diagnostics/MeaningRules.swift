public import PostbackLanguage

extension DiagnosticRule {
    /// The rules about the meaning of a file, in the order of the handbook.
    public static let meaning: [DiagnosticRule] = [
        .unknownMacro, .unknownField, .unknownName, .unknownTransform, .unknownType, .unknownEvent, .unknownPlatform,
        .itemOutsideLoop, .duplicateDeclaration, .duplicateKey, .reservedName, .missingDeclaration, .nameOfFile,
        .badSetting, .badSample, .cannotStand, .transformInput, .transformArgument, .badPattern, .notAList,
        .tooMuchWork,
        .notABoolean, .cannotCompare, .unescapedMisplaced, .notLiteral, .requestTooEarly, .notTotal, .missingRequest,
        .twoBodies, .separatorInPath, .needsEncoding, .hostFromEvent, .badEndpoint, .plainHTTP, .badHeaderName,
        .foreignPlaceholder, .overlappingPostbacks, .neverAvailable, .noExample, .amountWithoutCurrency,
        .contactInClear, .secretInURL, .unused, .exampleIncomplete, .exampleValue,
    ]

    /// Every rule.
    public static let all = syntax + meaning

    static let unknownMacro = DiagnosticRule(
        "unknown_macro", title: "No such macro",
        explanation: """
            Macros are declared in the schemas; a name that is not among them would never be replaced. Fix the \
            spelling, or add the macro to the schema.
            """,
        wrong: "query { a = device.idfaa }",
        right: "query { a = device.idfa }")

    static let unknownField = DiagnosticRule(
        "unknown_field", title: "No such network-specific field",
        explanation: """
            A field has to be declared before an expression can use it.
            """,
        wrong: "query { a = field.appid }",
        right: "field appid \"App id\" : text\nquery { a = field.appid }")

    static let unknownName = DiagnosticRule(
        "unknown_name", title: "No such name",
        explanation: """
            A name without a dot is a let or the variable of a for; an endpoint is named in the request line.
            """,
        wrong: "query { a = advertising }",
        right: "let advertising = device.idfa\nquery { a = advertising }")

    static let unknownTransform = DiagnosticRule(
        "unknown_transform", title: "No such transform or map",
        explanation: """
            Behind a bar stands a transform of the language or a map of the file.
            """,
        wrong: "query { a = device.idfa | upper }",
        right: "query { a = device.idfa | uppercase }")

    static let unknownType = DiagnosticRule(
        "unknown_type", title: "No such type",
        explanation: """
            Fields and macros have one of the language's types.
            """,
        wrong: "field a \"A\" : string",
        right: "field a \"A\" : text")

    static let unknownEvent = DiagnosticRule(
        "unknown_event", title: "No such kind or standard event",
        explanation: """
            A postback is for a kind of event, for standard events of the schema, or for custom events, whose \
            names stand in quotes.
            """,
        wrong: "postback purchse { … }",
        right: "postback purchase { … }")

    static let unknownPlatform = DiagnosticRule(
        "unknown_platform", title: "No such platform",
        explanation: """
            Apps run on ios or android.
            """,
        wrong: "platforms iphone",
        right: "platforms ios")

    static let itemOutsideLoop = DiagnosticRule(
        "item_outside_loop", title: "A property of an item outside a for",
        explanation: """
            A list has many items; a property is named inside a for that goes over them.
            """,
        wrong: "query { a = event.items.id }",
        right: "query { a = [for item in event.items: item.id] | join(\",\") }")

    static let duplicateDeclaration = DiagnosticRule(
        "duplicate_declaration", title: "Declared twice",
        explanation: """
            Two declarations have the same name, so one of them would never be used.
            """,
        wrong: "let a = device.ip\nlet a = device.idfa",
        right: "let a = device.ip\nlet b = device.idfa")

    static let duplicateKey = DiagnosticRule(
        "duplicate_key", title: "A key set twice",
        explanation: """
            Partners read one of two equal keys, and which one is not documented. Keep one, or put them into \
            different branches of a when.
            """,
        wrong: "query { a = device.ip  a = device.idfa }",
        right: "query { a = device.ip  b = device.idfa }")

    static let reservedName = DiagnosticRule(
        "reserved_name", title: "A reserved name",
        explanation: """
            field, request, system and the namespaces of macros cannot be names of lets and variables.
            """,
        wrong: "let field = device.ip",
        right: "let address = device.ip")

    static let missingDeclaration = DiagnosticRule(
        "missing_declaration", title: "A declaration is missing or misplaced",
        explanation: """
            A partner file starts with partner, and has revision, category, platforms, documentation and a \
            postback.
            """,
        wrong: "revision 1",
        right: "partner example \"Example\"\nrevision 1")

    static let nameOfFile = DiagnosticRule(
        "name_of_file", title: "Id and file name differ",
        explanation: """
            The id is the key in configurations and in generated code, so the file has the same name.
            """,
        wrong: "partner tiktok_ads \"TikTok\"",
        right: "partner tiktok \"TikTok\"")

    static let badSetting = DiagnosticRule(
        "bad_setting", title: "A setting with a value it cannot have",
        explanation: """
            The message says which values are possible.
            """,
        wrong: "category",
        right: "category media_partner")

    static let badSample = DiagnosticRule(
        "bad_sample", title: "A value of the wrong form",
        explanation: """
            Samples and defaults are values of the declared type, so that previews and examples show what will \
            really be sent.
            """,
        wrong: "field a \"A\" : digits sample \"x\"",
        right: "field a \"A\" : digits sample \"12\"")

    static let cannotStand = DiagnosticRule(
        "cannot_stand", title: "A value that cannot stand here",
        explanation: """
            Every position takes certain types: a URL takes text and numbers, JSON also booleans, lists and \
            objects. A moment needs a format everywhere.
            """,
        wrong: "query { a = event.time }",
        right: "query { a = event.time | unix }")

    static let transformInput = DiagnosticRule(
        "transform_input", title: "A transform of the wrong type",
        explanation: """
            Every transform has a signature; the value piped in must fit it.
            """,
        wrong: "query { a = event.time | sha256 }",
        right: "query { a = device.idfa | sha256 }")

    static let transformArgument = DiagnosticRule(
        "transform_argument", title: "Wrong arguments of a transform",
        explanation: """
            The handbook shows each transform's arguments.
            """,
        wrong: "query { a = device.model | truncate }",
        right: "query { a = device.model | truncate(40) }")

    static let badPattern = DiagnosticRule(
        "bad_pattern", title: "A pattern that cannot be read",
        explanation: """
            Date patterns are made of yyyy MM dd HH mm ss S; field patterns are regular expressions.
            """,
        wrong: "query { a = event.time | date(\"YYYY\") }",
        right: "query { a = event.time | date(\"yyyy\") }")

    static let notAList = DiagnosticRule(
        "not_a_list", title: "A for over something that is no list",
        explanation: """
            Only lists have elements.
            """,
        wrong: "query { a = [for x in device.ip: x] | join(\",\") }",
        right: "query { a = [for x in event.items: x.id] | join(\",\") }")

    static let tooMuchWork = DiagnosticRule(
        "too_much_work", title: "A value that takes too much work",
        explanation: """
            What one event costs is bounded. A let that uses another one twice, and so on, doubles the work with every \
            step; a for inside a for multiplies it.
            """,
        wrong: "query { a = [for i in event.items: [for j in event.items: [for k in event.items: k.id]]] | count }",
        right: "query { a = event.items | count }")

    static let notABoolean = DiagnosticRule(
        "not_a_boolean", title: "A condition that is neither true nor false",
        explanation: """
            Conditions compare values, ask whether one is present, or name a boolean.
            """,
        wrong: "when device.ip { a = device.ip }",
        right: "when device.ip is present { a = device.ip }")

    static let cannotCompare = DiagnosticRule(
        "cannot_compare", title: "A comparison that never holds",
        explanation: """
            Two values of different types, or a choice and a text it cannot be.
            """,
        wrong: "when device.os == \"windows\" { … }",
        right: "when device.os == \"android\" { … }")

    static let unescapedMisplaced = DiagnosticRule(
        "unescaped_misplaced", title: "unescaped where it cannot be",
        explanation: """
            It frees single reserved characters of the last value in a URL or form, and never one that \
            separates.
            """,
        wrong: "query { a = field.id | unescaped(\"&\") }",
        right: "query { a = field.id | unescaped(\":\") }")

    static let notLiteral = DiagnosticRule(
        "not_literal", title: "A literal is needed",
        explanation: """
            Map rows, defaults and examples state values; they cannot compute them.
            """,
        wrong: "map m { a -> device.ip else -> skip }",
        right: "map m { a -> \"b\" else -> skip }")

    static let requestTooEarly = DiagnosticRule(
        "request_too_early", title: "A part of the request that is not rendered yet",
        explanation: """
            A signature can only cover what has been rendered: the body is first, then path and query, then \
            headers.
            """,
        wrong: "query { sign = request.query | sha256 }",
        right: "headers { X-Sign = request.query | sha256 }")

    static let notTotal = DiagnosticRule(
        "not_total", title: "A map or when that leaves cases open",
        explanation: """
            Say what happens to every other value.
            """,
        wrong: "map m { a -> \"b\" }",
        right: "map m { a -> \"b\" else -> skip }")

    static let missingRequest = DiagnosticRule(
        "missing_request", title: "A postback without a request line",
        explanation: """
            A postback says what is sent where.
            """,
        wrong: "postback install { query { a = device.ip } }",
        right: "postback install { GET api \"/i\" query { a = device.ip } }")

    static let twoBodies = DiagnosticRule(
        "two_bodies", title: "A body that cannot be",
        explanation: """
            A request has one body, and a GET request none.
            """,
        wrong: "GET api \"/i\" json { a = device.ip }",
        right: "POST api \"/i\" json { a = device.ip }")

    static let separatorInPath = DiagnosticRule(
        "separator_in_path", title: "A separator typed into a path",
        explanation: """
            Question marks, ampersands and fragments are written by blocks, so that none is ever missing or \
            doubled.
            """,
        wrong: "GET api \"/i?a=1\"",
        right: "GET api \"/i\" query { a = 1 }")

    static let needsEncoding = DiagnosticRule(
        "needs_encoding", title: "A literal that needs encoding",
        explanation: """
            Literal text in a URL is structure and stands as it is; spaces and letters outside ASCII cannot.
            """,
        wrong: "GET api \"/my path\"",
        right: "GET api \"/my%20path\"")

    static let hostFromEvent = DiagnosticRule(
        "host_from_event", title: "A host chosen by event data",
        explanation: """
            Whoever sends events could send the postback, with its credentials, anywhere.
            """,
        wrong: "endpoint api \"https://{geo.country}.x.test\"",
        right: "endpoint api \"https://{field.region}.x.test\"")

    static let badEndpoint = DiagnosticRule(
        "bad_endpoint", title: "An endpoint that is no base URL",
        explanation: """
            An endpoint is a scheme and a host, with a path or without.
            """,
        wrong: "endpoint api \"api.x.test\"",
        right: "endpoint api \"https://api.x.test\"")

    static let plainHTTP = DiagnosticRule(
        "plain_http", title: "Plain http",
        explanation: """
            Identifiers and credentials can be read on the way. Nearly every partner has https.
            """,
        wrong: "endpoint api \"http://api.x.test\"",
        right: "endpoint api \"https://api.x.test\"")

    static let badHeaderName = DiagnosticRule(
        "bad_header_name", title: "A header that a postback may not set",
        explanation: """
            Host, Content-Length and the headers of the connection belong to the transport.
            """,
        wrong: "headers { Host = \"a\" }",
        right: "headers { X-Host = \"a\" }")

    static let foreignPlaceholder = DiagnosticRule(
        "foreign_placeholder", title: "Another platform's placeholder",
        explanation: """
            Copied templates keep their own placeholders. They are not replaced here, and the partner would \
            receive them literally.
            """,
        wrong: "query { a = \"${device_id}\" }",
        right: "query { a = device.idfa }")

    static let overlappingPostbacks = DiagnosticRule(
        "overlapping_postbacks", title: "Two postbacks for the same events",
        explanation: """
            The most specific postback is sent; two that are equally specific have no order.
            """,
        wrong: "postback install { … } postback install { … }",
        right: "postback install on ios { … } postback install on android { … }")

    static let neverAvailable = DiagnosticRule(
        "never_available", title: "A macro that never exists here",
        explanation: """
            The macro belongs to a platform that this postback is not for.
            """,
        wrong: "postback install on ios { GET api \"/\" query { a = device.gaid } }",
        right: "postback install on ios { GET api \"/\" query { a = device.idfa } }")

    static let noExample = DiagnosticRule(
        "no_example", .warning, title: "A postback without an example",
        explanation: """
            Examples are what certification rests on: the exact request that an event gives, checked by every \
            build.
            """,
        wrong: "postback install { … }",
        right: "postback install { … }\nexample \"an install\" { postback install … }")

    static let amountWithoutCurrency = DiagnosticRule(
        "amount_without_currency", .warning, title: "An amount without its currency",
        explanation: """
            4.99 is not money. Partners that get no currency assume one, and reports are wrong by its rate.
            """,
        wrong: "query { value = revenue.amount }",
        right: "query { value = revenue.amount  currency = revenue.currency }")

    static let contactInClear = DiagnosticRule(
        "contact_in_clear", title: "Contact data that leaves readable",
        explanation: """
            E-mail addresses, telephone numbers and names leave hashed, unless the partner declares that it \
            takes them readable, with a reason.
            """,
        wrong: "query { e = user.email }",
        right: "query { e = user.email | trim | lowercase | sha256 }")

    static let secretInURL = DiagnosticRule(
        "secret_in_url", title: "A credential in a URL",
        explanation: """
            URLs are kept in logs along the way. Credentials go into headers; in a query only where the partner \
            demands it, marked insecure.
            """,
        wrong: "query { token = field.token }",
        right: "query { insecure token = field.token }")

    static let unused = DiagnosticRule(
        "unused", .warning, title: "Declared and never used",
        explanation: """
            Something that nothing uses is a mistake waiting to be found: usually the use is missing.
            """,
        wrong: "let a = device.ip",
        right: "let a = device.ip\nquery { ip = a }")

    static let exampleIncomplete = DiagnosticRule(
        "example_incomplete", title: "An example that states nothing",
        explanation: """
            An example names its postback, and says what is sent or why nothing is.
            """,
        wrong: "example \"x\" { postback install }",
        right: "example \"x\" { postback install skips condition }")

    static let exampleValue = DiagnosticRule(
        "example_value", title: "An example that cannot be",
        explanation: """
            The message says which value is wrong.
            """,
        wrong: "given { device.idfa = 5 }",
        right: "given { device.idfa = \"8C6CBC0D-5F43-4765-A6E6-84DFF3D24707\" }")
}
