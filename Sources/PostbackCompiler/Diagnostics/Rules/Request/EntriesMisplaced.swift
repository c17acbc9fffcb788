import PostbackLanguage

extension DiagnosticRule {
    static let entriesMisplaced = DiagnosticRule(
        "entries_misplaced", .request, title: "Entries where their keys have no place",
        explanation: """
            'include event.data' makes a line of each entry of an open map: in a query, a form, matrix parameters and JSON \
            objects, once in a block. An entry that is called as a key of the block is left out, so that no key is there \
            twice; for keys with a number in them, and for values without a key, nobody could say.
            """,
        wrong: .query("include event.kind"), right: .query("kind = event.kind\ninclude event.data"))
}

extension Finding {
    static func entriesMisplaced(position: String) -> Finding {
        Finding(
            .entriesMisplaced, facts: ["position": position], "the entries of an open map have no place in \(position)",
            "include them in a query, a form, matrix parameters or a JSON object")
    }

    static func entriesOfNothing(type: ValueType) -> Finding {
        Finding(
            .entriesMisplaced, facts: ["type": type.name],
            "only the entries of an open map can be included, and this is of type \(type.name)",
            "give it a key: key = …")
    }

    static var entriesOfEveryElement: Finding {
        Finding(
            .entriesMisplaced, "the entries would be there once for each element", "include them outside of the 'for'")
    }

    static var entriesTwice: Finding {
        Finding(
            .entriesMisplaced, "entries are included twice in this block, and may have the same names",
            "include all that are meant at once, or put them into different branches of a when")
    }

    static var entriesBesideBare: Finding {
        Finding(
            .entriesMisplaced, "an entry may be called as what stands here without a key",
            "send the entries in an object or a block of their own")
    }

    static var entriesBesideNumbers: Finding {
        Finding(
            .entriesMisplaced, "an entry may be called as a key with the number of an element in it",
            "send the entries in an object of their own: data = event.data")
    }
}
