import AuditModel
import Injection
import Integrity
import Randomness

extension Experiment {
  /// The ledger that an injection of this design would write, without audio, and no transcripts.
  package init(design: Design, voices: [String], seed: Seed) throws {
    self.init(blocks: 1)
    ledger.header.design = design
    ledger.header.seed = seed.bytes.hex
    let candidates = candidates(of: design, voices: voices)
    let source = try PhraseSource(
      unit: design.unit, length: design.length, style: WritingStyle(),
      vocabulary: CommonWords.all)
    var drawing = PhraseDrawing(
      recombined: candidates.map { design.recombinedControls && $0.kind != .tracer },
      source: source, seed: seed)
    try drawing.fill { _ in true }
    let assignments = assign(
      candidates, tokenCounts: drawing.phrases.map { $0!.text.count }, design: design, seed: seed)
    let isFirst = firstTextIsCanary(count: candidates.count, seed: seed)
    heard = [:]
    (ledger.canaries, ledger.recombinedControls) = ([], [])
    for candidate in candidates {
      let assignment = assignments[candidate.index]
      var texts = drawing.texts(candidate.index)
      if texts.count == 2, !isFirst[candidate.index] { texts.swapAt(0, 1) }
      let canary = Canary(
        probeID: "p\(candidate.index)",
        trainingIDs: (0..<assignment.repetitions).map { "t\(candidate.index)-\($0)" },
        text: texts[0].text, voice: candidate.voice, speed: candidate.speed,
        block: assignment.block, role: assignment.role, repetitions: assignment.repetitions,
        frames: 16_000, gain: 1, paddingFrames: 0, audioDigest: Digest(of: [1]))
      ledger.canaries.append(canary)
      guard texts.count == 2 else { continue }
      var control = canary
      (control.probeID, control.text) = ("c\(candidate.index)", texts[1].text)
      (control.role, control.recombines) = (.recombined, canary.probeID)
      (control.repetitions, control.trainingIDs) = (0, [])
      ledger.recombinedControls.append(control)
    }
    for utterance in ledger.checkUtterances { heard[utterance.probeID] = utterance.text }
  }
}
