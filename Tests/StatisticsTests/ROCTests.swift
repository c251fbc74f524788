import Randomness
import Statistics
import Testing

@Suite struct ROCTests {
  @Test func `rates on the hull agree with the best mixture of two thresholds`() throws {
    struct Case: Decodable {
      let name: String
      let trained, controls: [Double]
      let falsePositiveRate, truePositiveRate: Double
    }
    for wanted in try fixture("operating-point", of: Case.self) {
      let roc = ROC(trained: wanted.trained, controls: wanted.controls)
      guard
        case .truePositiveRate(let rate) = roc.operatingPoint(
          falsePositiveRate: wanted.falsePositiveRate)
      else {
        Issue.record("\(wanted.name) was refused")
        continue
      }
      #expect(agree(rate, wanted.truePositiveRate), "\(wanted.name)")
    }
  }

  @Test func `too few controls are refused with the number that is needed`() {
    let scores = [Double](repeating: 1, count: 20)
    func point(_ controls: Int, _ rate: Double) -> ROC.OperatingPoint {
      ROC(trained: scores, controls: (0..<controls).map { Double($0) / 1e4 })
        .operatingPoint(falsePositiveRate: rate)
    }
    #expect(point(99, 0.01) == .refused(controls: 99, needed: 100))
    #expect(point(100, 0.01) == .truePositiveRate(1))
    #expect(point(100, 0.001) == .refused(controls: 100, needed: 1_000))
    #expect(point(100, 0) == .truePositiveRate(1))
    #expect(
      ROC(trained: [], controls: [Double](repeating: 0, count: 100))
        .operatingPoint(falsePositiveRate: 0.5) == .refused(controls: 100, needed: 100))
  }

  /// The reference implementation counts at every threshold.
  @Test func `points are the counts at every distinct score`() {
    var random = Seed(short: 45).stream("roc")
    let trained = (0..<30).map { _ in Double(random.below(9)) }
    let controls = (0..<50).map { _ in Double(random.below(7)) }
    let roc = ROC(trained: trained, controls: controls)
    let thresholds = Set(trained + controls).sorted(by: >)
    let counts = thresholds.map { t in (controls.count { $0 >= t }, trained.count { $0 >= t }) }
    #expect(roc.points.map(\.controls) == [0] + counts.map(\.0))
    #expect(roc.points.map(\.trained) == [0] + counts.map(\.1))
  }

  @Test func `no point lies above the hull`() {
    var random = Seed(short: 46).stream("hull")
    let roc = ROC(
      trained: (0..<60).map { _ in random.unit() + 0.2 },
      controls: (0..<60).map { _ in random.unit() })
    let hull = roc.hull
    #expect(hull.first == roc.points.first && hull.last == roc.points.last)
    #expect(hull.count > 3 && hull.allSatisfy(roc.points.contains))
    for (a, b) in zip(hull, hull.dropFirst()) {
      for point in roc.points {
        let above =
          (b.controls - a.controls) * (point.trained - a.trained)
          - (b.trained - a.trained) * (point.controls - a.controls)
        #expect(above <= 0)
      }
    }
  }
}
