import Foundation
import TestSupport
import Testing
import Yams

/// Files around a release that repeat the version.
struct ReleaseFilesTests {
  private static let directory = "\(packageRoot)/.github"

  private func version() throws -> String {
    let line = try asrAudit(["--version"]).output
    return String(try #require(line.split(separator: " ").dropFirst().first))
  }

  @Test func `the citation names the version of the program`() throws {
    struct Citation: Decodable {
      let version: String
    }
    let text = try String(contentsOfFile: "\(Self.directory)/CITATION.cff", encoding: .utf8)
    #expect(try YAMLDecoder().decode(Citation.self, from: text).version == version())
  }

  @Test func `the changelog begins with unreleased changes and dates its versions`() throws {
    let text = try String(contentsOfFile: "\(Self.directory)/CHANGELOG.md", encoding: .utf8)
    let heads = text.split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(heads.first == "## [Unreleased]")
    for head in heads.dropFirst() {
      let isVersion = head.wholeMatch(of: /## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}/) != nil
      #expect(isVersion, "\(head)")
    }
  }
}
