// swift-tools-version: 6.3
import PackageDescription

// A service with a partner file of its own. `build.sh` beside this file builds and runs it against the checkout.
let package = Package(
    name: "consumer",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "certified-postbacks", path: "../..")],
    targets: [
        .executableTarget(
            name: "Demo",
            dependencies: [.product(name: "PostbackRuntime", package: "certified-postbacks")],
            plugins: [.plugin(name: "PostbackPlugin", package: "certified-postbacks")])
    ]
)
