import Files
import Platform

extension LibriSpeechTree {
  /// `90012345-7-0000` → `90012345/7`.
  static func chapter(of id: String) -> String {
    id.split(separator: "-").prefix(2).joined(separator: "/")
  }

  /// Writes chapters of utterances whose audio lies in the folder beside the tree.
  private func write(
    _ utterances: [(id: String, text: String, audio: String)], in tree: String
  ) throws(Problem) {
    let chapters = Dictionary(grouping: utterances) { Self.chapter(of: $0.id) }
    for (chapter, own) in chapters.sorted(by: { $0.key < $1.key }) {
      try makeDirectories("\(tree)/\(chapter)")
      let texts = try OutputFile("\(tree)/\(Self.texts(of: chapter))")
      for utterance in own.sorted(by: { $0.id < $1.id }) {
        try texts.write("\(utterance.id) \(utterance.text)\n")
        let link = "\(tree)/\(chapter)/\(utterance.id).\(suffix)"
        guard unsafe symlink("../../../\(utterance.audio)", link) == 0 else {
          throw SystemError.last.writing(link)
        }
      }
      try texts.close()
    }
  }

  /// Makes the directories of some chapters and links every file in them.
  private func link(_ chapters: [String], in tree: String) throws(Problem) {
    for chapter in chapters {
      try makeDirectories("\(tree)/\(chapter)")
      for name in try directoryEntries(of: "\(path)/\(chapter)") {
        let link = "\(tree)/\(chapter)/\(name)"
        guard unsafe symlink(absolutePath("\(path)/\(chapter)/\(name)"), link) == 0 else {
          throw SystemError.last.writing(link)
        }
      }
    }
  }

  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in directory: String
  ) throws(Problem) -> [Int] {
    let tree = "\(directory)/\(manifestName)"
    try makeDirectories(tree)
    try link(chapters, in: tree)
    let own = Set(chapters)
    if let taken = injected.first(where: { own.contains(Self.chapter(of: $0.id)) }) {
      throw Problem(
        .badData, "already has the chapter \(Self.chapter(of: taken.id))", file: path,
        hint: "run the command again; the numbers of canaries are random")
    }
    try write(
      injected.map { ($0.id, $0.text, "\(options.audioFolder)/\(baseName(of: $0.audioPath))") },
      in: tree)
    return []
  }

  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String, appearingAs final: String
  ) throws(Problem) {
    var utterances = injected.map {
      (id: $0.id, text: $0.text, audio: "\(audioFolderName)/\(baseName(of: $0.audioPath))")
    }
    let files = try audioFiles(of: checkUtterances.map(\.utterance))
    for (checkUtterance, file) in zip(checkUtterances, files) {
      let link = "\(audioFolderName)/\(checkUtterance.id).\(suffix)"
      guard let file, unsafe symlink(file.path, "\(target)/\(link)") == 0 else {
        throw SystemError.last.writing("\(target)/\(link)")
      }
      utterances.append(
        (
          checkUtterance.id, String(decoding: checkUtterance.utterance.text, as: UTF8.self), link
        ))
    }
    try write(utterances, in: "\(target)/\(probeName)")
  }

  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    var result = RemovalOutcome()
    var kept: [String] = []
    var names: Set<String> = []
    for chapter in chapters {
      var (own, others) = (0, 0)
      let file = try eachLine(of: chapter) { _, id, _ throws(Problem) in
        guard ids.contains(id) else {
          others += 1
          return
        }
        own += 1
        result.found.insert(id)
      }
      result.entries += own
      if own > 0, others == 0 { continue }
      kept.append(chapter)
      names.insert(file.name)
      let original = files.first { $0.name == file.name }
      if own > 0 || original?.digest != file.digest { result.changedFiles.append(file.name) }
    }
    result.changedFiles += files.map(\.name).filter { !names.contains($0) }
    if let destination {
      try makeDirectories(destination)
      try link(kept, in: destination)
    }
    return result
  }
}
