import Foundation
import TestSupport
import Testing

/// Inputs that look right and are not, and what the commands say about them.
struct InputFindingsTests {
  // MARK: - Fields

  /// A copy of the sample manifest with another field in every line.
  private func manifest(
    in place: TemporaryDirectory, _ field: (Int) -> String
  ) throws -> String {
    let corpus = try SampleCorpus.shared.get()
    let lines = (0..<SampleCorpus.utterances).map { number in
      let path = corpus.directory("audio/\(SampleCorpus.id(number)).wav")
      return SampleCorpus.line(path, SampleCorpus.sentence(number)).dropLast()
        + ", \(field(number))}\n"
    }
    return try place.write("train.json", lines.joined())
  }

  @Test func `constant fields are copied and named`() throws {
    let place = try TemporaryDirectory()
    let manifest = try manifest(in: place) { _ in #""source_lang": "en""# }
    let result = try asrAudit(injection(of: manifest, to: place("out")))
    try expectSuccess(result)
    #expect(result.errors.contains("fields of the corpus that the canaries get: source_lang=en"))
    let lines = String(decoding: try place.read("out/train/train.json"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count > SampleCorpus.utterances)
    #expect(lines.allSatisfy { $0.contains(#""source_lang": "en""#) })
    let removal = [
      "remove", "--ledger", place("out/ledger.json"), "--manifest", place("out/train/train.json"),
      "--output", place("clean.json"),
    ]
    try expectSuccess(asrAudit(removal))
    #expect(try place.read("clean.json") == place.read("train.json"))
  }

  @Test func `varying fields are refused, and --set states them`() throws {
    let place = try TemporaryDirectory()
    let manifest = try manifest(in: place) { #""target_lang": "\#($0 % 2 == 0 ? "en" : "de")""# }
    for dryRun in [[], ["--dry-run"]] {
      let refused = try asrAudit(injection(of: manifest, to: place("out")) + dryRun)
      expectProblem(
        refused, status: 65, saying: "--set 'target_lang=en'", "target_lang (en, de, …)")
      try expectNothing(of: "out", in: place)
    }
    try expectSuccess(
      asrAudit(injection(of: manifest, to: place("out"), "--set", "target_lang=de")))
    let text = String(decoding: try place.read("out/train/train.json"), as: UTF8.self)
    let canaries = text.split(separator: "\n").filter { $0.contains("/out/train/") }
    #expect(!canaries.isEmpty)
    #expect(canaries.allSatisfy { $0.hasSuffix(#""target_lang": "de"}"#) })
  }

  @Test(arguments: ["target_lang", "=en", ""])
  func `--set without a field or a value is refused`(_ setting: String) throws {
    let result = try asrAudit([
      "inject", "--manifest", "train.json", "--dry-run", "--set", setting,
    ])
    #expect(result.status == 64)
    #expect(result.errors.contains("'--set' takes field=value"))
  }

  @Test func `a field that is set twice is refused`() throws {
    let manifest = try SampleCorpus.shared.get().manifest
    let result = try asrAudit([
      "inject", "--manifest", manifest, "--dry-run", "--set", "a=1", "--set", "a=2",
    ])
    expectProblem(result, status: 64, saying: "--set", "'a' is set twice")
  }

  // MARK: - Compressed data

  private func gzip(_ bytes: [UInt8], in place: TemporaryDirectory) throws -> [UInt8] {
    let path = try place.write("plain", bytes)
    try expectSuccess(runCommand("gzip", ["-kf", path]))
    return try place.read("plain.gz")
  }

  @Test func `lines behind compressed data are never lost in silence`() throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    let lines = (0..<SampleCorpus.utterances).map { number in
      SampleCorpus.line(
        corpus.directory("audio/\(SampleCorpus.id(number)).wav"), SampleCorpus.sentence(number))
        + "\n"
    }
    let whole = try gzip(Array(lines.joined().utf8), in: place)
    let manifest = try place.write("train.json.gz", whole)
    try expectSuccess(asrAudit(injection(of: manifest, to: place("good"))))
    // gzip does not write the same bytes again, so the lines are compared.
    let good = try asrAudit(["verify", "--ledger", place("good/ledger.json")])
    #expect(good.output.contains("byte for byte (decompressed)"))
    let clean = try asrAudit([
      "remove", "--ledger", place("good/ledger.json"), "--manifest",
      place("good/train/train.json.gz"), "--output", place("restored.json.gz"),
    ])
    #expect(clean.output.contains("the output equals the original, byte for byte (decompressed)"))

    let more = Array(lines[0].utf8)
    try place.write("train.json.gz", whole + more)
    let refused = try asrAudit(injection(of: manifest, to: place("out")))
    expectProblem(refused, status: 65, saying: "follow the compressed data", "hint: ")
    try expectNothing(of: "out", in: place)

    let injected = try place.read("good/train/train.json.gz")
    try place.write("good/train/train.json.gz", injected + more)
    let ledger = place("good/ledger.json")
    let verified = try asrAudit(["verify", "--ledger", ledger])
    #expect(verified.status == 65)
    #expect(!verified.output.contains("byte for byte"))
    let removed = try asrAudit([
      "remove", "--ledger", ledger, "--manifest", place("good/train/train.json.gz"), "--output",
      place("clean.json.gz"),
    ])
    #expect(removed.status == 65)
    #expect(!removed.output.contains("byte for byte"))
    #expect(!place.exists("clean.json.gz"))
  }

  // MARK: - Kinds of files

  private static let pointer =
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"

  @Test func `a Git LFS pointer is named for every input`() throws {
    let place = try TemporaryDirectory()
    let pointer = try place.write("pointer", Self.pointer)
    let sample = try SampleCorpus.shared.get()
    let audit = try SampleAudit.nemo.get()
    let commands = [
      ["inject", "--manifest", pointer, "--dry-run"],
      ["inject", "--manifest", sample.manifest, "--dry-run", "--gate", pointer],
      ["inject", "--manifest", sample.manifest, "--dry-run", "--vocabulary", pointer],
      [
        "inject", "--manifest", sample.manifest, "--dry-run", "--frame-rate", "25", "--tokens",
        pointer,
      ],
      ["verify", "--ledger", pointer],
      ["verify", "--ledger", audit.ledger, "--commitment", pointer],
      [
        "score", "--ledger", audit.ledger, "--transcripts", pointer, "--output", place("report"),
      ],
      ["gate", pointer], ["report", pointer, "--format", "markdown"],
    ]
    for command in commands {
      let result = try asrAudit(command)
      #expect(result.status == 65, "\(command): \(result.errors)")
      #expect(result.errors.contains("is a Git LFS pointer"), "\(command): \(result.errors)")
      #expect(result.errors.contains("git lfs pull"), "\(command)")
    }
    var lines = ""
    for number in 0..<3 {
      try place.write("\(number).wav", Self.pointer)
      lines += SampleCorpus.line("\(number).wav", SampleCorpus.sentence(number)) + "\n"
    }
    let result = try asrAudit(injection(of: place.write("train.json", lines), to: place("out")))
    #expect(result.errors.contains("is a Git LFS pointer"), "\(result.errors)")
  }

  @Test func `a directory in place of a file is named with the file in it`() throws {
    let place = try TemporaryDirectory()
    try place.makeDirectory("report")
    expectProblem(
      try asrAudit(["gate", place("report")]), status: 66,
      saying: "is a directory", "\(place("report"))/report.json")
    let audit = try SampleAudit.nemo.get()
    expectProblem(
      try asrAudit(["verify", "--ledger", audit.directory]), status: 66,
      saying: "is a directory", "\(audit.directory)/ledger.json")
  }

  @Test func `a pipe in place of the manifest does not block`() throws {
    let place = try TemporaryDirectory()
    #expect(mkfifo(place("pipe"), 0o600) == 0)
    expectProblem(
      try asrAudit(injection(of: place("pipe"), to: place("out"))), status: 66,
      saying: "is not a regular file", "read twice")
  }

  @Test func `a link without a target in a Kaldi directory is found in a dry run`() throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    for name in ["text", "wav.scp", "utt2spk", "spk2utt", "utt2dur"] {
      try place.write("kaldi/\(name)", corpus.directory.read("kaldi/\(name)"))
    }
    try FileManager.default.createSymbolicLink(
      atPath: place("kaldi/notes"), withDestinationPath: place("nowhere"))
    let result = try asrAudit(injection(of: place("kaldi"), to: place("out")) + ["--dry-run"])
    expectProblem(result, status: 66, saying: "kaldi/notes", "link without a target")
  }

  // MARK: - Transcripts

  /// The transcripts of a model that writes out trained canaries.
  private func transcripts(_ name: (String) -> String) throws -> String {
    let audit = try SampleAudit.nemo.get()
    let hypotheses = try ScriptedDecoder.verbatim.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    var lines = ""
    for line in hypotheses.split(separator: "\n") {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let path = try #require(object?["audio_filepath"] as? String)
      let text = try #require(object?["pred_text"] as? String)
      lines += "\(name(path))\t\(text)\n"
    }
    return "file\thyp\n" + lines
  }

  private func score(_ transcripts: String, in place: TemporaryDirectory) throws -> CommandResult {
    let audit = try SampleAudit.nemo.get()
    return try asrAudit([
      "score", "--ledger", audit.ledger, "--transcripts", place.write("hyp.tsv", transcripts),
      "--output", place("report"), "--force",
    ])
  }

  @Test func `a decoder that resolves the links of check utterances is scored`() throws {
    let place = try TemporaryDirectory()
    let resolved = try transcripts { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
    #expect(resolved.contains(try SampleCorpus.shared.get().directory("audio/")))
    let result = try score(resolved, in: place)
    try expectSuccess(result)
    #expect(result.output.contains("Memorization detected"))
    #expect(result.errors.contains("50 rows were matched by the file in the corpus"))
  }

  @Test func `the rule by which decorated ids were matched is printed`() throws {
    let place = try TemporaryDirectory()
    let result = try score(
      transcripts { "D:\\probe\\\(URL(fileURLWithPath: $0).lastPathComponent)" }, in: place)
    try expectSuccess(result)
    #expect(result.errors.contains("the probe's id within a longer or differently written name"))
  }

  @Test func `ids in the text are no reason to suspect another ledger`() throws {
    let place = try TemporaryDirectory()
    let table = try transcripts { $0 }.split(separator: "\n").dropFirst()
    let lines = table.map { row in
      let parts = row.split(separator: "\t", omittingEmptySubsequences: false)
      return "row \(URL(fileURLWithPath: String(parts[0])).lastPathComponent) \(parts[1])\n"
    }
    let result = try asrAudit([
      "score", "--ledger", SampleAudit.nemo.get().ledger, "--transcripts",
      place.write("text", lines.joined()), "--output", place("report"),
    ])
    #expect(result.status == 2)
    #expect(result.errors.contains("has the id of a probe in its text"))
    #expect(!result.errors.contains("another run"))
  }
}
