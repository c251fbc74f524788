import Scoring
import Testing

@Suite struct VerdictTests {
  /// A change that makes each case hold, in order.
  static let rows: [(verdict: Verdict, switchOn: @Sendable (inout Conditions) -> Void)] = [
    (.mismatch, { $0.mismatch = true }),
    (.missingTranscripts, { $0.missingTranscripts = true }),
    (.tooSmall, { $0.tooSmall = true }),
    (.detectedVerbatim, { $0.verbatimRejected = true }),
    (.detectedPartial, { $0.partialRejected = true }),
    (.decoder, { $0.decoderFails = true }),
    (.controlsRecognised, { $0.controlsRecognised = true }),
    (.unproven, { $0.unproven = true }),
    (.notDetected, { _ in }),
  ]

  @Test func `the verdicts have the documented order`() {
    #expect(Verdict.allCases == Self.rows.map(\.verdict))
    #expect(Verdict.allCases.map(\.row) == Array(1...9))
  }

  @Test(arguments: 0..<9)
  func `each condition alone gives its verdict`(row: Int) {
    var conditions = Conditions()
    Self.rows[row].switchOn(&conditions)
    #expect(conditions.verdict == Self.rows[row].verdict)
  }

  @Test(arguments: 0..<9)
  func `a verdict takes precedence over all later ones`(row: Int) {
    for later in 0..<(1 << (8 - row)) {
      var conditions = Conditions()
      Self.rows[row].switchOn(&conditions)
      for offset in 0..<(8 - row) where later >> offset & 1 == 1 {
        Self.rows[row + 1 + offset].switchOn(&conditions)
      }
      #expect(conditions.verdict == Self.rows[row].verdict, "\(row + 1) with \(later)")
    }
  }

  @Test func `six verdicts are obstacles and two are detections`() {
    #expect(
      Verdict.allCases.filter(\.isObstacle) == [
        .mismatch, .missingTranscripts, .tooSmall, .decoder, .controlsRecognised, .unproven,
      ])
    #expect(Verdict.allCases.filter(\.isDetection) == [.detectedVerbatim, .detectedPartial])
  }

  @Test func `a detection does not hide an obstacle`() {
    for (verdict, switchOn) in Self.rows {
      var conditions = Conditions()
      conditions.verbatimRejected = true
      switchOn(&conditions)
      #expect(conditions.hasObstacle == verdict.isObstacle)
    }
  }

  @Test func `every verdict has its own title and explanation`() {
    #expect(Set(Verdict.allCases.map(\.title)).count == 9)
    #expect(Set(Verdict.allCases.map(\.explanation)).count == 9)
    #expect(
      Verdict.allCases.filter { $0.title.hasPrefix("Not measurable") }.allSatisfy { $0.isObstacle })
  }
}
