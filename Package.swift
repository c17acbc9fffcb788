// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "certified-postbacks",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "CertifiedIntegrations", targets: ["CertifiedIntegrations"]),
        .library(name: "PostbackRuntime", targets: ["PostbackRuntime", "PostbackTemplate"]),
        .library(name: "PostbackDelivery", targets: ["PostbackDelivery"]),
        .library(name: "PostbackStoreConformance", targets: ["PostbackStoreConformance"]),
        .library(name: "PostbackCompiler", targets: ["PostbackCompiler"]),
        .executable(name: "postback", targets: ["postback"]),
        .executable(name: "postback-benchmark", targets: ["postback-benchmark"]),
        .plugin(name: "PostbackPlugin", targets: ["PostbackPlugin"]),
        .plugin(name: "PostbackCommandPlugin", targets: ["PostbackCommandPlugin"]),
        .plugin(name: "PostbackFormatPlugin", targets: ["PostbackFormatPlugin"]),
    ],
    targets: [
        .target(name: "PostbackSupport", swiftSettings: strict),
        .target(name: "PostbackLanguage", dependencies: ["PostbackSupport"], swiftSettings: strict),
        .target(name: "PostbackTemplate", swiftSettings: strict),
        .target(
            name: "PostbackCompiler",
            dependencies: ["PostbackSupport", "PostbackLanguage", "PostbackTemplate"],
            swiftSettings: strict),
        // What requests have to be, by code that shares nothing with what renders them.
        .target(
            name: "PostbackContract",
            dependencies: ["PostbackSupport", "PostbackLanguage", "PostbackTemplate"],
            swiftSettings: strict),
        .target(name: "HashInstructions"),
        .target(
            name: "PostbackRuntime",
            dependencies: ["PostbackSupport", "PostbackTemplate", "HashInstructions"],
            // A rendering cannot be kept longer than its buffer is its own.
            swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
        .target(
            name: "PostbackCertification",
            dependencies: [
                "PostbackLanguage", "PostbackTemplate", "PostbackCompiler", "PostbackContract", "PostbackRuntime",
            ],
            swiftSettings: strict),
        .target(
            name: "PostbackLanguageServer",
            dependencies: [
                "PostbackSupport", "PostbackLanguage", "PostbackTemplate", "PostbackCompiler", "PostbackContract",
                "PostbackRuntime", "PostbackCertification",
            ],
            swiftSettings: strict),
        .target(name: "HTTPTransport"),
        .target(name: "NATSClient", dependencies: ["HTTPTransport"], swiftSettings: strict),
        .target(
            name: "PostbackDelivery",
            dependencies: [
                "PostbackSupport", "PostbackTemplate", "PostbackCompiler", "PostbackRuntime", "HashInstructions",
                "HTTPTransport", "NATSClient",
            ],
            swiftSettings: strict),
        .target(
            name: "PostbackStoreConformance",
            dependencies: ["PostbackTemplate", "PostbackRuntime", "PostbackDelivery"],
            swiftSettings: strict),
        .executableTarget(
            name: "postback",
            dependencies: [
                "PostbackSupport", "PostbackLanguage", "PostbackTemplate", "PostbackCompiler", "PostbackRuntime",
                "PostbackContract", "PostbackCertification", "PostbackLanguageServer", "PostbackDelivery",
            ],
            swiftSettings: strict),
        .plugin(
            name: "PostbackPlugin",
            capability: .buildTool(),
            dependencies: ["postback"],
            path: "Sources/PostbackPlugin"),
        .plugin(
            name: "PostbackCommandPlugin",
            capability: .command(
                intent: .custom(verb: "postback", description: "Checks, tests and previews partner files.")),
            dependencies: ["postback"],
            path: "Sources/PostbackCommandPlugin"),
        .plugin(
            name: "PostbackFormatPlugin",
            capability: .command(
                intent: .custom(verb: "postback-format", description: "Formats partner files and schemas."),
                permissions: [
                    .writeToPackageDirectory(reason: "Partner files and schemas are written in their one form.")
                ]),
            dependencies: ["postback"],
            path: "Sources/PostbackFormatPlugin"),
        .target(
            name: "CertifiedIntegrations",
            dependencies: ["PostbackTemplate", "PostbackRuntime"],
            swiftSettings: strict,
            plugins: ["PostbackPlugin"]),
        .executableTarget(
            name: "postback-benchmark",
            dependencies: [
                "PostbackLanguage", "PostbackTemplate", "PostbackCompiler", "PostbackRuntime", "PostbackDelivery",
                "CertifiedIntegrations",
            ],
            swiftSettings: strict),
        .target(
            name: "TestSupport",
            dependencies: [
                "PostbackLanguage", "PostbackTemplate", "PostbackCompiler", "PostbackContract", "PostbackCertification",
                "PostbackRuntime",
            ],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        .target(
            name: "PostbackReference",
            dependencies: ["PostbackTemplate", "PostbackRuntime"],
            path: "Tests/Reference",
            swiftSettings: strict),
        .target(name: "AllocationHooks", path: "Tests/AllocationHooks"),
        .executableTarget(
            name: "allocation-counter",
            dependencies: ["AllocationHooks", "PostbackTemplate", "PostbackRuntime", "CertifiedIntegrations"],
            path: "Tests/AllocationCounter",
            exclude: ["count.sh"],
            swiftSettings: strict),
        .testTarget(
            name: "PostbackLanguageTests",
            dependencies: ["PostbackSupport", "PostbackLanguage", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "PostbackCompilerTests",
            dependencies: [
                "PostbackCompiler", "PostbackContract", "PostbackCertification", "PostbackReference", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PostbackCertificationTests",
            dependencies: [
                "PostbackContract", "PostbackCertification", "PostbackCompiler", "PostbackRuntime", "PostbackReference",
                "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PostbackLanguageServerTests",
            dependencies: [
                "PostbackLanguageServer", "PostbackLanguage", "PostbackCompiler", "PostbackCertification",
                "PostbackRuntime", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "NATSClientTests", dependencies: ["NATSClient", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "PostbackRuntimeTests",
            dependencies: [
                "PostbackRuntime", "PostbackReference", "PostbackCompiler", "PostbackCertification", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PostbackDeliveryTests",
            dependencies: [
                "PostbackDelivery", "PostbackStoreConformance", "PostbackLanguage", "PostbackCompiler",
                "PostbackCertification", "NATSClient", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "CertifiedIntegrationsTests",
            dependencies: [
                "CertifiedIntegrations", "PostbackRuntime", "PostbackDelivery", "PostbackReference",
                "PostbackCertification", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PostbackCommandTests",
            dependencies: ["postback", "TestSupport"],
            swiftSettings: strict),
    ]
)
