import Files
import Platform

extension NeMoManifest {
  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String,
    appearingAs final: String
  ) throws(Problem) {
    var lines: [(id: String, line: [UInt8])] = injected.map {
      ($0.id, line(for: $0, traits: traits))
    }
    for utterance in checkUtterances {
      lines.append((utterance.id, try line(for: utterance, in: target, appearingAs: final)))
    }
    lines.sort { $0.id.precedesInBytes($1.id) }
    let output = try OutputFile(
      "\(target)/\(probeName)", compressed: traits.files[0].isCompressed)
    for (_, line) in lines { try output.write(line + [0x0A]) }
    try output.close()
  }

  /// The user's line with its path replaced by that of a link, which is named after the check
  /// utterance's id so that transcripts use that name. All other bytes stay.
  private func line(
    for checkUtterance: ProbedUtterance, in target: String, appearingAs final: String
  ) throws(Problem) -> [UInt8] {
    let source = checkUtterance.utterance.source
    let entry = try NeMoEntry(
      Line(bytes: source, number: checkUtterance.utterance.line, isTerminated: true), file: path)
    let audio = resolved(entry)
    let name = baseName(of: audio)
    let suffix = name.dropFirst().lastIndex(of: ".").map { String(name[$0...]) } ?? ""
    let link = "\(audioFolderName)/\(checkUtterance.id)\(suffix)"
    guard unsafe symlink(audio, "\(target)/\(link)") == 0 else {
      throw SystemError.last.writing("\(target)/\(link)")
    }
    let start = source.startIndex + entry.audioRange.lowerBound
    let end = source.startIndex + entry.audioRange.upperBound
    let shown = final.isEmpty ? link : "\(final)/\(link)"
    return Array(source[..<start]) + jsonEscaped(shown) + Array(source[end...])
  }
}
