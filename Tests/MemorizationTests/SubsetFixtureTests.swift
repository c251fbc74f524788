import Memorization
import Testing

/// Agreement with numpy and scipy.
@Suite struct SubsetFixtureTests {
  struct Table: Decodable {
    struct Memorization: Decodable {
      let value: Double
      let standardError: Double?
    }

    let name: String
    let losses: [[Double]]
    let inTraining: [[Bool]]
    let target: [Double]
    let scores: [String: [Double?]]
    let memorization: [Memorization?]

    var table: SubsetTable {
      SubsetTable(losses: losses, inTraining: inTraining, utterances: target.count)
    }
  }

  @Test func `the score of a loss agrees with sixty digits`() throws {
    struct Case: Decodable { let loss, score: Double }
    for wanted in try fixture("loss-score", of: Case.self) {
      #expect(agree(LossScore.score(ofLoss: wanted.loss), wanted.score), "\(wanted.loss)")
    }
    #expect(LossScore.score(ofLoss: -1) == LossScore.score(ofLoss: 0))
    #expect(LossScore.score(ofLoss: .infinity) == -.infinity)
  }

  @Test func `the density of Student's t agrees with scipy`() throws {
    struct Case: Decodable { let freedom, location, squaredScale, value, logDensity: Double }
    for wanted in try fixture("student-t", of: Case.self) {
      let t = StudentT(
        freedom: wanted.freedom, location: wanted.location, squaredScale: wanted.squaredScale)
      #expect(agree(t.logDensity(at: wanted.value), wanted.logDensity))
    }
  }

  @Test func `every attack agrees with numpy`() throws {
    for wanted in try fixture("subset-table", of: Table.self) {
      let statistics = ReferenceStatistics(wanted.table)
      for attack in MembershipAttack.allCases {
        let scores = try #require(wanted.scores[attack.rawValue])
        for (utterance, expected) in scores.enumerated() {
          let score = statistics.score(attack, of: utterance, loss: wanted.target[utterance])
          #expect(agree(score, expected), "\(wanted.name) \(attack) \(utterance)")
        }
      }
    }
  }

  @Test func `memorization and its standard error agree with numpy`() throws {
    for wanted in try fixture("subset-table", of: Table.self) {
      let found = ReferenceStatistics(wanted.table).memorization
      let general = MemorizationEstimate.estimates(
        accuracies: wanted.losses.map { $0.map { -$0 } }, inTraining: wanted.inTraining,
        utterances: wanted.target.count)
      for (utterance, expected) in wanted.memorization.enumerated() {
        #expect(agree(found[utterance]?.value, expected?.value), "\(wanted.name)")
        #expect(agree(found[utterance]?.standardError, expected?.standardError))
        #expect(agree(general[utterance]?.value, expected?.value))
        #expect(agree(general[utterance]?.standardError, expected?.standardError))
      }
    }
  }
}
