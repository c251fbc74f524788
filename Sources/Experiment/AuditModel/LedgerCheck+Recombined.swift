extension Ledger {
  /// The first contradiction among the recombined controls, or between them and the canaries.
  var recombinedContradiction: (field: String, message: String)? {
    let randomised = header.design.recombinedControls ? canaries.filter { $0.role != .tracer } : []
    guard recombinedControls.count == randomised.count else {
      return (
        "recombined_controls",
        "expected \(randomised.count) for this design, found \(recombinedControls.count)"
      )
    }
    for (index, (control, canary)) in zip(recombinedControls, randomised).enumerated() {
      if let contradiction = contradiction(control, of: canary) {
        return ("recombined_controls.\(index).\(contradiction.field)", contradiction.message)
      }
    }
    return nil
  }

  private func contradiction(
    _ control: Canary, of canary: Canary
  ) -> (field: String, message: String)? {
    guard control.role == .recombined else { return ("role", "expected recombined") }
    guard control.recombines == canary.probeID else {
      return ("recombines", "expected the ids of all randomised canaries, in their order")
    }
    guard control.repetitions == 0, control.trainingIDs.isEmpty else {
      return ("repetitions", "a recombined control is never trained")
    }
    guard
      (control.speed, control.voice, control.block) == (canary.speed, canary.voice, canary.block)
    else { return ("block", "expected the speed, voice and block of the canary") }
    guard control.text != canary.text,
      control.text.unicodeScalars.sorted() == canary.text.unicodeScalars.sorted()
    else { return ("text", "expected the words of the canary in another order") }
    guard (control.naturalSpeedID == nil) == (control.naturalSpeedDigest == nil) else {
      return ("natural_speed", "the id and the digest of a probe belong together")
    }
    return nil
  }
}
