import Foundation
import Randomness
import Statistics
import Testing

@Suite struct ExtrapolatedExposureTests {
  private func normal(_ random: inout RandomStream) -> Double {
    NormalDistribution.quantile(max(random.unit(), 1e-300))
  }

  @Test func `ranked and extrapolated exposure agree with many controls`() throws {
    var random = Seed(short: 53).stream("agreement")
    let references = (0..<20_000).map { _ in normal(&random) }
    let ranked = Exposure(references: references)
    let extrapolated = try #require(ExtrapolatedExposure(references: references))
    for score in [-1.0, 0, 1, 2, 2.5] {
      #expect(abs(ranked.bits(of: score) - extrapolated.bits(of: score)) < 0.25)
    }
    #expect(extrapolated.misfit < 1.5 / 20_000.0.squareRoot())
    #expect(extrapolated.bits(of: 12) > ranked.ceiling + 50)
    #expect(extrapolated.bits(of: 200).isFinite && extrapolated.bits(of: -200) >= 0)
  }

  @Test func `without memorization the bits are exponential around their null mean`() throws {
    var random = Seed(short: 54).stream("null")
    let exposure = try #require(
      ExtrapolatedExposure(references: (0..<20_000).map { _ in normal(&random) }))
    let runs = 4_000
    let bits = (0..<runs).map { _ in exposure.bits(of: normal(&random)) }
    let mean = bits.reduce(0, +) / Double(runs)
    // The upper tail of the fitted distribution is uniform, so the bits are exponential with mean
    // log2 e. The standard deviation of an exponential is its mean; the fit adds a small error.
    let nullMean = 1 / log(2.0)
    #expect(abs(mean - nullMean) < 4.5 * nullMean / Double(runs).squareRoot() + 0.02)
    for level in [0.5, 1, 3, 5] {
      let chance = exp2(-level)
      let share = Double(bits.count { $0 >= level }) / Double(runs)
      #expect(abs(share - chance) < margin(chance, runs) + 0.01)
    }
  }

  @Test func `scores together have the exposures that they have alone`() throws {
    let references = (0..<40).map { -Double($0 % 7) / 6 }
    let exposure = try #require(ExtrapolatedExposure(references: references))
    let scores = [0, -0.5, 0, -1, -0.5, -0.0]
    let together: [Double] = exposure.bits(of: scores)
    #expect(together == scores.map { exposure.bits(of: $0) as Double })
  }

  @Test func `tied error rates have a large misfit`() throws {
    let rates = (0..<200).map { $0 < 180 ? 0.0 : 0.3 }
    #expect(try #require(ExtrapolatedExposure(references: rates)).misfit > 0.3)
  }

  @Test func `exposures agree with the published ranks`() throws {
    struct Case: Decodable {
      let references: [Double]
      let score, bits: Double
    }
    for wanted in try fixture("exposure", of: Case.self) {
      #expect(agree(Exposure(references: wanted.references).bits(of: wanted.score), wanted.bits))
    }
  }
}
