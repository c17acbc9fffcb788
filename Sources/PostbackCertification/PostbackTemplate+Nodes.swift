import PostbackTemplate

extension PostbackTemplate {
    /// Everything that a request of the postback is made of and depends on.
    var nodes: [TemplateNode] {
        var nodes = conditions.map(TemplateNode.condition)
        nodes += alternatives.flatMap { $0.flatMap { $0 } }.map(TemplateNode.expression)
        for block in request.blocks {
            switch block.content {
            case .pieces(let pieces):
                for case .hole(let value) in pieces { nodes.append(.expression(value)) }
            case .lines(let lines): nodes += lines.map(TemplateNode.line)
            case .value(let value): nodes.append(.expression(value))
            }
        }
        return nodes
    }
}
