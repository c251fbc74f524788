import Files
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
    (.decoderMarkers, { $0.decoderMarkers = true }),
    (.exactMatch, { $0.exactMatchFails = true }),
    (.controlsTrained, { $0.controlsTrained = true }),
    (.controlsRecognised, { $0.controlsRecognised = true }),
    (.trainedBelowControls, { $0.trainedBelowControls = true }),
    (.unproven, { $0.unproven = true }),
    (.notDetected, { _ in }),
  ]

  @Test func `the verdicts have the documented order`() {
    #expect(Verdict.allCases == Self.rows.map(\.verdict))
    #expect(Verdict.allCases.map(\.row) == Array(1...13))
  }

  @Test(arguments: 0..<13)
  func `each condition alone gives its verdict`(row: Int) {
    var conditions = Conditions()
    Self.rows[row].switchOn(&conditions)
    #expect(conditions.verdict == Self.rows[row].verdict)
  }

  @Test(arguments: 0..<13)
  func `a verdict takes precedence over all later ones`(row: Int) {
    for later in 0..<(1 << (12 - row)) {
      var conditions = Conditions()
      Self.rows[row].switchOn(&conditions)
      for offset in 0..<(12 - row) where later >> offset & 1 == 1 {
        Self.rows[row + 1 + offset].switchOn(&conditions)
      }
      #expect(conditions.verdict == Self.rows[row].verdict, "\(row + 1) with \(later)")
    }
  }

  @Test func `ten verdicts are obstacles and two are detections`() {
    #expect(
      Verdict.allCases.filter(\.isObstacle) == [
        .mismatch, .missingTranscripts, .tooSmall, .decoder, .decoderMarkers, .exactMatch,
        .controlsTrained, .controlsRecognised, .trainedBelowControls, .unproven,
      ])
    #expect(Verdict.allCases.filter(\.isDetection) == [.detectedVerbatim, .detectedPartial])
  }

  @Test func `a detection does not hide an obstacle`() {
    for (verdict, switchOn) in Self.rows {
      var conditions = Conditions()
      conditions.verbatimRejected = true
      switchOn(&conditions)
      #expect(conditions.hasObstacle == verdict.isObstacle)
      #expect(conditions.obstacles == (verdict.isObstacle ? [verdict] : []))
    }
  }

  @Test func `losses that separate prevent a pass and change no verdict`() {
    var conditions = Conditions()
    conditions.lossesSeparate = true
    #expect(conditions.verdict == .notDetected && conditions.obstacles.isEmpty)
    #expect(conditions.hasObstacle && conditions.hidesMemorization)
  }

  @Test func `conditions of early reports are read without the later keys`() throws {
    let early = """
      {"mismatch": false, "missing_transcripts": false, "too_small": false,
      "verbatim_rejected": false, "partial_rejected": true, "decoder_fails": false,
      "controls_recognised": true, "unproven": false}
      """
    let conditions = try JSONCoding.decoded(Conditions.self, from: Array(early.utf8))
    #expect(conditions.verdict == .detectedPartial && conditions.obstacles == [.controlsRecognised])
    let encoded = JSONCoding.encoded(conditions, pretty: false)
    #expect(try JSONCoding.decoded(Conditions.self, from: encoded) == conditions)
    #expect(throws: Problem.self) {
      try JSONCoding.decoded(Conditions.self, from: Array("{}".utf8))
    }
  }

  @Test func `every verdict has its own title and explanation`() {
    #expect(Set(Verdict.allCases.map(\.title)).count == 13)
    #expect(Set(Verdict.allCases.map(\.explanation)).count == 13)
    #expect(
      Verdict.allCases.filter { $0.title.hasPrefix("Not measurable") }.allSatisfy { $0.isObstacle })
  }
}
