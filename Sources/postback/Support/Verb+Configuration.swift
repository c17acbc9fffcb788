import Foundation
import PostbackCertification
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

/// What `render` and `deliver` start from: the integrations, and what an account has configured.
extension Verb {
    /// The partners to render for, with their macros.
    struct Integrations {
        var partners: [PartnerTemplate]
        var catalogue: MacroCatalogue
    }

    /// The integrations of the bundle that is named, or of the project; nil when they have mistakes, which are printed.
    static func integrations(_ arguments: Arguments) throws -> Integrations? {
        guard let path = arguments.value("--bundle") else {
            let project = try ProjectFiles.load(arguments, paths: [])
            guard project.report() else { return nil }
            return Integrations(partners: project.partners.map(\.template), catalogue: project.catalogue)
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw ToolError("'\(path)' cannot be read") }
        do throws(BundleProblem) {
            let bundle = try IntegrationBundle(reading: Array(data))
            return Integrations(partners: bundle.partners, catalogue: bundle.catalogue)
        } catch {
            Terminal.error("\(path): error: \(error.description)\n")
            return nil
        }
    }

    static func postbacks(_ path: String, _ integrations: Integrations) throws -> ConfiguredPostbacks? {
        guard let configuration = FileManager.default.contents(atPath: path) else {
            throw ToolError("'\(path)' cannot be read")
        }
        do throws(ConfigurationProblems) {
            let decoder = ConfigurationDecoder(partners: integrations.partners, catalogue: integrations.catalogue)
            var warnings: [ConfigurationProblem] = []
            let accounts = try decoder.decode(Array(configuration), warnings: &warnings)
            for warning in warnings { Terminal.error("\(path): warning: \(warning.description)\n") }
            return try ConfiguredPostbacks(
                accounts, partners: integrations.partners,
                catalogue: integrations.catalogue)
        } catch {
            for problem in error.problems { Terminal.error("\(path): error: \(problem.description)\n") }
            return nil
        }
    }
}
