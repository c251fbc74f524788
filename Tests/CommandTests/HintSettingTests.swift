import AuditModel
import Files
import Foundation
import Manifests
import Membership
import Ranking
import RecognizerRuns
import Scoring
import Speech
import TestSupport
import Testing
import Tokenizers
import Transcripts
import asr_audit

/// The settings that hints of the modules below the command refer to.
struct HintSettingTests {
  private static let settings: [String] =
    names(OutputSetting.self) + names(SpeechSetting.self) + names(TokenizerSetting.self)
    + names(RunSetting.self) + names(RankSetting.self) + names(MembershipSetting.self)
    + names(EvidenceSetting.self)
    + names(MatchSetting.self)
    + names(TranscriptSetting.self) + names(ManifestSetting.self)

  private static func names<Setting: HintSetting>(_: Setting.Type) -> [String] {
    Setting.allCases.map(\.rawValue)
  }

  @Test func `every setting of a hint is an option of a command`() throws {
    let help = try HelpTests.subcommands.map { try asrAudit([$0, "--help"]).output }.joined()
    for setting in Self.settings {
      let option = Problem.option(forSetting: setting)
      #expect(
        help.contains("  \(option) ") || help.contains("  \(option)\n")
          || help.contains("  \(option),"), "\(option)")
    }
  }

  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources").standardized

  /// Style sheets have custom properties such as `--ink`.
  private static let excluded = ["Command", "Reporting/Reports/Page/PageStyle.swift"]

  @Test(.enabled(if: FileManager.default.fileExists(atPath: sources.path), "no sources"))
  func `no text below the command names an option`() throws {
    var files = 0
    let all = try #require(FileManager.default.enumerator(atPath: Self.sources.path))
    for case let name as String in all
    where name.hasSuffix(".swift") && !Self.excluded.contains(where: name.hasPrefix) {
      files += 1
      let text = try String(contentsOf: Self.sources.appending(path: name), encoding: .utf8)
      for line in text.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("//")
      {
        #expect(!line.contains(#/(^|[ "'(`])--[a-z]/#), "\(name): \(line)")
      }
    }
    #expect(files > 300)
  }
}
