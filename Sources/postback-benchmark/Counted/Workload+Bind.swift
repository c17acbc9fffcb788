import CertifiedIntegrations
import PostbackRuntime
import PostbackTemplate

extension Workload {
    /// Folding the fields of one account into all postbacks of a partner.
    static let bind = Workload("bind") {
        Integrations.all.filter { $0.id == "meta" || $0.id == "taboola" }.map { template in
            let partner = PreparedPartner(template, catalogue: Integrations.catalogue)
            let fields = template.allSamples
            let contenders = [
                Contender(name: "") { count in
                    for _ in 0..<count { keep(try? BoundPartner(partner, fields: fields)) }
                },
                Contender(name: "preparing the partner too") { count in
                    for _ in 0..<count {
                        keep(try? BoundPartner(template, catalogue: Integrations.catalogue, fields: fields))
                    }
                },
            ]
            return Case(name: "bind \(template.id)", bytes: 0, contenders: contenders)
        }
    }
}
