import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackTemplate

extension Project {
    /// Proves what can be proved of partners, on every core at once; tells of each in their order.
    func certify(_ partners: [CompiledPartner], _ tell: (CertificationReport) throws -> Void) rethrows {
        let today = Timestamp.now.day
        let pipeline = OrderedPipeline<CompiledPartner, CertificationReport>(
            workers: ProcessInfo.processInfo.activeProcessorCount
        ) {
            { CertificationReport($0, in: self, today: today) }
        }
        defer { pipeline.close() }
        for partner in partners { pipeline.submit(partner) }
        while let report = pipeline.next() { try tell(report) }
    }
}
