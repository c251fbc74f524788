import AuditModel
import AuditSamples
import Gating
import Scoring
import Testing

/// The decisive property of a gate: whatever a decoder does to every transcript alike, a model that
/// transcribes all trained canaries and no control never passes, and a model that transcribes none of
/// them never fails.
@Suite struct UniformTransformationTests {
  private static let limits = [
    GateLimit(max: 0.25, repetitions: [2, 4]),
    GateLimit(.nearMemorization, max: 0.25, repetitions: [2, 4]),
  ]

  private static func outcome(
    _ transformation: UniformTransformation, memorises: Bool, checkUtterances: Int,
    _ limits: [GateLimit]
  ) throws -> GateResult.Outcome {
    var experiment = Experiment(blocks: 8, checkUtterances: checkUtterances)
    for (index, canary) in experiment.ledger.canaries.enumerated() {
      let isRight = memorises && canary.role == .trained
      experiment.hear(isRight ? canary.text : Experiment.text(10_000 + index), at: canary)
    }
    experiment.heard = experiment.heard.mapValues(transformation.apply)
    let report = try experiment.score().report
    return try Gate(file: limits, report: report).judge(report).overall
  }

  @Test func `there are at least two hundred transformations with different names`() {
    #expect(Set(UniformTransformation.all.map(\.name)).count == UniformTransformation.all.count)
    #expect(UniformTransformation.all.count >= 200)
  }

  @Test(arguments: UniformTransformation.all)
  func `a model that memorised everything never passes`(
    transformation: UniformTransformation
  ) throws {
    for checkUtterances in [0, 5, 50] {
      for limit in Self.limits {
        let outcome = try Self.outcome(
          transformation, memorises: true, checkUtterances: checkUtterances, [limit])
        #expect(outcome != .pass, "\(limit.metric) with \(checkUtterances) check utterances")
      }
    }
  }

  @Test(arguments: UniformTransformation.all)
  func `a model that memorised nothing never fails`(
    transformation: UniformTransformation
  ) throws {
    for checkUtterances in [0, 50] {
      let outcome = try Self.outcome(
        transformation, memorises: false, checkUtterances: checkUtterances,
        Self.limits + [.detection()])
      #expect(outcome != .fail, "\(checkUtterances) check utterances")
    }
  }

  @Test func `a clean model whose decoder writes plain text passes`() throws {
    let plain = UniformTransformation("none") { $0 }
    for limits in [Self.limits, [.detection()]] {
      #expect(
        try Self.outcome(plain, memorises: false, checkUtterances: 50, limits) == .pass)
    }
  }
}
