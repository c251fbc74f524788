import Files
import Platform

extension ManifestList {
  /// The options for the manifest `name`: relative paths start at its own directory.
  private func options(_ options: InjectionOptions, for name: String) -> InjectionOptions {
    var own = options
    if name.contains("/") { own.sourceDirectory += "/\(parentDirectory(of: name))" }
    return own
  }

  package func injectedNames(_ traits: CorpusTraits, _ options: InjectionOptions) -> InjectedNames {
    InjectedNames(manifest: NumberedName.value(for: manifestNames, after: "_"))
  }

  /// An injected line between two manifests goes to the end of the first.
  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in directory: String
  ) throws(Problem) -> [Int] {
    precondition(traits.parts.count == parts.count, "inject: traits of a complete survey")
    var positions: [Int] = []
    var (next, start, lines) = (0, 0, 0)
    for (index, part) in parts.enumerated() {
      var own = traits.parts[index]
      own.style.fields = traits.style.fields
      own.statedLanguage = traits.statedLanguage
      if !traits.hasLanguageOfEachFile { own.languages = traits.languages }
      let end =
        index + 1 == parts.count
        ? gaps.count : gaps[next...].firstIndex { $0 > start + own.lines } ?? gaps.count
      let name = manifestNames[index]
      let folder = name.contains("/") ? "\(directory)/\(parentDirectory(of: name))" : directory
      try makeDirectories(folder)
      let places = try part.inject(
        Array(injected[next..<end]), gaps: gaps[next..<end].map { $0 - start }, traits: own,
        options: self.options(options, for: name), in: folder)
      // Counted on from one manifest to the next, in the order in which they are named.
      positions += places.map { lines + $0 }
      lines = max(positions.last ?? 0, lines + own.lines + places.count)
      start += own.lines
      next = end
    }
    return positions
  }

  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in directory: String, appearingAs final: String
  ) throws(Problem) {
    var own = traits.parts[0]
    own.style.fields = traits.style.fields
    own.statedLanguage = traits.statedLanguage
    if !traits.hasLanguageOfEachFile { own.languages = traits.languages }
    try parts[0].writeProbe(
      injected, checkUtterances: checkUtterances, traits: own, in: directory, appearingAs: final,
      manifest: part(of:))
  }

  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    guard files.count == parts.count else {
      throw Problem(
        .badData, "names \(parts.count) manifests, and the audit has \(files.count)", file: path,
        hint: "name the folder train of the audit")
    }
    var result = RemovalOutcome()
    for (part, file) in zip(parts, files) {
      let target = destination.map { "\($0)/\(file.name)" }
      if let target { try makeDirectories(parentDirectory(of: target)) }
      let outcome = try part.remove(
        ids: ids, speakers: speakers, original: [file],
        options: self.options(options, for: file.name), to: target)
      result.found.formUnion(outcome.found)
      result.entries += outcome.entries
      result.changedFiles += outcome.changedFiles
    }
    return result
  }
}
