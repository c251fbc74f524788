import Files
import Platform

/// A file of a Kaldi directory that `KaldiFile` does not list and that has a line for each utterance,
/// recording or speaker, such as ESPnet's `utt2category` and `text.prev`.
///
/// `utils/fix_data_dir.sh --utt_extra_files` deletes the utterances that such a file lacks, so
/// injected utterances need an entry.
struct KaldiExtraTable: Hashable, Sendable {
  let name: String
  let key: KaldiFile.Key
}

extension KaldiDirectory {
  /// Finds the tables among the other files and adds their values to the census of `traits`.
  func surveyTables(_ traits: inout CorpusTraits) throws(Problem) {
    for name in others where isTableName(name) && startsLikeText("\(path)/\(name)") {
      for (key, leader) in leaders {
        guard let file = try describe(name, leader: leader, key: key, in: &traits) else { continue }
        traits.style.tables.append(KaldiExtraTable(name: name, key: key))
        traits.files.append(file)
        break
      }
    }
  }

  /// The file that lists all ids of a kind.
  private var leaders: [(key: KaldiFile.Key, file: KaldiFile)] {
    var leaders: [(key: KaldiFile.Key, file: KaldiFile)] = [(.utterance, .text)]
    if present.contains(.spk2utt) { leaders.append((.speaker, .spk2utt)) }
    if hasSegments { leaders.append((.recording, .wavScp)) }
    return leaders
  }

  /// False for backups that editors and people make, which no recipe reads.
  private func isTableName(_ name: String) -> Bool {
    !name.hasPrefix(".") && !name.hasSuffix("~") && !name.hasPrefix("#")
      && [".bak", ".backup", ".orig", ".old", ".swp", ".tmp"].allSatisfy { !name.hasSuffix($0) }
  }

  /// Reads a file beside the one that lists all ids of a kind. Nil if it does not list the same ids in
  /// the same order.
  private func describe(
    _ name: String, leader: KaldiFile, key: KaldiFile.Key, in traits: inout CorpusTraits
  ) throws(Problem) -> ManifestFile? {
    var census = traits.census
    let lines = try reader(leader)
    let reader: KaldiTableReader
    do throws(Problem) {
      reader = try KaldiTableReader("\(path)/\(name)")
      while let row = try reader.next() {
        guard let expected = try lines.next(), expected.key.elementsEqual(row.key) else {
          return nil
        }
        census.add(
          Array(name.utf8)[...], row.trimmedValue, text: key == .utterance ? expected.value : nil)
      }
    } catch {
      // A file that breaks the rules of tables is none.
      if error.kind == .badData { return nil }
      throw error
    }
    let file = reader.description(name: name)
    guard try lines.next() == nil, !file.isCompressed else { return nil }
    traits.census = census
    return file
  }
}

/// Whether the first bytes of a file are text, so that its lines are not read for nothing.
private func startsLikeText(_ path: String) -> Bool {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return false }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: 4096)
  let count = unsafe read(descriptor, &bytes, bytes.count)
  return count > 0 && ForeignFile(bytes[..<count]) == nil
}
