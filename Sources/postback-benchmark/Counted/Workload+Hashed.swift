import PostbackRuntime

extension Workload {
    /// Six identifiers, normalised and hashed with SHA-256.
    static let hashed = Workload("hashed") {
        let postback = Fixture.bound(
            """
            postback event {
                GET api "/v1/match"
                query {
                    em = user.email | trim | lowercase | sha256
                    ph = user.phone | e164 | sha256
                    fn = user.first_name | trim | lowercase | sha256
                    ln = user.last_name | trim | lowercase | sha256
                    ct = user.city | lowercase | replace(" ", "") | sha256
                    id = user.id | sha256
                }
            }
            """)
        let event = Fixture.event(
            """
            {"event":{"kind":"event","name":"purchase","id":"5f2d7c1e","time":"2026-11-23T08:00:00Z"},\
            "user":{"id":"u-1001","email":" Jane.Doe@Example.com","phone":"+1 415-000-0000","first_name":"Jane",\
            "last_name":"Doe","city":"San Jose"}}
            """)
        let url = Fixture.request(postback, event).url
        let messages = ["jane.doe@example.com", "+14150000000", "jane", "doe", "sanjose", "u-1001"]
        let contenders = [
            Fixture.render(postback, event), Fixture.memcpy(Array(url.utf8)),
            Contender(name: "the six digests alone") { count in
                var digests = DigestBuffer()
                for _ in 0..<count {
                    for message in messages { keep(digests.sha256(message)) }
                }
            },
        ]
        return [Case(name: "hashed", bytes: url.utf8.count, contenders: contenders)]
    }
}
