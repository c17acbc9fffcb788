import PostbackTemplate

/// Names that have to differ and are made from what an app calls its events: of two wishes for one name the later gets a
/// number behind it.
struct UniqueNames {
    private var taken: Set<String>

    init(taken: Set<String> = []) {
        self.taken = taken
    }

    /// The name, with the first number behind it with which it is free when it is not.
    mutating func take(_ wish: String, separator: String = "") -> String {
        var (candidate, count) = (wish, 1)
        while !taken.insert(candidate).inserted {
            count += 1
            candidate = wish + separator + String(count)
        }
        return candidate
    }
}

extension PartnerTemplate {
    /// The constants of the postbacks in generated Swift, in their order.
    var constantNames: [String] {
        var names = UniqueNames(taken: ["catalogue", "template", "bind"])
        return postbacks.map { names.take(SwiftName.value($0.id + "_postback")) }
    }
}
