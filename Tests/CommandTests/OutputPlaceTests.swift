import Foundation
import TestSupport
import Testing

/// Outputs that cannot be created or that exist already.
struct OutputPlaceTests {
  @Test(arguments: ["/proc/audit", "/proc/self/audit", "file/audit", "absent/audit"])
  func `an output that cannot be created is refused`(_ output: String) throws {
    let place = try TemporaryDirectory()
    try place.write("file", "a file")
    let path = output.hasPrefix("/") ? output : place(output)
    let audit = try SampleAudit.nemo.get()
    let transcripts = try place.write("hyp", "a b\n")
    for arguments in [
      try injection(of: SampleCorpus.shared.get().manifest, to: path),
      ["score", "--ledger", audit.ledger, "--transcripts", transcripts, "--output", path],
      [
        "remove", "--ledger", audit.ledger, "--manifest", "\(audit.directory)/train/train.json",
        "--output", path,
      ],
    ] {
      expectProblem(try asrAudit(arguments), status: 73, saying: path)
    }
    #expect(try place.names() == ["file", "hyp"])
  }

  @Test func `an existing output is refused and stays unchanged`() throws {
    let place = try TemporaryDirectory()
    try place.write("out/precious", "do not touch")
    let audit = try SampleAudit.nemo.get()
    let transcripts = try place.write("hyp", "a b\n")
    for arguments in [
      try injection(of: SampleCorpus.shared.get().manifest, to: place("out")),
      ["score", "--ledger", audit.ledger, "--transcripts", transcripts, "--output", place("out")],
      [
        "remove", "--ledger", audit.ledger, "--manifest", "\(audit.directory)/train/train.json",
        "--output", place("out"),
      ],
    ] {
      expectProblem(
        try asrAudit(arguments), status: 73, saying: "already exists", place("out"), "--force")
    }
    #expect(try place.names() == ["hyp", "out"])
    #expect(try treeContents(place("out")) == ["precious": Data("do not touch".utf8)])
  }

  @Test func `--force moves an old output aside`() throws {
    let place = try TemporaryDirectory()
    try place.write("out/precious", "do not touch")
    let corpus = try SampleCorpus.shared.get()
    for _ in 0..<2 {
      try expectSuccess(
        asrAudit(injection(of: corpus.manifest, to: place("out"), "--force")))
    }
    #expect(try place.names() == ["out", "out.previous-1", "out.previous-2"])
    #expect(
      try treeContents(place("out.previous-1")) == ["precious": Data("do not touch".utf8)])
    #expect(place.exists("out/ledger.json"))
    #expect(place.exists("out.previous-2/ledger.json"))
  }

  @Test func `a refused injection with --force leaves the old output in place`() throws {
    let place = try TemporaryDirectory()
    try place.write("out/precious", "do not touch")
    let manifest = try place.write("train.json", "{\"audio_filepath\": 1}\n")
    let result = try asrAudit(injection(of: manifest, to: place("out"), "--force"))
    expectProblem(result, status: 65, saying: "train.json:1")
    #expect(try treeContents(place("out")) == ["precious": Data("do not touch".utf8)])
    #expect(try place.names() == ["out", "train.json"])
  }

  @Test func `only the owner may read the ledger, and the corpus stays unchanged`() throws {
    let audit = try SampleAudit.nemo.get()
    let mode =
      try FileManager.default.attributesOfItem(atPath: audit.ledger)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus(in: place)
    let before = try treeContents(place.path)
    let outside = try TemporaryDirectory()
    try expectSuccess(asrAudit(injection(of: corpus.manifest, to: outside("out"))))
    try expectSuccess(asrAudit(injection(of: corpus.kaldi, to: outside("out-kaldi"))))
    #expect(try treeContents(place.path) == before)
  }
}
