import PostbackLanguage
import PostbackTemplate

/// What the compiler found out about the meaning of a file: facts, without words.
enum Finding {
    // Names
    case unknownMacro(String, suggestion: String?)
    case unknownField(String, suggestion: String?)
    case unknownName(String, suggestion: String?)
    case unknownEndpoint(String, suggestion: String?)
    case unknownTransform(String, suggestion: String?)
    case unknownType(String, suggestion: String?)
    case unknownEvent(String, suggestion: String?)
    case unknownPlatform(String, suggestion: String?)
    case unknownClass(String, suggestion: String?)
    case unknownProperty(item: String, String, suggestion: String?)
    case itemOutsideLoop(String, list: String)
    case duplicate(what: String, String)
    case duplicateKey(String)
    case reservedName(String)
    // File
    case missingDeclaration(String)
    case wrongOrder(String)
    case nameOfFile(declared: String, file: String)
    case badSetting(String, String)
    case badSample(String, expected: String)
    // Types
    case cannotStand(ValueType, position: String, hint: String?)
    case transformInput(String, takes: String, ValueType, hint: String?)
    case argumentCount(String, wanted: String, given: Int)
    case argumentType(String, parameter: String, wanted: String)
    case badPattern(String, String)
    case notAList(ValueType)
    case loopsTooDeep
    case tooMuchWork
    case notABoolean(ValueType)
    case cannotCompare(ValueType, ValueType)
    case notAChoice(String, [String])
    case objectOutsideJSON
    case unescapedMisplaced
    case unescapedForbidden(String, position: String)
    case notLiteral(String)
    case requestTooEarly(String)
    // Maps and branches
    case mapNotTotal(String)
    case branchNotTotal
    // Request
    case missingRequest
    case twoBodies
    case bodyWithGet
    case twoBlocks(String)
    case separatorInPath(String)
    case needsEncoding(String)
    case hostFromEvent
    case badEndpoint(String)
    case plainHTTP
    case badHeaderName(String)
    case foreignPlaceholder(String)
    // Postbacks
    case overlap(String)
    case neverAvailable(String, platforms: String)
    case noExample(String)
    case amountWithoutCurrency(String)
    // Privacy
    case contactInClear(String)
    case secretInPath(String)
    case secretInQuery(String)
    case uselessAcceptance(String)
    // Unused
    case unused(what: String, String)
    // Examples
    case exampleWithoutExpectation
    case exampleWithoutPostback
    case exampleValue(String)
    case unknownSkip(String, suggestion: String?)
}
