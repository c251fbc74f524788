// swift-tools-version: 6.2
import PackageDescription

// MARK: - Shared settings

/// Strict memory safety: every unsafe call is marked with `unsafe`.
let safe: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// For modules that work on pointers throughout, where marking every call would hide the rest.
let numeric: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// A kernel module. It is optimised even in a debug build, and `sqrt` does not set `errno`.
func kernels(_ name: String, for instructions: String, flags: [String]) -> Target {
  .target(
    name: name, dependencies: ["KernelInterface"], path: "Sources/Engine/\(name)",
    exclude: ["README.md"],
    swiftSettings: numeric + [
      .define(instructions), .unsafeFlags(["-Ounchecked", "-Xcc", "-fno-math-errno"] + flags),
    ])
}

/// The kernels of each instruction set. All sets compile the same source: two of the three folders
/// are symbolic links to the first. The names of the AVX modules sort last, so that the linker sees
/// the code that runs on every processor first.
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

// MARK: - Target kinds

func system(_ name: String, pkgConfig: String? = nil) -> Target {
  .systemLibrary(name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig)
}

/// A library target in `Sources/<layer>/<name>`. The layers and their order are in Sources/README.md.
func library(
  _ layer: String, _ name: String, needs dependencies: [Target.Dependency],
  settings: [SwiftSetting] = safe
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/\(layer)/\(name)",
    exclude: ["README.md"], swiftSettings: settings)
}

