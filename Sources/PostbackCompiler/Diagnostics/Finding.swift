import PostbackLanguage
import PostbackTemplate

/// What the compiler found out about the meaning of a file: facts, without words.
enum Finding: Sendable {
    // Names
    case unknownMacro(name: String, suggestion: String?)
    case foreignMacro(name: String, vendor: String, macro: String)
    case unknownField(name: String, suggestion: String?)
    case bareField(name: String)
    case unknownName(name: String, suggestion: String?)
    case usedBeforeDeclared(name: String)
    case unknownEndpoint(name: String, suggestion: String?)
    case unknownTransform(name: String, suggestion: String?)
    case unknownType(name: String, suggestion: String?)
    case unknownEvent(name: String, suggestion: String?)
    case unknownPlatform(name: String, suggestion: String?)
    case notOnPlatform(name: String, platforms: [String])
    case kindAmongEvents(kind: String)
    case unknownClass(name: String, suggestion: String?)
    case unknownProperty(list: String, name: String, suggestion: String?)
    case propertyOfUnknownList(variable: String)
    case itemOutsideLoop(name: String, list: String)
    case duplicate(what: String, name: String)
    case duplicateKey(key: String)
    case differsInCase(name: String, other: String)
    case reservedName(name: String)
    // Settings
    case missingDeclaration(names: [String])
    case missingDescription(name: String)
    case unmaskedAttribution(macro: String, namespace: String)
    case misplacedPartner
    case nameOfFile(declared: String, file: String)
    case badIdentifier(name: String)
    case identifierTooLong
    case badSetting(what: String, wanted: String)
    case badDelivery(what: String, wanted: String)
    case badSample(what: String, wanted: String)
    case badRegex(pattern: String)
    case regexTooLong
    case noSample(field: String)
    case optionalWithDefault(field: String)
    case deprecatedRequired(field: String)
    // Types
    case cannotStand(type: ValueType, position: String, hint: String?)
    case objectOutsideJSON
    case transformInput(transform: String, takes: String, type: ValueType, hint: String?)
    case argumentCount(transform: String, wanted: String, given: Int)
    case argumentType(transform: String, parameter: String, wanted: String)
    case badDatePattern(pattern: String)
    case noEffect(transform: String, because: String)
    case notAList(type: ValueType)
    case notABoolean(type: ValueType)
    case cannotCompare(left: ValueType, right: ValueType)
    case mixedTypes(left: ValueType, right: ValueType)
    case impossibleValue(value: String, choices: [String])
    case unescapedMisplaced
    case unescapedForbidden(characters: String, position: String)
    case notLiteral(what: String)
    case numberTooLong(number: String)
    case requestTooEarly(part: String)
    case loopsTooDeep
    case tooMuchWork
    case postbackTooMuchWork
    case nestedLetsTooDeep
    // Totality
    case mapNotTotal(map: String, missing: [String])
    case emptyMap(map: String)
    case emptyChoice
    case mapNeverMatches(key: String, why: String)
    case unreachableElse(map: String)
    case unreachableBranch(why: String)
    case unreachableFallback(why: String)
    case constantCondition(always: String, why: String)
    // Request
    case missingRequest
    case twoBodies
    case bodyWithGet
    case twoBlocks(block: String)
    case separatorInPath(separator: String)
    case separatorInKey(key: String)
    case pathWithoutSlash
    case doubleSlash
    case needsEncoding(text: String)
    case brokenEncoding(text: String)
    case pathMayBeAbsent(names: [String])
    case badEndpoint(why: String)
    case hostFromEvent
    case badHost(type: ValueType)
    case openHost(field: String)
    case localHost(host: String)
    case plainHTTP
    case uselessInsecure(what: String)
    case badHeaderName(header: String)
    case contentTypeMismatch(header: String, body: String)
    case foreignPlaceholder(placeholder: String, macro: String?)
    case badCallback(why: String)
    case marksWithoutCallback
    // Postbacks
    case overlap(postback: String)
    case unreachablePostback(postback: String)
    case identicalRequests(postback: String)
    case neverAvailable(macro: String, platforms: String)
    case noExample(postback: String)
    case amountWithoutCurrency(macro: String)
    case incompletePair(macro: String, missing: String)
    case clickIDTwice(macro: String, key: String)
    // Privacy
    case contactInClear(macro: String)
    case unnormalizedContact(macro: String)
    case secretInPath(field: String)
    case secretInQuery(field: String)
    case credentialInFile(why: String)
    case personalOverHTTP(macros: [String])
    case uselessAcceptance(macro: String)
    // Use
    case unused(what: String, name: String)
    case unusedField(name: String, isRequired: Bool)
    case deprecatedMacro(macro: String, instead: String)
    case unknownCode(code: String, suggestion: String?)
    case errorAllowed(code: String)
    case unusedAllowance(code: String)
    case expiredAllowance(code: String, date: String)
    // Examples
    case exampleWithoutExpectation
    case exampleWithoutPostback
    case exampleValue(why: String)
    case unknownSkip(reason: String, suggestion: String?)
    case duplicateExample(title: String)
}
