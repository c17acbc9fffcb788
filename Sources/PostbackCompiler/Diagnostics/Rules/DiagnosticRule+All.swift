public import PostbackLanguage

extension DiagnosticRule {
    /// The rules about the meaning of a file, in the order of the handbook: the files of this folder, as a test demands.
    public static let meaning: [DiagnosticRule] = [
        // Names
        .unknownMacro, .foreignMacro, .unknownField, .bareField, .unknownName, .usedBeforeDeclared, .unknownEndpoint,
        .unknownTransform, .unknownShared, .unknownType, .unknownEvent, .noStandardEvent, .unknownPlatform,
        .unknownClassification,
        .unknownProperty,
        .itemOutsideLoop, .indexOutsideAnswer, .duplicateDeclaration, .duplicateKey, .namesDifferInCase,
        .keysDifferInCase, .sameSwiftName,
        .reservedName,
        .unknownCode,
        // Settings
        .missingDeclaration, .misplacedPartner, .nameOfFile, .badIdentifier, .badSetting, .badDelivery, .badAnswer,
        .badSample,
        .badRegex, .noSample, .optionalWithDefault, .deprecatedRequired, .missingDescription, .unmaskedAttribution,
        // Types
        .cannotStand, .objectOutsideJSON, .transformInput, .transformArgument, .badDatePattern, .monthOrMinute,
        .wrongTimeUnit, .leadingZero, .transformWithoutEffect,
        .encodedHexadecimal, .stepsOnLiteral,
        .notAList, .notABoolean, .cannotCompare, .mixedTypes, .impossibleValue, .unescapedMisplaced,
        .unescapedForbidden, .notLiteral, .numberOfText, .numberTooLong, .requestTooEarly, .tooMuchWork,
        // Totality
        .mapNotTotal, .emptyMap, .emptyChoice, .mapNeverMatches, .unreachableElse, .unreachableBranch,
        .unreachableFallback, .constantCondition,
        // Request
        .missingRequest, .requestPerItem, .twoBodies, .bodyWithGet, .duplicateBlock, .separatorInPath, .separatorInKey,
        .pathWithoutSlash, .doubleSlash, .needsEncoding, .brokenEncoding, .pathMayBeAbsent, .badEndpoint,
        .alreadyEncoded, .controlInHeader, .hostFromEvent, .badHost, .openHost, .localHost, .plainHTTP,
        .uselessInsecure, .badHeaderName,
        .contentTypeMismatch, .foreignPlaceholder, .badCallback, .bareText, .entriesMisplaced, .marksWithoutCallback,
        // Postbacks
        .overlappingPostbacks, .unreachablePostback, .identicalRequests, .neverAvailable, .noExample,
        .amountWithoutCurrency, .wrongCurrency, .incompletePair, .listsOutOfStep, .clickIDTwice,
        // Privacy
        .contactInClear, .unnormalizedContact, .mixedHashing, .hashedTwice, .credentialNotSecret, .secretInPath,
        .secretInQuery, .credentialInFile,
        .personalOverHTTP,
        .uselessAcceptance,
        // Use
        .unusedField, .unusedDeclaration, .deprecatedMacro, .unusedAllowance, .expiredAllowance, .interfaceEnds,
        .errorAllowed,
        // Examples
        .exampleIncomplete, .exampleValue, .unknownSkip, .duplicateExample, .equalChange,
    ]

    /// Every rule.
    public static let all = syntax + meaning + contracts

    /// The rule with a code.
    public static func rule(_ code: String) -> DiagnosticRule? { byCode[code] }

    private static let byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
}
