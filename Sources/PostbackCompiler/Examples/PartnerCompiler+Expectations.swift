import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func compile(_ syntax: ExampleSyntax.AnswerSyntax) -> CertificationExample.Answer? {
        guard (100...599).contains(syntax.status),
            let meaning = CertificationExample.Answer.Meaning(rawValue: syntax.meaning.text)
        else {
            report(.badDelivery(what: "a status code", wanted: "100 to 599"), syntax.range)
            return nil
        }
        var answer = CertificationExample.Answer(
            status: syntax.status, headers: [], body: "", meaning: meaning)
        for part in syntax.parts {
            switch part {
            case .header(let name, let value): answer.headers.append([name.text, value.text])
            case .body(let form, let text): answer.body = form.text == "form" ? Self.joined(text.text) : text.text
            }
        }
        return answer
    }

    mutating func compile(
        rows: Braced<ExampleSyntax.RowSyntax>, of map: Name
    ) -> [CertificationExample.Row] {
        guard maps[map.text] != nil else {
            if !scopes.maps.isBroken(map.text) {
                let near = nearest(to: map.text, among: maps.keys.sorted())
                report(.unknownTransform(name: map.text, suggestion: near), map.range)
            }
            return []
        }
        return rows.contents.compactMap { row in
            let result: ValueMap.Fallback
            switch row.value {
            case .skip: result = .skip
            case .absent: result = .absent
            case .value(let value):
                guard let literal = value.literal else {
                    report(.notLiteral(what: "a value of an example"), value.range)
                    return nil
                }
                result = .value(literal)
            }
            return CertificationExample.Row(map: map.text, key: row.key.text, result: result)
        }
    }

    mutating func compile(_ expectation: ExampleSyntax.Expectation) -> CertificationExample.Expectation? {
        switch expectation {
        case .skips(let reason, let about):
            guard let code = SkipCode.allCases.first(where: { $0.exampleWord == reason.text }) else {
                let near = nearest(to: reason.text, among: SkipCode.exampleWords.sorted())
                report(.unknownSkip(reason: reason.text, suggestion: near), reason.range)
                return nil
            }
            return .skip(code: code.rawValue, about: about.isEmpty ? nil : about.dottedName)
        case .sends(let method, let url, let parts):
            guard let verb = RequestMethod(rawValue: method.text) else {
                report(.badSetting(what: "the method", wanted: "GET, POST or PUT"), method.range)
                return nil
            }
            var headers: [[String]] = []
            var form: CertificationExample.BodyForm?
            var body = ""
            for part in parts?.contents ?? [] {
                switch part {
                case .header(let name, let value): headers.append([name.text, value.text])
                case .body(let word, let text):
                    form = CertificationExample.BodyForm(rawValue: word.text)
                    body = form == .form ? Self.joined(text.text) : text.text
                }
            }
            return .request(method: verb, url: Self.joined(url.text), headers: headers, form: form, body: body)
        }
    }

    /// The lines of a text without their indentation, joined.
    private static func joined(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }.joined()
    }
}

extension [Name] {
    /// The names as one: `event.items[0].id`.
    var dottedName: String {
        reduce("") { text, name in text + (text.isEmpty || name.index != nil ? "" : ".") + name.text }
    }
}
