import Foundation
import TestSupport
import Testing

/// Full disks: exit status 74, and no partial output.
struct FullDiskTests {
  private static let isRoot = geteuid() == 0

  @Test(.enabled(if: isRoot, "mounting a small disk needs root"), arguments: [16, 256, 1_000])
  func `injection on a full disk leaves no output`(_ kilobytes: Int) throws {
    let place = try TemporaryDirectory()
    try place.makeDirectory("disk")
    let mount = try runCommand(
      "mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", place("disk")])
    guard mount.status == 0 else {
      try Test.cancel("a small disk cannot be mounted: \(mount.errors)")
    }
    defer { _ = try? runCommand("umount", [place("disk")]) }
    let corpus = try SampleCorpus.shared.get()
    let result = try asrAudit(injection(of: corpus.manifest, to: place("disk/out")))
    expectProblem(result, status: 74, saying: "No space left on device", "hint: ")
    #expect(try place.names(in: "disk") == [])
  }

  @Test(arguments: [1, 8, 24])
  func `injection with a file size limit leaves no output`(_ kilobytes: Int) throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    let result = try limited(
      to: kilobytes, injection(of: corpus.manifest, to: place("out")), in: place)
    expectProblem(result, status: 74, saying: "File too large", "hint: ")
    try expectNothing(of: "out", in: place)
  }

  @Test func `scoring with a file size limit leaves no report`() throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    let hypothesis = try ScriptedDecoder.alike.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    let transcripts = try place.write("hyp.json", hypothesis)
    let result = try limited(
      to: 4,
      ["score", "--ledger", audit.ledger, "--transcripts", transcripts, "--output", place("out")],
      in: place)
    expectProblem(result, status: 74, saying: "report.json", "File too large")
    try expectNothing(of: "out", in: place)
  }

  @Test func `removal with a file size limit leaves no manifest`() throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    let result = try limited(
      to: 4,
      [
        "remove", "--ledger", audit.ledger, "--manifest",
        "\(audit.directory)/train/train.json", "--output", place("out"),
      ], in: place)
    expectProblem(result, status: 74, saying: "File too large")
    try expectNothing(of: "out", in: place)
  }

  private func limited(
    to kilobytes: Int, _ arguments: [String], in place: TemporaryDirectory
  ) throws -> CommandResult {
    let blocks = kilobytes * 2  // POSIX counts blocks of 512 bytes
    return try runCommand(
      "env",
      [
        "--default-signal=XFSZ", "sh", "-c", "ulimit -f \(blocks); exec \"$@\"", "sh",
        builtProgram("asr-audit"),
      ] + arguments, in: place.path)
  }
}
