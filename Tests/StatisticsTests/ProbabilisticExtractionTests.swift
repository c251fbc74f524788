import Foundation
import Statistics
import Testing

@Suite struct ProbabilisticExtractionTests {
  private struct Case: Decodable {
    let loss: Double
    let samples: Double
  }

  @Test func `the numbers of samples agree with mpmath`() throws {
    for reference in try fixture("extraction", of: Case.self) {
      let samples = samplesForEvenChance(loss: reference.loss)
      #expect(agree(samples, reference.samples), "\(reference.loss): \(samples)")
    }
  }

  @Test func `the number is the first one with an even chance`() {
    for step in 0...120 {
      let loss = Double(step) / 20
      var (samples, chanceOfNone) = (0.0, 1.0)
      repeat {
        samples += 1
        chanceOfNone *= 1 - exp(-loss)
      } while chanceOfNone > 0.5 + 1e-12
      #expect(samplesForEvenChance(loss: loss) == samples, "\(loss)")
    }
  }
}
