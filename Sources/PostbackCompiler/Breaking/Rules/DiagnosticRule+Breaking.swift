public import PostbackLanguage

extension DiagnosticRule {
    /// The rules about what an edit does to those who already use an integration: the files of this folder, as a test demands.
    public static let breaking: [DiagnosticRule] = [
        // Configuration
        .fieldAddedRequired, .fieldRemoved, .fieldRenamed, .fieldMadeRequired, .fieldDefaultRemoved,
        .fieldDefaultChanged, .fieldTypeNarrowed, .fieldChoiceRemoved, .fieldLengthNarrowed, .fieldPatternNarrowed,
        .fieldScopeChanged, .fieldNewlyDeprecated, .partnerRemoved, .partnerRenamed, .partnerNewlyDeprecated,
        .platformRemoved, .postbackRemoved, .postbackNewlyDeprecated,
        // Request
        .methodChanged, .schemeChanged, .hostChanged, .pathChanged, .callbackChanged, .bodyChanged, .parameterAdded,
        .parameterRemoved, .parameterRenamed, .headerAdded, .headerRemoved, .headerRenamed, .memberAdded,
        .memberRemoved, .memberRenamed, .parameterMoved, .parameterOrderChanged, .literalChanged, .sourceChanged,
        .fallbackChanged, .transformChanged, .hashChanged, .timeFormatChanged, .encodingChanged, .jsonTypeChanged,
        .mapRowAdded, .mapRowRemoved, .mapRowChanged, .mapElseChanged, .branchChanged, .lineNarrowed, .lineWidened,
        .lineConditionChanged, .lineMadeRequired, .lineMadeOptional, .emptyValueChanged, .structureChanged,
        .sendConditionChanged, .identitiesChanged, .requestsPerItemChanged, .requestChanged,
        // Delivery
        .timeoutShortened, .successCodesChanged, .successConditionChanged, .retryCodesChanged, .retryConditionChanged,
        .failureConditionChanged, .rateLowered, .concurrencyLowered, .oldestShortened, .futureShortened,
        .bodyLimitLowered, .delayBoundsNarrowed, .defaultDelayChanged, .retryBoundsNarrowed, .defaultRetriesChanged,
        // Disclosure
        .macroDisclosed, .macroReadable, .hashWeakened, .macroToAnotherHost, .macroInURL, .macroMoreOften, .secretShown,
        .secretToAnotherHost, .sentWhenWithheld, .sentMoreOften, .secretExposed, .signalRemoved, .classRemoved,
        // Revision
        .revisionNotRaised, .revisionLowered,
    ]

    /// The rule about an edit with a code.
    public static func breakingRule(_ code: String) -> DiagnosticRule? { breaking.first { $0.code == code } }
}
