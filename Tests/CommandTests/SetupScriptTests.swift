import Foundation
import TestSupport
import Testing

/// Scripts/setup on systems without dpkg, simulated by a PATH that does not contain it.
@Suite(.enabled(if: findProgram("pkg-config") != nil, "pkg-config is not installed"))
struct SetupScriptTests {
  /// Links to everything that the script calls, except dpkg-query.
  private func makePath(in place: TemporaryDirectory) throws {
    try place.makeDirectory("bin")
    let programs = [
      "bash", "cat", "dirname", "env", "grep", "paste", "pkg-config", "realpath", "sed", "swift",
      "uname",
    ]
    for program in programs {
      let path = try #require(findProgram(program), "\(program)")
      try FileManager.default.createSymbolicLink(
        atPath: place("bin/\(program)"),
        withDestinationPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    }
  }

  private func setup(
    _ arguments: [String] = [], in place: TemporaryDirectory, _ variables: [String: String] = [:]
  ) throws -> CommandResult {
    try runCommand(
      "\(packageRoot)/Scripts/setup", arguments, in: place.path,
      environment: ["PATH": place("bin")].merging(variables) { $1 })
  }

  @Test func `without dpkg it names the packages, and succeeds where everything is there`() throws {
    let place = try TemporaryDirectory()
    try makePath(in: place)
    let result = try setup(in: place)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    for words in [
      "Fedora  libsndfile-devel", "Arch    libsndfile ", "macOS   libsndfile ", "flite-devel",
    ] {
      #expect(result.output.contains(words), "\(words)")
    }
    #expect(!result.output.contains("qemu"))
  }

  @Test func `without dpkg it names what is missing`() throws {
    let place = try TemporaryDirectory()
    try makePath(in: place)
    let none = ["PKG_CONFIG_LIBDIR": place("none"), "PKG_CONFIG_PATH": ""]
    let result = try setup(in: place, none)
    #expect(result.status == 69)
    for library in ["sndfile", "samplerate", "zlib", "libsodium"] {
      #expect(result.errors.contains("setup: missing: the library \(library)\n"))
    }
    #expect(!result.errors.contains("missing: the library flite"))
  }

  @Test func `packages of tests are only asked for with an option`() throws {
    let place = try TemporaryDirectory()
    try makePath(in: place)
    let result = try setup(["--tests"], in: place)
    #expect(result.status == 69)
    #expect(result.output.contains("qemu-user"))
    for program in ["espeak-ng", "sox", "tidy", "objdump"] {
      #expect(result.errors.contains("setup: missing: \(program)\n"), "\(program)")
    }
  }

  @Test func `an unknown option is refused`() throws {
    let place = try TemporaryDirectory()
    let result = try runCommand(
      "\(packageRoot)/Scripts/setup", ["--test"], in: place.path)
    #expect(result.status == 64)
    #expect(result.errors.contains("unknown argument '--test'"))
  }
}
