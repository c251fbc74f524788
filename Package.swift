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

/// Kernels are optimised even in a debug build, and `sqrt` sets no `errno`.
func kernels(_ name: String, for instructions: String, flags: [String]) -> Target {
  .target(
    name: name, dependencies: ["KernelInterface"], exclude: ["README.md"],
    swiftSettings: numeric + [
      .define(instructions), .unsafeFlags(["-Ounchecked", "-Xcc", "-fno-math-errno"] + flags),
    ])
}

/// One source, in one folder: the other two are links to it. Their names sort last, so that the
/// linker meets code for every processor first.
let kernelSets: [Target] = {
  var sets = [kernels("KernelsBase", for: "BASE", flags: [])]
  #if arch(x86_64)
    let avx2 = ["-Xcc", "-march=x86-64-v3"]
    let avx512 = ["-Xcc", "-march=x86-64-v4", "-Xcc", "-mprefer-vector-width=512"]
    sets.append(kernels("KernelsZAVX2", for: "AVX2", flags: avx2))
    sets.append(kernels("KernelsZAVX512", for: "AVX512", flags: avx512))
  #endif
  return sets
}()

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

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

/// The commit that `--version` prints. Scripts/install and Scripts/package set the variable, because
/// SwiftPM caches `Context.gitInformation` across commits.
let commit = Context.environment["ASR_AUDIT_COMMIT"] ?? ""

let package = Package(
  name: "asr-audit",
  products: [.executable(name: "asr-audit", targets: ["asr-audit"])],
  // Exact versions, so that every build uses the same sources: see CONTRIBUTING. None of the four
  // depends on another package.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // MARK: - System libraries (Scripts/setup installs them)

    .systemLibrary(name: "CSndFile", pkgConfig: "sndfile"),
    .systemLibrary(name: "CSampleRate", pkgConfig: "samplerate"),
    .systemLibrary(name: "CFlite"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
    .systemLibrary(name: "CLinux"),
    .target(name: "CBuild", cSettings: [.define("ASR_AUDIT_COMMIT", to: "\"\(commit)\"")]),

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

    // MARK: - The engine

    library("KernelInterface", needs: [], settings: numeric),
    library(
      "Kernels", needs: ["KernelInterface"] + kernelSets.map { .init(stringLiteral: $0.name) },
      settings: numeric),
    library(
      "Recognizer", needs: ["Kernels", "Files", "Randomness", "Integrity", yams], settings: numeric),
    library(
      "RecognizerRuns",
      needs: [
        "Recognizer", "Manifests", "Speech", "Statistics", "Integrity", "Randomness", "Files",
      ],
      settings: numeric),

    // MARK: - The experiment, its verdict, its reports

    library("Canaries", needs: ["Manifests", "Speech", "Statistics", "Randomness", "Integrity"]),
    library("Audit", needs: ["Canaries", "Transcripts", "Statistics", yams]),
    library("Reports", needs: ["Audit", "Integrity", mustache]),
    library("Demonstration", needs: ["Reports", "Speech", "Randomness", realModule]),

    // MARK: - The command

    .executableTarget(
      name: "asr-audit",
      dependencies: ["CBuild", "Demonstration", "RecognizerRuns", argumentParser],
      swiftSettings: safe),

    .executableTarget(
      name: "asr-audit-bench", dependencies: ["Recognizer", "Kernels", "Audit", argumentParser],
      swiftSettings: numeric),

    // MARK: - Tests

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: numeric),
    tests("RandomnessTests", of: ["Randomness"]),
    tests("IntegrityTests", of: ["Integrity", "Randomness"]),
    tests("FilesTests", of: ["Files", "Randomness"]),
    tests("ManifestsTests", of: ["Manifests"]),
    tests("TranscriptsTests", of: ["Transcripts"]),
    tests("SpeechTests", of: ["Speech", "Files", "Randomness"]),
    tests("StatisticsTests", of: ["Statistics"]),
    tests("KernelsTests", of: ["Kernels", "Randomness"]),
    tests("RecognizerRunsTests", of: ["RecognizerRuns", "Speech", "Manifests", "Files"]),
    tests("RecognizerTests", of: ["Recognizer", "Kernels", "Files", "Randomness"]),
    tests(
      "CanariesTests",
      of: ["Canaries", "Audit", "Speech", "Manifests", "Files", "Integrity", "Randomness"]),
    tests("AuditTests", of: ["Audit", "Randomness"]),
    tests("ReportsTests", of: ["Reports"]),
    tests("DemonstrationTests", of: ["Demonstration", "Manifests"]),
    tests("CommandTests", of: ["asr-audit", "Audit", "Canaries", "Demonstration", yams]),
  ] + kernelSets,
  swiftLanguageModes: [.v6]
)
