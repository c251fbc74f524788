import AuditModel
import Files
import Manifests
import Scoring

extension SeenFiles {
  /// Takes an entry whose text is known. Texts are compared as `score` compares them.
  mutating func take(_ utterance: Utterance, into file: inout SeenFile) {
    file.lines += 1
    let line = Array(utterance.name.utf8) + [0x09] + utterance.audio
    let named = names(in: line[...])
    if named.keys.contains(where: { $0 != .foreign && $0 != .other }) { file.matches += 1 }
    for (utteranceNamed, isPerturbed) in named {
      switch utteranceNamed {
      case .copy(let canary, let number):
        let copy = Copy(canary: canary, number: number)
        if isPerturbed {
          file.namePerturbed(copy)
        } else {
          let text = String(decoding: utterance.text, as: UTF8.self)
          file.name(
            copy, hasText: normalizer.isText(text, of: ledger.canaries[canary]), hasOther: true)
        }
      case .control(let probe): leak(probe, utterance.file, utterance.line, .id)
      case .foreign: notes.foreignIDs += 1
      case .trainedProbe, .other: break
      }
    }
    let heard = texts.probes(in: utterance.text)
    let isOriginal = named.values.contains(false)
    if !isOriginal, PerturbedCopy.isMarked(anywhereIn: line[...]) {
      if named.isEmpty, heard.keys.contains(where: isTrained) { file.perturbedTexts += 1 }
    } else {
      takeTexts(
        heard, Line(bytes: line[...], number: utterance.line, isTerminated: true),
        of: utterance.file, into: &file)
    }
  }

  mutating func excludeNames(in line: ArraySlice<UInt8>, of file: inout SeenFile) {
    for (utterance, isPerturbed) in names(in: line) {
      exclude(utterance, isPerturbed: isPerturbed)
      if case .copy(let canary, let number) = utterance {
        file.mention(Copy(canary: canary, number: number))
      }
    }
  }
}
