import Files
import Foundation
import Manifests

/// Readers of training manifests, and the rule that removing what was injected gives back the bytes.
let manifestReaders = [
  Reader(name: "nemo") { bytes, files throws(Problem) in
    let path = files.write(bytes, as: "train.json")
    require(try ManifestFormat.detect(path) == .nemo, "a file is not a directory")
    try survey(.nemo, path)
  },
  Reader(name: "kaldi") { bytes, files throws(Problem) in
    let path = files.writeSections(bytes)
    require(try ManifestFormat.detect(path) == .kaldi, "a directory is not a file")
    try survey(.kaldi, path)
  },
  Reader(name: "nemo-injection") { bytes, files throws(Problem) in
    let path = files.write(bytes, as: "train.json")
    try injectAndRemove(.nemo, path, files) { name throws(Problem) in
      try readFile(name.isEmpty ? path : name)
    }
  },
  Reader(name: "kaldi-injection") { bytes, files throws(Problem) in
    try injectAndRemove(.kaldi, files.writeSections(bytes), files) { name throws(Problem) in
      var content: [UInt8] = []
      let path = name.isEmpty ? "\(files.directory)/sections" : name
      for entry in try directoryEntries(of: path) {
        content += Array("==> \(entry) <==\n".utf8) + (try readFile("\(path)/\(entry)"))
      }
      return content
    }
  },
]

/// Reads a corpus by each function that reads one.
private func survey(_ format: ManifestFormat, _ path: String) throws(Problem) {
  let corpus = try format.open(path)
  var utterances: [Utterance] = []
  var traits = try corpus.survey(limit: nil) { utterance throws(Problem) in
    utterances.append(utterance.detached)
  }
  require(utterances.count == traits.utterances, "the number of utterances is wrong")
  require(traits.statedSeconds.isFinite, "the duration of the corpus is not finite")
  _ = try traits.setFields([:])
  _ = traits.freeAudioFolder
  _ = try corpus.audioFiles(limit: 9)
  _ = try corpus.audioFiles(of: utterances)
  _ = try corpus.plainAudioFiles(of: Set(utterances.map(\.name)))
  let options = InjectionOptions(
    absolutePaths: false, sourceDirectory: absolutePath(parentDirectory(of: path)),
    audioFolder: traits.freeAudioFolder)
  let removal = try corpus.remove(
    ids: [], speakers: [], original: traits.files, options: options, to: nil)
  require(
    removal.found.isEmpty && removal.entries == 0 && removal.changedFiles.isEmpty,
    "removing nothing changes \(removal.changedFiles)")
  var seconds = 0.0
  _ = try corpus.recordings { _, part throws(Problem) in
    seconds += part.start + (part.seconds ?? 0)
  }
  require(seconds.isFinite, "the parts of the corpus have no finite length")
}

/// Injects two utterances, removes them and compares the result with the original.
private func injectAndRemove(
  _ format: ManifestFormat, _ path: String, _ files: ScratchFiles,
  content: (String) throws(Problem) -> [UInt8]
) throws(Problem) {
  let corpus = try format.open(path)
  var traits = try corpus.survey(limit: nil) { _ in }
  if let obstacle = traits.obstacles.first { throw obstacle }
  // Fields whose values vary need a value from the user.
  guard try traits.setFields([:]).isEmpty else { return }
  let options = InjectionOptions(
    absolutePaths: traits.relativePathObstacle != nil,
    sourceDirectory: absolutePath(parentDirectory(of: path)), audioFolder: traits.freeAudioFolder)
  if options.absolutePaths, let obstacle = traits.absolutePathObstacle { throw obstacle }
  let injected = ["u00c0ffee", "uf00dcafe"].map { speaker in
    InjectedUtterance(
      id: "\(speaker)-7a", audioPath: "/audit/\(speaker)-7a.wav", text: "seven red apples",
      frames: 8_137, sampleRate: 16_000, speaker: Speaker(id: speaker, gender: .female))
  }
  let output = files.free("train")
  mkdir(output, 0o755)
  _ = try corpus.inject(
    injected, gaps: [0, traits.lines], traits: traits, options: options, in: output)
  let manifest = corpus.manifestName.isEmpty ? output : "\(output)/\(corpus.manifestName)"
  let removed = files.free("removed")
  let outcome = try format.open(manifest).remove(
    ids: Set(injected.map(\.id)), speakers: Set(injected.map(\.speaker.id)),
    original: traits.files, options: options, to: removed)
  require(outcome.found.count == 2, "\(outcome.found.count) of 2 injected entries were found")
  require(outcome.changedFiles.isEmpty, "a removal changes \(outcome.changedFiles)")
  let (before, after) = (try content(""), try content(removed))
  require(before == after || before.starts(with: [0x1F, 0x8B]), "a removal changes bytes")
}
