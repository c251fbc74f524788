/// The copies of canaries that each file of a training set lists.
///
/// Files that share no copy are parts of one set. Files that share copies are stages of it: a filter
/// writes a part of what it reads. A copy therefore counts if every file that lacks it shares no copy
/// with some file that lists it.
struct TrainingSets {
  struct Copy: Hashable {
    let canary: Int
    let number: Int
  }

  /// A file that lists copies which another stage does not have.
  struct Replaced {
    let file: String
    let by: String
    let missing: Int
  }

  private struct File {
    let path: String
    /// The copies that count.
    let copies: Set<Copy>
    /// All copies that the file names, those with other texts and perturbed copies too.
    let mentioned: Set<Copy>
    /// True for the manifest that `inject` wrote.
    let isInjected: Bool
  }

  private var files: [File] = []
  /// The files that name no copy. A filter that dropped every canary writes such a file.
  private(set) var withoutCanaries: [String] = []

  mutating func add(
    _ path: String, _ copies: Set<Copy>, mentioned: Set<Copy>, isInjected: Bool = false
  ) {
    if mentioned.isEmpty, copies.isEmpty {
      withoutCanaries.append(path)
    } else {
      files.append(
        File(
          path: path, copies: copies, mentioned: mentioned.union(copies), isInjected: isInjected))
    }
  }

  /// True if no file names a copy.
  var isEmpty: Bool { files.isEmpty }

  /// The numbers of the copies that count, by canary.
  var listed: [Int: Set<Int>] { counted { _ in true } }

  /// Those of them that another file than the manifest of `inject` lists.
  var listedByTraining: [Int: Set<Int>] { counted { !$0.isInjected } }

  private func counted(_ isHolder: (File) -> Bool) -> [Int: Set<Int>] {
    let stage = stages
    var counted: [Int: Set<Int>] = [:]
    for holder in files where isHolder(holder) {
      for copy in holder.copies where stage(copy) == nil {
        counted[copy.canary, default: []].insert(copy.number)
      }
    }
    return counted
  }

  /// The first file that lacks a copy and shares copies with every file that lists it.
  private var stages: (Copy) -> Int? {
    let overlaps = files.map { file in
      files.map { !file.copies.isDisjoint(with: $0.mentioned) }
    }
    return { copy in
      let holders = files.indices.filter { files[$0].copies.contains(copy) }
      return files.indices.first { file in
        !files[file].copies.contains(copy) && holders.allSatisfy { overlaps[$0][file] }
      }
    }
  }

  /// The files of which copies do not count because another stage lacks them.
  var replaced: [Replaced] {
    let stage = stages
    return files.compactMap { file in
      let missing = file.copies.compactMap { stage($0) }
      guard let first = missing.min() else { return nil }
      return Replaced(file: file.path, by: files[first].path, missing: missing.count)
    }
  }
}
