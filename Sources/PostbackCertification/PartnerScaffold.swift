/// A partner file to begin with: it passes `check`, `format --check` and `test`, and its comments say what goes where.
public enum PartnerScaffold {
    /// Whether a text can be a partner's id: lower-case letters, digits and underscores, a letter first.
    public static func isID(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first) else { return false }
        return text.utf8.count <= 64 && !text.hasSuffix("_") && !text.contains("__")
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// Whether a text can be a partner's name.
    public static func isName(_ text: String) -> Bool {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
            default: !"\"\\{}".unicodeScalars.contains(scalar)
            }
        }
        return isPlain && !text.allSatisfy(\.isWhitespace) && text.count <= 100
    }

    /// What is said of a text that cannot.
    public static let nameRule = "a name has no quotes, braces and backslashes, and nothing that cannot be seen"

    /// The name that is made of an id: `example_ads` is `Example Ads`.
    public static func name(of id: String) -> String {
        id.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }

    /// The partner file.
    public static func partner(_ id: String, name: String) -> String {
        """
        /// What this partner is, and what it does with postbacks.
        partner \(id) "\(name)"
        // Rises with every change that is seen in a request or a configuration.
        revision 1
        category media_partner
        platforms ios, android
        documentation "https://docs.partner.example/postbacks"

        // What an account has to fill in. `per event` is set for each postback, `secret` never shown, `optional` may be left out.
        field app_id "App ID" : digits(4...20) sample "12345678"
            help "Where the account finds it in the partner's dashboard."

        endpoint api "https://s2s.partner.example/v1"

        // Standard events by the partner's names. `postback macros` and `postback transforms` list what there is.
        map event_names {
            purchase -> "purchase"
            registration -> "sign_up"
            // Or: else -> event.name, else -> absent.
            else -> skip
        }

        // The first of these that the event has.
        let advertising_id = device.idfa ?? device.gaid

        postback install {
            GET api "/apps/{field.app_id}/install"
            // Where a value stands decides how it is encoded. A value that is absent leaves its line out.
            query {
                // Without it nothing is sent.
                require click_id = click.id
                // Contact data and, where the partner takes it, identifiers leave as a digest: | lowercase | sha256.
                ifa = advertising_id
                ts = event.time | unix
            }
        }

        postback event {
            POST api "/apps/{field.app_id}/events"
            json {
                require name = event.name | event_names
                require click_id = click.id
                ts = event.time | unix
                // An amount means nothing without its currency.
                when revenue.amount is present and revenue.currency is present {
                    value = revenue.amount
                    currency = revenue.currency | uppercase
                }
            }
        }

        // What the partner takes, and what its answers mean.
        delivery {
            timeout 10s
            success 200...299
        }

        // The exact requests. `postback preview \(id) purchase --example` prints one, `postback test --mutate` shows what none
        // of them watches.
        example "an install" {
            postback install
            given {
                click.id = "c 1&2"
                device.idfa = "8C6CBC0D-5F43-4765-A6E6-84DFF3D24707"
                event.time = "2026-11-23T08:00:00Z"
            }
            sends GET \"\"\"
                https://s2s.partner.example/v1/apps/12345678/install
                ?click_id=c%201%262&ifa=8C6CBC0D-5F43-4765-A6E6-84DFF3D24707&ts=1795420800
                \"\"\"
        }

        example "a purchase" {
            postback purchase
            given { click.id = "c1"  event.time = "2026-11-23T08:00:00Z"  revenue.amount = 9.98  revenue.currency = "usd" }
            sends POST "https://s2s.partner.example/v1/apps/12345678/events" {
                body json \"\"\"
                    { "name": "purchase", "click_id": "c1", "ts": 1795420800, "value": 9.98, "currency": "USD" }
                    \"\"\"
            }
        }

        example "without a click nothing is sent" {
            postback install
            given { sample android  click.id = absent }
            skips missing click.id
        }

        """
    }

    /// The contract, to be written from the partner's documentation.
    ///
    /// - Parameter today: the day, as `2026-11-26`.
    public static func contract(_ id: String, name: String, today: String) -> String {
        """
        // What the partner documents, written from its pages and not from the partner file.
        contract \(id) "\(name)"

        // documentation, connector (the source of a program that sends to the partner), legacy or observed.
        evidence docs documentation "https://docs.partner.example/postbacks" read \(today)

        request install {
            GET "https://s2s.partner.example/v1/apps/{digits(4...20)}/install" by docs
            query by docs {
                click_id : text required
                ifa : uuid
                ts : time(seconds)
            }
        }

        request event {
            POST "https://s2s.partner.example/v1/apps/{digits(4...20)}/events" by docs
            json by docs {
                name : choice(purchase, sign_up) required
                click_id : text required
                ts : time(seconds)
                value : number(0...)
                currency : currency
                value needs currency
            }
        }

        answer success 200...299 by docs

        """
    }
}
