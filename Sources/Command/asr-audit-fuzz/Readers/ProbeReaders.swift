import AuditModel
import Capacity
import Files
import Probing
import Scoring

/// Readers of the files of further probes and of capacity experiments.
let probeReaders = [
  Reader(name: "probes") { bytes, files throws(Problem) in
    let parts = ScratchFiles.sections(of: bytes)
    let path = files.write(sealed(parts["ledger.json"] ?? []), as: "ledger.json")
    let (ledger, root) = try LedgerFile.read(path)
    _ = files.write(parts["probes.json"] ?? [], as: FurtherProbes.fileName)
    let probes = try FurtherProbes.read(in: files.directory, of: ledger, root: root)
    _ = files.write(probes.encoded, as: FurtherProbes.fileName)
    let again = try FurtherProbes.read(in: files.directory, of: ledger, root: root)
    require(again == probes, "probes that were read again differ")
  },
  Reader(name: "alignment") { bytes, files throws(Problem) in
    let alignment = try Alignment(files.write(bytes, as: "words.ctm"))
    for words in 1...4 {
      guard let times = try alignment.times(of: "a", words: words, seconds: 2) else { continue }
      require(times.count == words, "\(words) words have \(times.count) places")
      for (time, next) in zip(times, times.dropFirst()) {
        require(time.lowerBound <= next.lowerBound, "the places of words are not in order")
      }
      require(
        times.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= 2 },
        "the place of a word is outside the sound")
    }
  },
  Reader(name: "capacity", namesFile: false) { bytes, _ throws(Problem) in
    let parts = ScratchFiles.sections(of: bytes)
    var utterances: [CapacityUtterance] = []
    for line in (parts["utterances.jsonl"] ?? []).split(separator: UInt8(ascii: "\n")).prefix(200) {
      utterances.append(try JSONCoding.decoded(CapacityUtterance.self, from: line))
    }
    // Every second utterance has the answer of a model that made an error.
    let heard = Dictionary(
      utterances.enumerated().map { index, utterance in
        (utterance.id, CapacityAnswer(transcript: utterance.text + (index % 2 == 0 ? "" : " x")))
      }, uniquingKeysWith: { first, _ in first })
    let scorer = CapacityScorer(
      utterances, CanaryNormalizer(.basic, .words), tolerance: 0.1, baseline: nil)
    for size in 0...scorer.ladder {
      let point = try scorer.point(size: size, answers: heard)
      require(point.trained.hits <= size, "more canaries are exact than there are")
    }
  },
]
