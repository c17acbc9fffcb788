public import PostbackCompiler
import PostbackContract
import PostbackRuntime
public import PostbackTemplate

/// Shows that hostile values arrive where they were sent to, and nowhere else.
///
/// A postback is rendered twice: with a word of its own in every macro, and with a hostile text in front of each word. Both requests
/// are read as their receiver reads them. They have to have the same positions, and wherever a word stands in the first, the second has
/// the hostile text with the word. Macros that go through steps may lose a value or keep one, but nothing may stand at a position that
/// no event gives.
public struct HostileRequests: Sendable {
    /// The macros.
    public let catalogue: MacroCatalogue

    /// Creates the check.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
    }

    /// Renders every postback of a partner with every hostile value; gives how many requests there were, how many values were compared,
    /// and what is wrong.
    ///
    /// - Parameters:
    ///   - partner: The partner.
    ///   - examples: Its examples, for the form that entries of open maps have.
    public func check(_ partner: PartnerTemplate, examples: [CertificationExample] = []) -> (
        requests: Int, values: Int, defects: [String]
    ) {
        var total = (requests: 0, values: 0, defects: [String]())
        let derived = DerivedRequests(catalogue: catalogue, examples: examples)
        for postback in partner.postbacks {
            let plain = plainMacros(of: postback, partner)
            guard
                let bound = try? BoundPostback(
                    postback, of: partner, catalogue: catalogue, fields: partner.allSamples)
            else { continue }
            for platform in postback.platform.map({ [$0] }) ?? partner.platforms {
                let base = derived.event(.most, for: postback, of: partner, on: platform)
                var round = HostileRound(
                    catalogue: catalogue, bound: bound, base: base, platform: platform, plain: plain,
                    name: "\(postback.id) on \(platform.rawValue)")
                round.run()
                total.requests += round.requests
                total.values += round.values
                total.defects += round.defects
            }
        }
        return total
    }

    /// Macros that stand in the postback as they are: in no pipeline, no condition and no map.
    private func plainMacros(of postback: PostbackTemplate, _ partner: PartnerTemplate) -> Set<String> {
        var all: Set<String> = []
        var changed: Set<String> = []
        let definitions = postback.expressions(of: partner)
        func walk(_ node: TemplateNode, _ isChanged: Bool, _ depth: Int) {
            guard depth < 64 else { return }
            var isInside = isChanged
            switch node {
            case .expression(.macro(let name)), .expression(.element(let name, _, _)):
                all.insert(name)
                if isChanged { changed.insert(name) }
            case .expression(.item(_, let property)):
                all.insert("." + property)
                if isChanged { changed.insert("." + property) }
            case .expression(.definition(let name)):
                if let value = definitions[name] { walk(.expression(value), isChanged, depth + 1) }
            case .expression(.pipeline), .condition: isInside = true
            default: break
            }
            node.forEachChild { walk($0, isInside, depth + 1) }
        }
        for node in postback.nodes { walk(node, false, 0) }
        return all.subtracting(changed)
    }
}
