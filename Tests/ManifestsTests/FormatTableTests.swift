import Files
import Foundation
import Manifests
import Testing

/// The documentation lists the formats of the program.
@Suite struct FormatTableTests {
  @Test func `the table of formats in the README agrees with the program`() throws {
    let repository = (0..<3).reduce(#filePath) { path, _ in parentDirectory(of: path) }
    let readme = try String(contentsOfFile: "\(repository)/README.md", encoding: .utf8)
    let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| manifest | ") }
    #expect(
      rows.map(String.init)
        == ManifestFormat.allCases.map { "| manifest | `\($0.rawValue)` | \($0.title) |" })
  }

  @Test(arguments: ManifestFormat.allCases)
  func `every format has a title and a way to be recognised`(_ format: ManifestFormat) {
    #expect(!format.title.isEmpty && !format.evidence.isEmpty)
  }
}
