import Foundation
import TestSupport
import Testing

/// Outputs that are, contain or lie inside an input of their command.
struct ReplacedInputTests {
  private let place: TemporaryDirectory

  init() throws {
    place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    try FileManager.default.copyItem(atPath: audit.directory, toPath: place("audited"))
    let corpus = try SampleCorpus.shared.get()
    try FileManager.default.copyItem(atPath: corpus.kaldi, toPath: place("kaldi"))
    try FileManager.default.copyItem(atPath: corpus.bank, toPath: place("bank"))
    for name in [
      "train.json", "gate.yml", "report.json", "baseline.json", "model.safetensors", "recipe.yml",
      "hyp.json", "losses.json", "words.txt", "key.pem", "tokens.txt", "start/base/model",
    ] {
      try place.write(name, "an input\n")
    }
    let manager = FileManager.default
    for name in ["train.json", "report.json", "hyp.json", "audited/ledger.json"] {
      let plain = name.replacing("/", with: "-")
      try manager.createSymbolicLink(
        atPath: place("symbolic-\(plain)"), withDestinationPath: place(name))
      try manager.linkItem(atPath: place(name), toPath: place("hard-\(plain)"))
    }
  }

  private static let commands: [String] = [
    // The manifest, the ledger and everything around them.
    "remove --ledger audited/ledger.json --manifest train.json --force --output train.json",
    "remove --ledger audited/ledger.json --manifest train.json --force --output ./audited/../train.json",
    "remove --ledger audited/ledger.json --manifest train.json --force --output audited",
    "remove --ledger audited/ledger.json --manifest train.json --force --output audited/ledger.json",
    "remove --ledger audited/ledger.json --manifest train.json --force --output symbolic-train.json",
    "remove --ledger audited/ledger.json --manifest train.json --force --output hard-train.json",
    "remove --ledger audited/ledger.json --manifest kaldi --force --output kaldi/text",
    "remove --ledger audited/ledger.json --manifest kaldi --force --output kaldi/new",
    "transcribe --checkpoint model.safetensors --manifest train.json --force --output train.json",
    "transcribe --checkpoint model.safetensors --manifest train.json --force "
      + "--output model.safetensors",
    "transcribe --checkpoint model.safetensors --manifest kaldi --force --output kaldi/hyp",
    "trace --checkpoint model.safetensors --manifest train.json --force --output train.json",
    "trace --checkpoint model.safetensors --manifest train.json --force --output model.safetensors",
    "rank --traces losses.json --force --output losses.json",
    "rank --traces losses.json --manifest train.json --force --output hard-train.json",
    "rank --traces losses.json --manifest kaldi --force --output kaldi/ranked",
    "subsets --manifest train.json --force --output train.json",
    "subsets --manifest kaldi --common train.json --force --output train.json",
    "subsets --manifest kaldi --init model.safetensors --force --output model.safetensors",
    "subsets --manifest kaldi --plan --force --output kaldi/subsets",
    "capacity --ledger audited/ledger.json --common train.json --force --output train.json",
    "capacity --ledger audited/ledger.json --common train.json --force --output audited",
    "capacity --ledger audited/ledger.json --init model.safetensors --force "
      + "--output model.safetensors",
    "capacity --ledger audited/ledger.json --common kaldi --recipe recipe.yml --force "
      + "--output recipe.yml",
    "capacity plan --ledger audited/ledger.json --common kaldi --force --output kaldi/planned",
    "capacity score --plan audited --transcripts 4=hyp.json --force --output hyp.json",
    "capacity score --plan audited --traces losses.json --force --output audited/planned",
    "train --manifest train.json --output out --traces train.json",
    "train --manifest train.json --output out --traces out",
    "membership --target losses.json --force --output losses.json",
    "membership --target hyp.json --references losses.json --force --output losses.json",
    "membership --target hyp.json --ledger audited/ledger.json --force --output audited",
    "membership --target hyp.json --members words.txt --force --output words.txt",
    "geometry --ledger audited/ledger.json --force --output audited/probe",
    "geometry --left train.json --right kaldi --force --output train.json",
    "geometry --left train.json --right kaldi --force --output kaldi/geometry",
    "compare --trained train.json --held-out kaldi --target hyp.json --base losses.json --force --output train.json",
    "compare --trained train.json --held-out kaldi --target hyp.json --base losses.json --force --output hyp.json",
    "compare --trained train.json --held-out kaldi --target hyp.json --base losses.json --force --output losses.json",
    "compare --trained train.json --held-out kaldi --target hyp.json --base losses.json --force --output kaldi/compared",
    "report report.json --force --output report.json",
    "report report.json --force --output hard-report.json",
    "report report.json --force --output symbolic-report.json",
    "gate report.json --force --junit report.json",
    "gate report.json --force --sarif hard-report.json",
    "gate report.json --force --gate gate.yml --sarif gate.yml",
    "gate report.json --force --baseline baseline.json --junit baseline.json",
    "gate report.json --force --junit same.xml --sarif same.xml",
    "gate audited/ledger.json --force --output audited",
    "score --ledger audited/ledger.json --transcripts hyp.json --force --output audited",
    "score --ledger audited/ledger.json --transcripts hyp.json --force --output hyp.json",
    "score --ledger audited/ledger.json --transcripts hyp.json --force --output r "
      + "--history hyp.json",
    "score --ledger audited/ledger.json --transcripts hyp.json --force --output r "
      + "--history hard-audited-ledger.json",
    "score --ledger audited/ledger.json --transcripts hyp.json --force --losses losses.json "
      + "--output losses.json",
    "score --ledger audited/ledger.json --transcripts hyp.json --force --reveal "
      + "--output audited/probe",
    "train --manifest train.json --config recipe.yml --output recipe.yml",
    "train --manifest train.json --init model.safetensors --output model.safetensors",
    "train --manifest kaldi --output kaldi/model",
    "train --manifest train.json --ledger audited/ledger.json --output audited",
    "inject --manifest train.json --force --output train.json",
    "inject --manifest kaldi --force --output kaldi",
    "inject --manifest kaldi --force --output kaldi/audited",
    "inject --manifest train.json --ledger audited/ledger.json --force --output audited",
    "inject --manifest train.json --word-bank bank --force --output bank/audited",
    "inject --manifest train.json --vocabulary words.txt --force --output words.txt",
    "inject --manifest train.json --frame-rate 25 --tokens tokens.txt --force --output tokens.txt",
    "inject --manifest train.json --gate gate.yml --force --output gate.yml",
    "inject --manifest train.json --sign key.pem --force --output key.pem",
    "inject --manifest train.json --force --output .",
    "demo corpus --word-bank bank --force --output bank",
    "demo run --start start --force --output start",
    "demo run --word-bank bank --force --output bank/demo",
  ]

