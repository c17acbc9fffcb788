/// Holds requests against a contract.
///
/// It is given a request and nothing of what rendered it: the URL, form and JSON are read here, by the rules of those who
/// receive them.
public struct ContractChecker: Sendable {
    /// The contract.
    public let contract: Contract

    /// Creates a checker.
    public init(_ contract: Contract) {
        self.contract = contract
    }

    /// What was found of a request.
    public struct Result: Sendable {
        /// What the contract does not allow, in the order of the request.
        public var violations: [ContractViolation] = []
        /// The numbers of the clauses and rules that the request was held against.
        public var exercised: Set<Int> = []
    }

    /// How many characters of a URL's host the contract writes out; nil where the URL is none of the contract's.
    ///
    /// A partner whose accounts have hosts of their own takes any host, so that its path has to fit; the contract that writes
    /// a host out knows it better.
    public func writtenHost(of url: String) -> Int? {
        guard let url = try? RequestURL(url) else { return nil }
        return contract.requests.filter { interface in
            guard RequestCheck.matches(interface.target.host, url.host) else { return false }
            let isOwn = interface.target.host.literalCount > 0
            return isOwn || mismatch(of: interface, interface.methods.first ?? "", url) == nil
        }.map(\.target.host.literalCount).max()
    }

    /// Holds a request against the contract: against the interface that has its method and URL, the nearest where several do.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - known: the texts of the event that it was rendered from, where they are known.
    public func check(_ request: ObservedRequest, known: KnownValues = KnownValues()) -> Result {
        let url: RequestURL
        do throws(RequestURL.Problem) {
            url = try RequestURL(request.url)
        } catch {
            return Result(violations: [violation(.badURL(error.words))])
        }
        var best: Result?
        for interface in contract.requests where mismatch(of: interface, request.method, url) == nil {
            var check = RequestCheck(contract: contract, known: known)
            check.check(request, url, interface)
            if check.result.violations.count < best?.violations.count ?? .max { best = check.result }
        }
        return best ?? Result(violations: [violation(nearestMismatch(request.method, url))])
    }

    private func violation(_ reason: ContractViolation.Reason) -> ContractViolation {
        ContractViolation(partner: contract.id, position: "url", reason: reason, place: nil)
    }

    /// How far a request is from an interface.
    private struct Mismatch {
        /// How much of it fits: nothing, the host, the path.
        var fit: Int
        var reason: ContractViolation.Reason
    }

    private func nearestMismatch(_ method: String, _ url: RequestURL) -> ContractViolation.Reason {
        let all = contract.requests.compactMap { mismatch(of: $0, method, url) }
        return all.max { $0.fit < $1.fit }?.reason ?? .otherTarget(expected: "nothing", found: url.host)
    }

    private func mismatch(of interface: RequestContract, _ method: String, _ url: RequestURL) -> Mismatch? {
        let target = interface.target
        guard RequestCheck.matches(target.host, url.host), url.port == nil else {
            let found = url.host + (url.port.map { ":\($0)" } ?? "")
            return Mismatch(
                fit: 0, reason: .otherTarget(expected: "the host \(target.host.words)", found: "the host \(found)"))
        }
        guard target.scheme == url.scheme else {
            return Mismatch(fit: 1, reason: .otherTarget(expected: target.scheme, found: url.scheme))
        }
        var segments = url.segments
        var wanted = target.segments
        if interface.pairs[.matrix] != nil {
            // The pairs are behind the last segment, or take all of it where it is empty.
            guard let pattern = wanted.popLast() else { return nil }
            let last = url.writtenSegments.dropFirst(wanted.count).first ?? []
            segments = Array(segments.prefix(wanted.count))
            if !pattern.pieces.isEmpty {
                segments.append(PercentText.decoded(last.prefix { $0 != UInt8(ascii: ";") }))
                wanted.append(pattern)
            }
        }
        let fits =
            segments.count == wanted.count
            && zip(wanted, segments).allSatisfy { pattern, bytes in
                String(validating: bytes, as: UTF8.self).map { RequestCheck.matches(pattern, $0) } ?? false
            }
        guard fits else {
            let path = url.writtenSegments.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
            return Mismatch(
                fit: 2, reason: .otherTarget(expected: target.words, found: "the path /\(ShownText.short(path, 120))"))
        }
        guard interface.methods.contains(method) else {
            let expected = interface.methods.joined(separator: " or ")
            return Mismatch(fit: 3, reason: .otherTarget(expected: expected, found: ShownText.short(method)))
        }
        return nil
    }
}

extension ObservedRequest {
    /// What keeps a URL from being asked for as it stands, in words; nil where nothing does.
    public static func problem(of url: String) -> String? {
        do throws(RequestURL.Problem) {
            _ = try RequestURL(url)
            return nil
        } catch {
            return error.words
        }
    }
}

extension RequestURL.Problem {
    /// What is wrong, in words.
    var words: String {
        switch self {
        case .scheme: "it does not begin with https:// or http://"
        case .character: "it has a blank, a control character or one outside ASCII"
        case .percent: "a percent sign has no two hexadecimal digits"
        case .host: "it has no host"
        case .credentials: "it has a user or a password"
        case .port: "its port is none"
        case .fragment: "it has a fragment, which is not sent"
        case .dots: "its path has a segment of dots"
        }
    }
}
