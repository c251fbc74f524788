import Files
import Foundation
import Manifests

/// Readers of training manifests, and the rule that removing what was injected gives back the bytes.
let manifestReaders = [
  Reader(name: "nemo") { bytes, files throws(Problem) in
    let path = files.write(bytes, as: "train.json")
    try survey(try ManifestFormat.detect(path), path)
  },
  Reader(name: "manifests") { bytes, files throws(Problem) in
    let path = try firstSection(of: bytes, files)
    try survey(try ManifestFormat.detect(path), path)
  },
  Reader(name: "manifests-injection") { bytes, files throws(Problem) in
    let path = try firstSection(of: bytes, files)
    try injectAndRemove(try ManifestFormat.detect(path), path, files) { name throws(Problem) in
      try treeContent(name.isEmpty ? path : name)
    }
  },
  Reader(name: "tar") { bytes, files throws(Problem) in
    let path = files.write(bytes, as: "a.tar")
    let reader = try TarReader(path)
    while let member = try reader.next() {
      require(member.bytes.upperBound <= bytes.count, "a member ends after its archive")
      _ = try reader.content(of: member)
    }
    try survey(.webdataset, path)
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
    let path = files.writeSections(bytes)
    try injectAndRemove(.kaldi, path, files) { name throws(Problem) in
      try treeContent(name.isEmpty ? path : name)
    }
  },
]

/// Writes the sections of an input and returns the path of the first one, the manifest.
private func firstSection(of bytes: [UInt8], _ files: ScratchFiles) throws(Problem) -> String {
  let directory = files.writeSections(bytes)
  guard let name = ScratchFiles.firstName(in: bytes) else {
    throw Problem(.badData, "the input has no section", file: directory)
  }
  return "\(directory)/\(name)"
}

/// The content of a file, or of all files of a directory.
private func treeContent(_ path: String) throws(Problem) -> [UInt8] {
  guard isDirectory(path) else { return try readFile(path) }
  var content: [UInt8] = []
  for entry in try directoryEntries(of: path) {
    content += Array("==> \(entry) <==\n".utf8) + (try readFile("\(path)/\(entry)"))
  }
  return content
}

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
    let file = "\(speaker)-7a.wav"
    let isRelative = corpus.canaryPaths == .relative
    return InjectedUtterance(
      id: "\(speaker)-7a",
      audioPath: corpus.manifestPath(of: isRelative ? "utterances/\(file)" : "/audit/\(file)"),
      text: "seven red apples", frames: 8_137, sampleRate: 16_000,
      speaker: Speaker(id: speaker, gender: .female), fileBytes: 16_318)
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
  let isWhole = format == .kaldi || !format.hasSeveralFiles
  require(
    before == after || before.starts(with: [0x1F, 0x8B]) || !isWhole, "a removal changes bytes")
}
