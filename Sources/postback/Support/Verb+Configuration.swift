import Foundation
import PostbackCertification
import PostbackDelivery
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate

/// What `render` and `deliver` start from: the integrations, and what an account has configured.
extension Verb {
    /// The partners to render for, with their macros.
    struct Integrations {
        var partners: [PartnerTemplate]
        var catalogue: MacroCatalogue
    }

    /// The bytes of a configuration.
    static func configuration(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw ToolError("'\(path)' cannot be read") }
        return Array(data)
    }

    /// The integrations of the bundle that is named, or of the project; nil when those that a configuration uses have
    /// mistakes, which are printed.
    static func integrations(
        _ arguments: Arguments, for configuration: [UInt8], report: (String) -> Void = { Terminal.error("\($0)\n") }
    ) throws -> Integrations? {
        guard let path = arguments.value("--bundle") else {
            let project = try ProjectFiles.load(arguments, paths: [], contracts: false)
            let used = ConfigurationDecoder.partners(in: configuration)
            guard project.reportErrors(of: used, report) else { return nil }
            return Integrations(partners: project.partners.map(\.template), catalogue: project.catalogue)
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw ToolError("'\(path)' cannot be read") }
        do throws(BundleProblem) {
            let bundle = try IntegrationBundle(reading: data)
            return Integrations(partners: bundle.partners, catalogue: bundle.catalogue)
        } catch {
            report("\(path): error: \(error.description)")
            return nil
        }
    }

    /// Prints what is wrong with a configuration, and what should be changed some day.
    static func report(_ path: String, _ problems: [ConfigurationProblem], warnings: [ConfigurationProblem]) {
        for warning in warnings { Terminal.error("\(path): warning: \(warning.description)\n") }
        for problem in problems { Terminal.error("\(path): error: \(problem.description)\n") }
    }
}

extension Project {
    /// Prints the errors of the schemas and of some partners' files, and says whether there are none.
    func reportErrors(of partners: Set<String>, _ report: (String) -> Void = { Terminal.error("\($0)\n") }) -> Bool {
        let errors = diagnostics.filter { diagnostic in
            guard diagnostic.rule.severity == .error else { return false }
            guard diagnostic.file.hasSuffix(".postback") else { return true }
            return partners.contains(URL(filePath: diagnostic.file).deletingPathExtension().lastPathComponent)
        }
        guard !errors.isEmpty else { return true }
        let printer = DiagnosticPrinter(sources: sources, isColoured: Terminal.isErrorColoured)
        report(printer.print(errors, as: .human).trimmingCharacters(in: .newlines))
        return false
    }
}
