package import PostbackLanguage
package import PostbackTemplate

extension ValueType: DiagnosticValue {
    package var parameterValue: DiagnosticParameter.Value? { .text(name) }
}
