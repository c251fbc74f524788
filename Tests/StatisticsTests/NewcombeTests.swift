import Statistics
import Testing

@Suite struct NewcombeTests {
  /// Newcombe (1998), table II, method 10, which prints four decimals; further digits come from
  /// the formula at 50 digits.
  @Test(arguments: [
    (56, 70, 48, 80, 0.052431472402365, 0.33387265403691),
    (9, 10, 3, 10, 0.1705227239345, 0.80901797353549),
    (6, 7, 2, 7, 0.058227927482312, 0.80624963752423),
    (5, 56, 0, 29, -0.038137147903537, 0.19256001385511),
    (0, 10, 0, 20, -0.16112515805282, 0.27753279986289),
    (0, 10, 0, 10, -0.27753279986289, 0.27753279986289),
    (10, 10, 0, 20, 0.67908603714191, 1), (10, 10, 0, 10, 0.60750935043052, 1),
  ])
  func `differences agree with the published table`(
    hits: Int, trials: Int, controlHits: Int, controls: Int, lower: Double, upper: Double
  ) {
    let interval = Newcombe.difference(
      of: Proportion(hits: hits, trials: trials),
      minus: Proportion(hits: controlHits, trials: controls), confidence: 0.95)
    #expect(abs(interval.lower - lower) < 1e-13)
    #expect(abs(interval.upper - upper) < 1e-13)
  }

  @Test func `exchanging the groups mirrors the interval, which stays within -1 to 1`() {
    for hits in 0...6 {
      for controlHits in 0...9 {
        let a = Proportion(hits: hits, trials: 6)
        let b = Proportion(hits: controlHits, trials: 9)
        let forth = Newcombe.difference(of: a, minus: b, confidence: 0.95)
        let back = Newcombe.difference(of: b, minus: a, confidence: 0.95)
        #expect(abs(forth.lower + back.upper) < 1e-15)
        #expect(-1 <= forth.lower && forth.upper <= 1)
        #expect(forth.contains(Double(hits) / 6 - Double(controlHits) / 9))
      }
    }
  }

  @Test func `an empty group gives -1 to 1`() {
    let interval = Newcombe.difference(
      of: Proportion(hits: 0, trials: 0), minus: Proportion(hits: 0, trials: 200),
      confidence: 0.95)
    #expect(interval.lower == -1 && interval.upper == 1)
  }

  @Test
  func `one hit in twenty lifts the lower limit above 0 although the exact test sees nothing`() {
    let interval = Newcombe.difference(
      of: Proportion(hits: 1, trials: 20), minus: Proportion(hits: 0, trials: 200),
      confidence: 0.95)
    #expect(interval.lower > 0)
    #expect(FisherExact.oneSided(1, 19, 0, 200) > 0.09)
  }
}
