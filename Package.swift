// swift-tools-version: 6.2
import PackageDescription

// MARK: - Shared settings

/// Code that proves it touches no memory by hand. Every unsafe call is marked where it stands.
let safe: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// Code that speaks to sound libraries through pointers all day; marking each would hide the rest.
let numeric: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func library(
  _ name: String, needs dependencies: [Target.Dependency], settings: [SwiftSetting] = safe
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: settings)
}

func tests(_ name: String, of dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"],
    swiftSettings: [.treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny")])
}

let package = Package(
  name: "asr-audit",
  products: [.executable(name: "asr-audit", targets: ["asr-audit"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // MARK: - System libraries (Scripts/setup installs them)

    .systemLibrary(name: "CSndFile", pkgConfig: "sndfile"),
    .systemLibrary(name: "CSampleRate", pkgConfig: "samplerate"),
    .systemLibrary(name: "CFlite"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
    .systemLibrary(name: "CLinux"),

    // MARK: - Ground floor: chance, proof, bytes

    library("Randomness", needs: ["CSodium"]),
    library("Integrity", needs: ["CSodium"]),
    library("Files", needs: ["CZlib", "CLinux"]),

    // MARK: - Text, sound, numbers

    library("Manifests", needs: ["Files", "Integrity"]),
    library("Transcripts", needs: ["Files"]),
    library(
      "Speech", needs: ["CSndFile", "CSampleRate", "CFlite", "Files", "Randomness"],
      settings: numeric),
    library("Statistics", needs: ["Randomness", realModule]),

    // MARK: - The experiment, its verdict, its reports

    library("Canaries", needs: ["Manifests", "Speech", "Statistics", "Randomness", "Integrity"]),
    library("Audit", needs: ["Canaries", "Transcripts", "Statistics", yams]),
    library("Reports", needs: ["Audit"]),

    // MARK: - The command

    .executableTarget(
      name: "asr-audit", dependencies: ["Audit", "Reports", argumentParser], swiftSettings: safe),

    // MARK: - Tests

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: numeric),
    tests("RandomnessTests", of: ["Randomness"]),
    tests("IntegrityTests", of: ["Integrity", "Randomness"]),
    tests("FilesTests", of: ["Files", "Randomness"]),
    tests("ManifestsTests", of: ["Manifests"]),
    tests("TranscriptsTests", of: ["Transcripts"]),
    tests("SpeechTests", of: ["Speech", "Files", "Randomness"]),
    tests("StatisticsTests", of: ["Statistics"]),
    tests(
      "CanariesTests",
      of: ["Canaries", "Audit", "Speech", "Manifests", "Files", "Integrity", "Randomness"]),
    tests("AuditTests", of: ["Audit", "Randomness"]),
    tests("ReportsTests", of: ["Reports"]),
    tests("CommandTests", of: ["asr-audit", "Audit", "Canaries"]),
  ],
  swiftLanguageModes: [.v6]
)