func tests(_ name: String, of dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"],
    swiftSettings: [.treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny")])
}

/// The commit that `--version` prints. Scripts/install and Scripts/package set the variable, because
/// SwiftPM caches `Context.gitInformation` across commits.
let commit = Context.environment["ASR_AUDIT_COMMIT"] ?? ""

/// Scripts/fuzz sets the variable. The fuzzer links only with `-sanitize=fuzzer`, so other builds leave
/// it out.
let fuzzer: [Target] =
  Context.environment["ASR_AUDIT_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "asr-audit-fuzz",
      dependencies: [
        "Analyses", "Membership", "Memorization", "Capacity", "Probing",
        "Demonstration", "Reports", "Gating", "Scoring", "Preflight", "Injection", "Profiles",
        "AuditModel", "RecognizerRuns", "Recognizer", "Kernels", "KernelInterface", "Speech",
        "Transcripts", "Traces",
        "Tokenizers", "Manifests", "Integrity", "Randomness", "Files",
      ],
      path: "Sources/Command/asr-audit-fuzz", swiftSettings: numeric,
      // gold, the default on Linux, cannot replace the main function of libFuzzer.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])])
  ]

let package = Package(
  name: "asr-audit",
  products: [.executable(name: "asr-audit", targets: ["asr-audit"])],
  // Exact versions, so that every build uses the same sources: see CONTRIBUTING. None of the three
  // depends on another package.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // MARK: - System libraries (Scripts/setup installs them)

    system("CSndFile", pkgConfig: "sndfile"),
    system("CSampleRate", pkgConfig: "samplerate"),
    system("CFlite"),
    system("CZlib", pkgConfig: "zlib"),
    system("CSodium", pkgConfig: "libsodium"),
    system("CLinux"),
    .target(
      name: "CBuild", path: "Sources/System/CBuild",
      cSettings: [.define("ASR_AUDIT_COMMIT", to: "\"\(commit)\"")]),

    // MARK: - Base: files, hashes, random numbers, statistics

    library("Base", "Platform", needs: []),
    library("Base", "Randomness", needs: ["CSodium"]),
    library("Base", "Integrity", needs: ["CSodium"]),
    library(
      "Base", "Files",
      needs: [
        "Platform", "CZlib", .target(name: "CLinux", condition: .when(platforms: [.linux])),
      ]),
    library("Base", "Settings", needs: ["Files", yams]),
    library("Base", "Concurrency", needs: []),
    library("Base", "Statistics", needs: ["Randomness", "Concurrency", realModule]),

    // MARK: - Formats: manifests, transcripts, tokenizers, audio

    library("Formats", "Manifests", needs: ["Files", "Integrity", "Concurrency", "Platform"]),
    library("Formats", "Transcripts", needs: ["Files"]),
    library("Formats", "Tokenizers", needs: ["Files"]),
    library("Formats", "Traces", needs: ["Transcripts", "Files"]),
    library(
      "Formats", "Speech",
      needs: [
        "CSndFile", "CSampleRate", "CFlite", "Files", "Integrity", "Randomness", "Platform",
      ],
      settings: numeric),

    // MARK: - Engine: the embedded recogniser

    library("Engine", "KernelInterface", needs: [], settings: numeric),
    library(
      "Engine", "Kernels",
      needs: ["KernelInterface", "Platform"] + kernelSets.map { .init(stringLiteral: $0.name) },
      settings: numeric),
    library(
      "Engine", "Recognizer",
      needs: [
        "KernelInterface", "Kernels", "Files", "Settings", "Randomness", "Integrity",
        "Platform",
      ],
      settings: numeric),
    library(
      "Engine", "RecognizerRuns",
      needs: [
        "Recognizer", "Kernels", "Manifests", "Traces", "Speech", "Statistics", "Integrity",
        "Randomness", "Files", "Platform",
      ],
      settings: numeric),

    // MARK: - Experiment: design, injection, scoring, gate

    library(
      "Experiment", "AuditModel",
      needs: [
        "Manifests", "Statistics", "Randomness", "Concurrency", "Integrity", "Files", realModule,
      ]),
    // The profiles are YAML files in Resources, which the build embeds in the program.
    .target(
      name: "Profiles", dependencies: ["Settings", "Files"], path: "Sources/Experiment/Profiles",
      exclude: ["README.md"], resources: [.embedInCode("Resources")], swiftSettings: safe),
    library(
      "Experiment", "Injection",
      needs: [
        "Profiles", "AuditModel", "Manifests", "Speech", "Tokenizers", "Randomness", "Integrity",
        "Concurrency", "Files",
      ]),
    library(
      "Experiment", "Probing",
      needs: [
        "Injection", "AuditModel", "Manifests", "Transcripts", "Speech", "Randomness", "Integrity",
        "Concurrency", "Files",
      ]),
    library(
      "Experiment", "Preflight",
      needs: [
        "Scoring", "Profiles", "Injection", "AuditModel", "Manifests", "Speech", "Tokenizers",
        "Statistics", "Randomness", "Concurrency", "Integrity", "Files",
      ]),
    library(
      "Experiment", "Scoring",
      needs: [
        "Memorization", "AuditModel", "Manifests", "Transcripts", "Statistics", "Integrity",
        "Concurrency", "Files", realModule,
      ]),
    library(
      "Experiment", "Memorization", needs: ["Statistics", "Randomness", realModule]),
    library(
      "Experiment", "Ranking", needs: ["Traces", "Statistics", "Randomness", "Integrity", "Files"]),
    library(
      "Experiment", "Membership",
      needs: ["Memorization", "Traces", "AuditModel", "Statistics", "Randomness", "Files"]),
    library(
      "Experiment", "Capacity",
      needs: ["Scoring", "AuditModel", "Statistics", "Randomness", "Files", realModule]),
    library(
      "Experiment", "Gating", needs: ["AuditModel", "Scoring", "Statistics", "Files", "Settings"]),

    // MARK: - Reporting: reports and the demonstration

    library(
      "Reporting", "Reports",
      needs: ["AuditModel", "Scoring", "Statistics", "Concurrency", "Integrity", "Files"]),
    library(
      "Reporting", "Analyses",
      needs: [
        "Reports", "Gating", "Ranking", "Membership", "Memorization", "Capacity", "Scoring",
        "Statistics", "Files",
      ]),
    library(
      "Reporting", "Demonstration",
      needs: [
        "Analyses", "Reports", "RecognizerRuns", "Ranking", "Memorization", "AuditModel", "Scoring",
        "Speech", "Statistics", "Randomness", "Concurrency", "Files", realModule,
      ]),

    // MARK: - Command

    .executableTarget(
      name: "asr-audit",
      dependencies: [
        "CBuild",
        "Analyses", "Demonstration", "Reports", "Gating", "Scoring", "Ranking", "Membership",
        "Memorization", "Capacity", "Preflight", "Probing",
        "Injection", "Profiles", "AuditModel", "RecognizerRuns", "Recognizer", "Kernels", "Speech",
        "Transcripts", "Traces", "Tokenizers", "Manifests", "Statistics", "Randomness", "Integrity",
        "Files", "Platform", argumentParser,
      ],
      path: "Sources/Command/asr-audit", swiftSettings: safe),

    .executableTarget(
      name: "asr-audit-bench",
      dependencies: [
        "Recognizer", "Kernels", "KernelInterface", "Scoring", "AuditModel",
        "Statistics", "Transcripts", "Integrity", "Randomness", "Concurrency", "Files", "Platform",
        argumentParser,
      ],
      path: "Sources/Command/asr-audit-bench", swiftSettings: numeric),

    // MARK: - Tests

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: numeric),
    tests("RandomnessTests", of: ["Randomness"]),
    tests("IntegrityTests", of: ["Integrity", "Randomness"]),
    tests("ConcurrencyTests", of: ["Concurrency"]),
    tests("FilesTests", of: ["Files", "Randomness"]),
    tests("SettingsTests", of: ["Settings", "Files"]),
    tests("StatisticsTests", of: ["Statistics", "Randomness"]),
    tests("ManifestsTests", of: ["Manifests", "Randomness", "Files"]),
    tests("TranscriptsTests", of: ["Transcripts", "Randomness", "Files", "Platform"]),
    tests("TokenizersTests", of: ["Tokenizers", "Files"]),
    tests("TracesTests", of: ["Traces", "Randomness", "Files"]),
    tests("SpeechTests", of: ["Speech", "Files", "Integrity", "Randomness"]),
    tests("KernelsTests", of: ["Kernels", "KernelInterface", "Randomness", "Platform"]),
    tests(
      "RecognizerTests",
      of: ["Recognizer", "Kernels", "KernelInterface", "Files", "Randomness", "Platform"]),
    tests(
      "RecognizerRunsTests",
      of: [
        "RecognizerRuns", "Recognizer", "Kernels", "Traces", "Speech", "Manifests", "Statistics",
        "Integrity", "Randomness", "Files",
      ]),
    tests(
      "AuditModelTests",
      of: ["AuditModel", "Manifests", "Statistics", "Files", "Integrity", "Randomness"]),
    tests("ProfilesTests", of: ["Profiles", "Files", "Randomness"]),
    tests(
      "PreflightTests",
      of: [
        "AuditSamples", "Preflight", "Profiles", "Scoring", "Injection", "AuditModel", "Tokenizers",
        "Speech", "Integrity", "Randomness", "Files",
      ]),
    tests(
      "InjectionTests",
      of: [
        "Injection", "Profiles", "AuditModel", "Speech", "Tokenizers", "Manifests", "Statistics",
        "Files", "Integrity", "Randomness",
      ]),
    tests(
      "ProbingTests",
      of: [
        "Probing", "AuditModel",
      ]),
    .target(
      name: "AuditSamples",
      dependencies: [
        "Scoring", "Injection", "AuditModel", "Transcripts", "Statistics", "Files", "Integrity",
        "Randomness", "TestSupport",
      ],
      path: "Tests/AuditSamples", swiftSettings: safe),
    tests(
      "ScoringTests",
      of: [
        "AuditSamples", "Scoring", "Injection", "AuditModel", "Transcripts", "Statistics",
        "Integrity", "Files", "Randomness",
      ]),
    tests("MemorizationTests", of: ["Memorization", "Randomness"]),
    tests("MembershipTests", of: ["Membership", "Memorization", "Traces", "Randomness", "Files"]),
    tests("CapacityTests", of: ["Capacity", "Scoring", "AuditModel", "Integrity", "Randomness"]),
    tests(
      "RankingTests", of: ["Ranking", "Traces", "Statistics", "Integrity", "Randomness", "Files"]),
    tests(
      "GatingTests",
      of: ["AuditSamples", "Gating", "Scoring", "AuditModel", "Statistics", "Files"]),
    tests(
      "ReportsTests",
      of: [
        "Reports", "Gating", "Scoring", "Injection", "AuditModel", "Transcripts",
        "Statistics", "Files", "Integrity", "Randomness",
      ]),
    tests(
      "AnalysesTests",
      of: [
        "Analyses", "Reports", "Gating", "Ranking", "Membership", "Memorization", "Capacity",
        "Scoring", "Traces", "Integrity", "Randomness", "Statistics", "Files",
      ]),
    tests(
      "DemonstrationTests",
      of: [
        "Demonstration", "Analyses", "Reports", "Ranking", "Memorization", "Scoring",
        "RecognizerRuns", "Speech", "Manifests", "Files", "Randomness", "Traces",
      ]),
    tests(
      "CommandTests",
      of: [
        "asr-audit", "Scoring", "Ranking", "Membership", "AuditModel", "Demonstration",
        "RecognizerRuns",
        "Speech",
        "Tokenizers", "Transcripts", "Traces", "Manifests", "Files", yams,
      ]),
  ] + kernelSets + fuzzer,
  swiftLanguageModes: [.v6]
)
