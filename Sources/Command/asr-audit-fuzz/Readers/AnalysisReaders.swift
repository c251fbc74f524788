import Analyses
import Files
import Membership
import Memorization
import Randomness
import Traces

/// Lists of members, and trace tables through the whole analysis of membership.
let analysisReaders = [
  Reader(name: "members") { bytes, files throws(Problem) in
    let list = try MemberList.read(files.write(bytes))
    require(!list.ids.isEmpty && !list.ids.contains(""), "a list has an empty id")
  },
  Reader(name: "membership") { bytes, files throws(Problem) in
    let table = try TraceFile.read(files.write(bytes))
    // The table is target and references at once.
    let inputs = try MembershipInputs(
      target: table, model: table.table.models[0], references: [table], source: .targetTable)
    guard inputs.ids.count <= 200, inputs.references.models <= 12 else { return }
    let analysis = MembershipAnalysis(
      target: inputs.target, references: inputs.references, groups: inputs.groups, keep: 0.5,
      seed: Seed(short: 1))
    let limits = MembershipLimits(maxAUC: 0.6, maxTruePositiveRate: 0.1)
    let result = MembershipResult(
      inputs, ledgerRoot: nil, analysis: analysis, judgements: limits.judgements(analysis))
    let document = AnalysisDocument(.membership, tool: "fuzz", seed: nil, result)
    require(document.bytes[...].isUTF8, "the document is not UTF-8")
    require(
      MembershipPage(result, tool: "fuzz").page.html.utf8.count > 1_000, "the page is short")
  },
]
