import Foundation
import PostbackRuntime

extension Workload {
    /// Three texts of a few hundred bytes: a browser's name, a description with quotes, and one in another script.
    static let texts = Workload("texts") {
        let texts = [
            """
            Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
            Version/17.4.1 Mobile/15E148 Safari/604.1
            """,
            """
            A sword for the boss of the third level, called "Dawn" by all who have seen it. Its blade is of blue steel; \
            it takes two hands, and comes with a scabbard of leather. Sold once in each game.
            """,
            "Меч рассвета для главного противника третьего уровня, 2 шт.",
        ]
        let lines = "ua = device.user_agent\nabout = content.id\nname = search.query"
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let members = texts.map { String(decoding: (try? encoder.encode($0)) ?? Data(), as: UTF8.self) }
        let event = Fixture.event(
            """
            {"event":{"kind":"event","name":"view_content"},"device":{"user_agent":\(members[0])},\
            "content":{"id":\(members[1])},"search":{"query":\(members[2])}}
            """)
        let query = Fixture.bound("postback event {\nGET api \"/v1/view\"\nquery {\n\(lines)\n}\n}")
        let json = Fixture.bound("postback event {\nPOST api \"/v1/view\"\njson {\n\(lines)\n}\n}")
        let url = Fixture.request(query, event).url
        let body = Fixture.request(json, event).body
        var buffer = HandBuffer()
        func write(to buffer: inout HandBuffer) {
            buffer.removeAll()
            buffer.append("https://track.partner.test/v1/view?ua=", encoding: texts[0])
            buffer.append("&about=", encoding: texts[1])
            buffer.append("&name=", encoding: texts[2])
        }
        write(to: &buffer)
        guard buffer.string == url else { stop("the baseline makes another URL") }
        return [
            Case(
                name: "texts in a query", bytes: url.utf8.count,
                contenders: [
                    Fixture.render(query, event), Fixture.memcpy(Array(url.utf8)),
                    Contender(name: "by hand, byte by byte") { count in
                        for _ in 0..<count { write(to: &buffer) }
                        keep(buffer.count)
                    },
                ]),
            Case(
                name: "texts in JSON", bytes: body.count,
                contenders: [
                    Fixture.render(json, event), Fixture.memcpy(body),
                    Contender(name: "JSONEncoder") { count in
                        for _ in 0..<count { keep(try? encoder.encode(texts)) }
                    },
                ]),
        ]
    }
}
