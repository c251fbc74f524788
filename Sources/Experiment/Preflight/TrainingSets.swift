/// The copies of canaries that each file of a training set lists.
///
/// A filter writes a part of its input, so a file whose copies are all in another file replaces that
/// one: naming both the original and the filtered manifest counts the filtered one. Files of which
/// none contains another are parts of one training set and count together.
struct TrainingSets {
  struct Copy: Hashable {
    let canary: Int
    let number: Int
  }

  /// A file that lists copies which a later stage does not have.
  struct Replaced {
    let file: String
    let by: String
    let missing: Int
  }

  private var files: [(path: String, copies: Set<Copy>)] = []
  /// The files that list no copy. A filter that dropped every canary writes such a file.
  private(set) var withoutCanaries: [String] = []

  /// - Parameter isListing: whether the file names canaries; without any copy that counts it is a part
  ///   of every other set.
  mutating func add(_ path: String, _ copies: Set<Copy>, isListing: Bool) {
    if copies.isEmpty, !isListing {
      withoutCanaries.append(path)
    } else {
      files.append((path, copies))
    }
  }

  /// The numbers of the listed copies by canary.
  var listed: [Int: Set<Int>] {
    files.filter { smaller(than: $0.copies) == nil }.reduce(into: [:]) { listed, file in
      for copy in file.copies { listed[copy.canary, default: []].insert(copy.number) }
    }
  }

  var replaced: [Replaced] {
    files.compactMap { file in
      smaller(than: file.copies).map { part in
        Replaced(file: file.path, by: part.path, missing: file.copies.count - part.copies.count)
      }
    }
  }

  private func smaller(than copies: Set<Copy>) -> (path: String, copies: Set<Copy>)? {
    files.first { $0.copies.isStrictSubset(of: copies) }
  }
}
