import PostbackTemplate

/// The forms of bundle ids and package names.
enum AppIdentity {
    /// The setting that holds it.
    static func key(on platform: Platform) -> String {
        switch platform {
        case .ios: "bundle_id"
        case .android: "package_name"
        }
    }

    /// What the identity must be, in words that follow "must be", when `text` is not it; nil when it is.
    static func expectation(unmetBy text: String, on platform: Platform) -> String? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        switch platform {
        case .ios:
            let isValid =
                !text.isEmpty && text.utf8.count <= 255 && parts.count >= 2
                && parts.allSatisfy { part in
                    guard let first = part.first, let last = part.last else { return false }
                    return isAlphanumeric(first) && isAlphanumeric(last)
                        && part.allSatisfy { isAlphanumeric($0) || $0 == "-" }
                }
            return isValid ? nil : "an iOS bundle id such as com.acme.game (letters, digits, hyphens and dots)"
        case .android:
            let isValid =
                parts.count >= 2 && text.utf8.count <= 255
                && parts.allSatisfy { part in
                    guard let first = part.first, first.isASCII, first.isLetter else { return false }
                    return part.allSatisfy { isAlphanumeric($0) || $0 == "_" }
                }
            return isValid ? nil : "an Android package name such as com.acme.game (letters, digits, _ and dots)"
        }
    }

    private static func isAlphanumeric(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }
}
