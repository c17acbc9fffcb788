import PostbackRuntime

/// Edits of a JSON text that leave everything else, white space included, as it is.
struct JSONEdits {
    private let bytes: [UInt8]
    private var edits: [(range: Range<Int>, text: [UInt8])] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether there is anything to do.
    var isEmpty: Bool { edits.isEmpty }

    /// The text after all edits.
    func applied() -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        for edit in edits.sorted(by: {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }) {
            guard edit.range.lowerBound >= position else { continue }
            result += bytes[position..<edit.range.lowerBound]
            result += edit.text
            position = edit.range.upperBound
        }
        return result + bytes[position...]
    }

    /// Puts another string where something stands.
    mutating func replace(_ range: Range<Int>, with text: String) {
        edits.append((range, Self.quoted(text)))
    }

    /// Puts other JSON where something stands.
    mutating func replace(_ range: Range<Int>, withJSON text: [UInt8]) {
        edits.append((range, text))
    }

    /// Takes members out of an object, with the commas beside them.
    mutating func remove(_ object: JSONNode, where isGone: (JSONNode.Member) -> Bool) {
        let members = object.members
        let kept = members.indices.filter { !isGone(members[$0]) }
        for index in members.indices where isGone(members[index]) {
            if let next = kept.first(where: { $0 > index }) {
                edits.append(
                    (members[index].keyRange.lowerBound..<members[min(index + 1, next)].keyRange.lowerBound, []))
            } else {
                let start = index > 0 ? members[index - 1].value.range.upperBound : members[index].keyRange.lowerBound
                edits.append((start..<members[index].value.range.upperBound, []))
            }
        }
    }

    /// Writes a member behind those of an object, in a line of its own where they stand in lines of their own.
    mutating func insert(_ key: String, json value: [UInt8], into object: JSONNode) {
        let member = Self.quoted(key) + Array(": ".utf8) + value
        guard let last = object.members.last else {
            edits.append((object.range, [UInt8(ascii: "{")] + member + [UInt8(ascii: "}")]))
            return
        }
        let before = bytes[..<last.keyRange.lowerBound].reversed().prefix {
            $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D
        }
        let space = before.contains(0x0A) ? Array(before.reversed()) : [UInt8(ascii: " ")]
        let end = last.value.range.upperBound
        edits.append((end..<end, [UInt8(ascii: ",")] + space + member))
    }

    static func quoted(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONText.append(text, to: &bytes)
        return bytes
    }
}
