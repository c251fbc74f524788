import Files
import Foundation
import TestSupport
import Testing

/// The commands on archives, on several manifests and on a tree.
struct ArchiveCommandTests {
  let place: TemporaryDirectory
  let corpus: ArchiveCorpus

  init() throws {
    place = try TemporaryDirectory()
    corpus = try ArchiveCorpus(in: place)
  }

  /// The value that `inject` prints after a label.
  private func printed(_ label: String, in output: String) -> String? {
    output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .first { $0.hasPrefix("\(label) ") }
      .map { $0.dropFirst(label.count).trimmingCharacters(in: .whitespaces) }
  }

  /// `--max-share` for a corpus that states no durations.
  private func options(_ name: String) -> [String] {
    (["wenet", "tree"].contains(name) ? ["--corpus-hours", "2"] : [])
      + (["several", "tree"].contains(name) ? [] : ["--shards", "2"])
  }

  @Test(arguments: ["nemo", "wenet", "webdataset", "shar", "several", "tree"])
  func `an audit is injected, verified, checked and removed`(_ name: String) throws {
    let manifest = try corpus.manifest(name)
    let before = try treeContents(place.path)
    let injected = try asrAudit(injection(of: manifest, to: place("out")) + options(name))
    try expectSuccess(injected)
    let training = try #require(printed("train on", in: injected.output))
    #expect(
      printed("with", in: injected.output)?.hasSuffix("audio__OP_0..4_CL_.tar")
        == (name == "nemo" ? true : nil))
    let verified = try asrAudit(["verify", "--ledger", place("out/ledger.json")])
    try expectSuccess(verified)
    #expect(verified.output.contains("audio files are unchanged"))
    #expect(verified.output.contains("equal the original, byte for byte"))
    #expect(verified.output.contains("all 50 check utterances with a digest"))
    let checked = try asrAudit([
      "check", "--ledger", place("out/ledger.json"), "--manifest", training, "--audio",
    ])
    #expect(checked.output.contains("files of canaries and 50 of your own utterances were decoded"))
    #expect(!checked.output.contains("files of canaries are") || checked.status == 0)
    // What inject wrote counts where the recipe is known to keep it.
    let recipes = try TemporaryDirectory()
    let profile = try recipes.write(
      "recipe.yml",
      "name: ours\nother_filters: none\nloss: attention\ntime_masks: none\nspeed_factors: none\n")
    let seen = try asrAudit([
      "check", "--ledger", place("out/ledger.json"), "--seen", training, "--profile", profile,
    ])
    try expectSuccess(seen)
    #expect(seen.output.contains("\(training): training set"))
    if ["several", "shar"].contains(name) {
      // The folder has all manifests.
      let folder = try asrAudit([
        "check", "--ledger", place("out/ledger.json"), "--seen", place("out/train"),
        "--profile", profile,
      ])
      try expectSuccess(folder)
      #expect(folder.output.contains("\(place("out/train")): training set"))
    }
    try expectProblem(
      asrAudit(["check", "--ledger", place("out/ledger.json"), "--seen", manifest]), status: 65,
      saying: "mentions no canary")
    try expectSuccess(
      asrAudit([
        "remove", "--ledger", place("out/ledger.json"), "--manifest", training, "--output",
        place("clean"),
      ]))
    // The restored corpus can be injected into again, with the same result.
    let clean = restored(name)
    let again = try asrAudit(injection(of: clean, to: place("again"), "--dry-run") + options(name))
    try expectSuccess(again)
    #expect(again.output.contains("60 utterances"))
    for output in ["out", "clean"] { try FileManager.default.removeItem(atPath: place(output)) }
    #expect(try treeContents(place.path) == before, "the user's files changed")
  }

  private func restored(_ name: String) -> String {
    switch name {
    case "nemo": place("clean/tarred_audio_manifest.json")
    case "wenet": place("clean/data.list")
    case "webdataset": place("clean/shard-{000..002}.tar")
    case "several":
      // The restored manifests lie beside no audio of their own.
      place("several/manifest__OP_0..2_CL_.json")
    default: place("clean")
    }
  }

  @Test func `a changed member of a new archive is found`() throws {
    try expectSuccess(asrAudit(injection(of: try corpus.nemo(), to: place("out"))))
    var bytes = try place.read("out/train/audio_3.tar")
    bytes[600] ^= 1
    try place.write("out/train/audio_3.tar", bytes)
    let result = try asrAudit(["verify", "--ledger", place("out/ledger.json")])
    #expect(result.status == 65 && result.output.contains("1 audio files were changed"))
    #expect(result.output.contains("audio_3.tar("))
  }

  @Test func `the plan counts archives and warns about the world size`() throws {
    let manifest = try corpus.webDataset()
    func plan(_ more: String...) throws -> CommandResult {
      try asrAudit(injection(of: manifest, to: place("out"), "--dry-run") + more)
    }
    let one = try plan("--world-size", "4")
    try expectSuccess(one)
    #expect(
      one.output.contains("archives  3 stay as they are (20 utterances each on average); 1 new"))
    #expect(!one.errors.contains("world size"))
    let two = try plan("--shards", "2", "--world-size", "4")
    #expect(two.errors.contains("5, which the world size 4 does not divide"))
    #expect(two.errors.contains("(--shards 5 makes it 8)"))
    let json = try plan("--shards", "2", "--json")
    let document = json.output.filter { !$0.isWhitespace }
    #expect(document.contains(#""new_shards":2"#) && document.contains(#""shards":3"#))
    expectProblem(
      try plan("--shards", "5000"), status: 64, saying: "--shards", "entries of canaries")
    #expect(!place.exists("out"))
    let files = try asrAudit(
      injection(of: SampleCorpus.shared.get().manifest, to: place("out"), "--shards", "2"))
    expectProblem(files, status: 64, saying: "--shards", "in files, not in archives")
    let dealt = try asrAudit(
      injection(of: SampleCorpus.shared.get().manifest, to: place("out"), "--world-size", "4"))
    expectProblem(dealt, status: 64, saying: "--world-size", "in files, not in archives")
  }

  @Test func `faults of archives end in one error and leave nothing`() throws {
    let nemo = try corpus.nemo()
    let whole = try place.read("nemo/audio_1.tar")
    func expectRefusal(_ manifest: String, _ status: Int32, _ parts: String...) throws {
      let result = try asrAudit(injection(of: manifest, to: place("out")))
      #expect(result.status == status, "\(result.errors)")
      for part in parts {
        #expect(result.errors.contains(part), "no '\(part)' in \(result.errors)")
      }
      #expect(result.errors.components(separatedBy: "asr-audit: error: ").count == 2)
      try expectNothing(of: "out", in: place)
    }
    try place.write("nemo/audio_1.tar", whole.prefix(whole.count / 2))
    try expectRefusal(nemo, 65, place("nemo/audio_1.tar"), "at byte ", "copied completely")
    try place.write("nemo/audio_1.tar", TarBytes([("../s101.wav", [1])]).bytes)
    try expectRefusal(nemo, 65, place("nemo/audio_1.tar"), "leads out of the directory")
    try FileManager.default.removeItem(atPath: place("nemo/audio_1.tar"))
    try expectRefusal(nemo, 66, nemo, "the archive of shard 1 is missing")
    try expectRefusal(
      place("wds/shard-{000..002}.tar"), 66, place("wds/shard-000.tar"), "does not exist")
    try expectRefusal(
      "\(nemo),\(try corpus.wenet())", 65, place("wenet/data.list"), "has the format wenet-shards")
    try expectRefusal(place("nemo/m_{3..1}.json"), 64, "is not a range of numbers")
  }

  // MARK: - Archives without some of the audio

  /// Writes an archive of NeMo's again with other members.
  private func rewrite(
    _ name: String, _ change: (String, [UInt8]) -> (String, [UInt8])
  ) throws {
    let reader = try TarReader(place(name))
    var members: [(name: String, content: [UInt8])] = []
    while let member = try reader.next() {
      let (name, content) = change(member.name, try reader.content(of: member))
      members.append((name, content))
    }
    try place.write(name, TarBytes(members).bytes)
  }

  private static let renamings: [@Sendable (String) -> String] = [
    { "./\($0)" }, { "d/\($0)" }, { $0.replacing(".wav", with: ".WAV") }, { "x.\($0)" },
    { $0.replacing(".wav", with: "-sub1.wav") },
  ]

  @Test(arguments: renamings.indices)
  func `check utterances are rows whose archive has them`(_ index: Int) throws {
    let manifest = try corpus.nemo()
    try rewrite("nemo/audio_1.tar") { (Self.renamings[index]($0), $1) }
    let injected = try asrAudit(
      injection(of: manifest, to: place("out"), "--check-utterances", "20"))
    try expectSuccess(injected)
    #expect(injected.errors.contains("does not exist; the check utterances are others"))
    let verified = try asrAudit(["verify", "--ledger", place("out/ledger.json")])
    try expectSuccess(verified)
    #expect(verified.output.contains("all 20 check utterances with a digest"))
  }

  @Test func `there are fewer check utterances than rows with audio`() throws {
    let manifest = try corpus.nemo()
    try rewrite("nemo/audio_1.tar") { ("d/\($0)", $1) }
    let injected = try asrAudit(
      injection(of: manifest, to: place("out"), "--check-utterances", "50"))
    try expectSuccess(injected)
    #expect(injected.errors.contains("so there are 10 check utterances fewer"))
    try expectSuccess(asrAudit(["verify", "--ledger", place("out/ledger.json")]))
  }

  @Test(arguments: ["nemo", "wenet", "webdataset", "shar"])
  func `members that are no audio are not drawn`(_ name: String) throws {
    let manifest = try corpus.manifest(name)
    let archive =
      switch name {
      case "nemo": "nemo/audio_1.tar"
      case "wenet": "wenet/s_1.tar"
      case "webdataset": "wds/shard-001.tar"
      default: "shar/recording.000001.tar"
      }
    try rewrite(archive) { ($0, $0.hasSuffix(".wav") ? Array("RIFFjunk".utf8) : $1) }
    let injected = try asrAudit(
      injection(of: manifest, to: place("out"), "--check-utterances", "30")
        + (name == "wenet" ? ["--corpus-hours", "2"] : []))
    try expectSuccess(injected)
    #expect(injected.errors.contains("cannot be decoded (the first: \(place(archive))("))
    let audio = try place.names(in: "out/probe/utterances")
    #expect(!audio.isEmpty)
    for file in audio {
      #expect(try place.read("out/probe/utterances/\(file)") != Array("RIFFjunk".utf8))
    }
    try expectSuccess(asrAudit(["verify", "--ledger", place("out/ledger.json")]))
  }

  @Test(arguments: ["a,b", "a{b}", "{0..1}"])
  func `an output directory may have commas and braces`(_ folder: String) throws {
    let manifest = try corpus.webDataset()
    try place.makeDirectory(folder)
    let output = place("\(folder)/out")
    try expectSuccess(asrAudit(injection(of: manifest, to: output)))
    try expectSuccess(asrAudit(["verify", "--ledger", "\(output)/ledger.json"]))
    let again = try asrAudit(
      injection(
        of: "\(output)/train/shard-{000..002}.tar", to: place("again"), "--dry-run", "--max-share",
        "0.5"))
    try expectSuccess(again)
  }

  @Test func `an output never replaces one of several manifests`() throws {
    let manifest = try corpus.several()
    let result = try asrAudit([
      "remove", "--ledger", try SampleAudit.nemo.get().ledger, "--manifest", manifest, "--output",
      place("several/manifest_1.json"), "--force",
    ])
    expectProblem(result, status: 64, saying: "the output is the input", "manifest_1.json")
  }
}
