import Foundation

extension InstallRequest {
    /// The request in straight-line Swift: literals copied, values encoded by the same algorithm as the renderer's.
    func write(to target: inout HandBuffer) {
        target.append("https://track.partner.test/v1/install?app_key=acme-key-1")
        target.append("&click_id=", encoding: clickID)
        target.append("&idfa=", encoding: idfa)
        target.append("&idfv=", encoding: idfv)
        if let gaid { target.append("&gaid=", encoding: gaid) }
        target.append("&ip=", encoding: ip)
        target.append("&ua=", encoding: userAgent)
        target.append("&os=", encoding: system)
        target.append("&os_version=", encoding: systemVersion)
        target.append("&model=", encoding: model)
        target.append("&lang=", encoding: language)
        target.append("&country=", encoding: country)
        target.append("&carrier=", encoding: carrier)
        target.append("&app_version=", encoding: appVersion)
        target.append("&store_id=", encoding: storeID)
        target.append("&campaign=", encoding: campaign)
        target.append("&ad_group=", encoding: adGroup)
        target.append("&site=", encoding: site)
        target.append("&install_id=", encoding: installID)
        target.append("&ts=")
        target.append(time)
    }

    func handWritten() -> String {
        var target = HandBuffer()
        write(to: &target)
        return target.string
    }

    func urlComponents() -> String? {
        var components = URLComponents()
        components.scheme = "https"
        components.host = "track.partner.test"
        components.path = "/v1/install"
        components.queryItems = pairs.compactMap { name, value in value.map { URLQueryItem(name: name, value: $0) } }
        return components.string
    }

    private static let allowed = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: Self.allowed) ?? ""
    }

    func interpolation() -> String {
        """
        https://track.partner.test/v1/install?app_key=\(encoded(appKey))&click_id=\(encoded(clickID))\
        &idfa=\(encoded(idfa))&idfv=\(encoded(idfv))\(gaid.map { "&gaid=\(encoded($0))" } ?? "")&ip=\(encoded(ip))\
        &ua=\(encoded(userAgent))&os=\(encoded(system))&os_version=\(encoded(systemVersion))&model=\(encoded(model))\
        &lang=\(encoded(language))&country=\(encoded(country))&carrier=\(encoded(carrier))\
        &app_version=\(encoded(appVersion))&store_id=\(encoded(storeID))&campaign=\(encoded(campaign))\
        &ad_group=\(encoded(adGroup))&site=\(encoded(site))&install_id=\(encoded(installID))&ts=\(time)
        """
    }

    private static let template = URL.Template(
        "https://track.partner.test/v1/install{?\(InstallRequest().pairs.map(\.0).joined(separator: ","))}")

    func urlTemplate() -> URL? {
        Self.template.flatMap { template in
            var variables: [URL.Template.VariableName: URL.Template.Value] = [:]
            for (name, value) in pairs { if let value { variables[.init(name)] = .text(value) } }
            return URL(template: template, variables: variables)
        }
    }
}