  @Test func `no command replaces its input`() throws {
    let before = try treeContents(place.path)
    for command in Self.commands {
      let result = try asrAudit(command.split(separator: " ").map(String.init), in: place.path)
      // 'demo run' looks for its inputs first, and 'start' has none that it could use.
      #expect(result.status == 64, "\(command): \(result.errors)")
      #expect(
        result.errors.contains("the output ") || result.errors.contains("overlaps the output"),
        "\(command): \(result.errors)")
    }
    #expect(try treeContents(place.path) == before)
  }

  /// The commands that write must be in the table, so that a new one is not forgotten.
  @Test func `the table has every command with an output`() throws {
    let help = try asrAudit(["--help"]).output
    let all = [
      "plan", "inject", "score", "gate", "report", "verify", "remove", "train",
      "transcribe", "rank", "trace", "subsets", "membership", "capacity", "geometry", "compare",
      "doctor",
      "demo",
      "formats",
    ]
    let listed = help.split(separator: "\n").compactMap { line -> String? in
      guard line.hasPrefix("  "), let word = line.split(separator: " ").first else { return nil }
      return all.contains(String(word)) ? String(word) : nil
    }
    #expect(Set(listed) == Set(all))
    let withoutOutput: Set = ["plan", "verify", "doctor", "formats"]
    let covered = Set(Self.commands.map { String($0.prefix { $0 != " " }) })
    #expect(covered == Set(all).subtracting(withoutOutput))
  }

  @Test func `remove with --force keeps what it did not write`() throws {
    try place.write("folder/precious", "mine")
    let audit = try SampleAudit.nemo.get()
    let result = try asrAudit([
      "remove", "--ledger", audit.ledger, "--manifest", "\(audit.directory)/train/train.json",
      "--output", place("folder"), "--force",
    ])
    expectProblem(result, status: 73, saying: "folder")
    #expect(try place.read("folder/precious") == Array("mine".utf8))
  }
}
