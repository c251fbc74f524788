import AuditModel
import Files
import Integrity
import Randomness

/// A ledger like those of an injection, with every optional part.
enum Ledgers {
  static let seed = Seed(short: 7)

  private static let headerText = """
    {"tool": "asr-audit test", "seed": "", "seed_is_secret": true,
    "design": {"repetitions": [1, 2, 4, 8, 16], "speeds": [1.5], "coins": 200, "blocks": 20,
      "allocation": [2, 2, 1, 1, 5], "unit": "words", "length": 7, "check_utterances": 2, "tracers": 1,
      "natural_speed_probes": true},
    "primary_analysis": {"statistics": ["verbatim", "partial"], "alpha": 0.05, "permutations": 9999,
      "normalizer": "basic-1", "epsilon_guesses": [20, 20], "training_evidence": "required"},
    "gate": [{"max": 0.1, "repetitions": [1, 2], "level": "error"}],
    "corpus": {"format": "nemo", "name": "größe \\"x\\".json", "manifest_name": "train.json",
      "probe_name": "probe.json", "utterances": 12, "seconds": 1234.5,
      "seconds_are_estimated": true,
      "files": [{"name": "train.json", "digest": "\(Digest(of: [1]).hex)",
        "is_terminated": true, "is_compressed": false}]},
    "injection": {"absolute_paths": false, "source_directory": "/data",
      "audio_folder": "utterances"},
    "audio": {"sample_rate": 16000, "channels": 1, "container": "wav"},
    "synthesizer": "tones", "vocabulary": "2 words",
    "writing": {"letter_case": "upper", "digits": "words"},
    "ctc": {"frame_rate": 25, "tokens": "characters", "max_seconds": 20},
    "speakers": ["u1", "u2"], "share": 0.01, "injected_seconds": 12.25, "redraws": 3}
    """

  static func sample(seed: Seed = seed) -> Ledger {
    var header = try! JSONCoding.decoded(Ledger.Header.self, from: headerText.utf8)
    header.seed = seed.bytes.hex
    header.rootCoversPositions = true
    let names = Names(seed: seed)
    let canaries = (0..<8).map { index in
      let repetitions = [1, 0, 4, 0, 64, 2, 0, 1][index]
      return Canary(
        probeID: names.name("probe \(index)"),
        trainingIDs: (0..<repetitions).map { names.name("train \(index) \($0)") },
        naturalSpeedID: index == 3 ? nil : names.name("natural-speed probe \(index)"),
        text: ["ärmel öl", "дом \\ \"кот\"", "two\twords", "plain text", "a", "b", "é", "🐦 c"][
          index],
        voice: "slt", speed: 1.5, block: [.coin, .coin, .fixed(0), .fixed(17), .none][index % 5],
        role: repetitions == 64 ? .tracer : repetitions == 0 ? .control : .trained,
        repetitions: repetitions, frames: 29_403 + index, gain: 0.9375, paddingFrames: index,
        audioDigest: Digest(of: [UInt8(index)]),
        naturalSpeedDigest: index == 3 ? nil : Digest(of: [UInt8(index), 1]))
    }
    return Ledger(
      header: header, canaries: canaries,
      checkUtterances: [
        CheckUtterance(probeID: "a1", text: "an utterance", audioDigest: Digest(of: [9])),
        CheckUtterance(probeID: "a2", text: ""),
      ], positions: [1, 5, 9])
  }
}
