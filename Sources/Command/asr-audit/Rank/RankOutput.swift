import Analyses
import Files
import Reports

/// The files of a ranking.
struct RankOutput {
  let analysis: RankAnalysis
  let recordings: [String: AudioSample]
  var seed: String?

  init(_ analysis: RankAnalysis, _ recordings: [String: AudioSample], seed: String? = nil) {
    self.analysis = analysis
    self.recordings = recordings
    self.seed = seed
  }

  static let names = ["ranked.tsv", "ranked.json", "ranked.html"]

  /// Writes the files into a directory that exists. Those of an earlier ranking of a resumed run are
  /// replaced.
  func write(to directory: String) throws(Problem) {
    let table = try WholeFile("\(directory)/\(Self.names[0])", existing: .replaced)
    try table.write(RankTable.header)
    for row in RankDocument.rows(analysis) { try table.write(RankTable.line(row)) }
    try table.commit()
    let document = AnalysisDocument(
      .rank, tool: toolVersion, seed: seed, RankDocument(analysis))
    try write(document.bytes, to: "\(directory)/\(Self.names[1])")
    let page = RankPage(analysis, recordings: recordings).page
    try write(Array(page.html.utf8), to: "\(directory)/\(Self.names[2])")
  }

  private func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    let file = try WholeFile(path, existing: .replaced)
    try file.write(bytes)
    try file.commit()
  }
}
