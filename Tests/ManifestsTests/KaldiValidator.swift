import Foundation

/// The faults that Kaldi's utils/validate_data_dir.sh finds in a data directory without features.
///
/// A reimplementation of its rules: every table ends in a line feed and is sorted and unique by its first
/// field in byte order; utt2spk has two fields and is sorted by speaker too; spk2utt is its inverse;
/// tables with the same key list the same ids; values have the required form.
func complaints(about directory: String) throws -> [String] {
  var complaints: [String] = []
  let names = try FileManager.default.contentsOfDirectory(atPath: directory)
  func table(_ name: String) throws -> [[String]]? {
    guard names.contains(name) else { return nil }
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)"))
    if data.last != 0x0A { complaints.append("\(name): the last line does not end") }
    let rows = lines([UInt8](data)).map { line in
      line.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
    }
    let keys = rows.map { Array(($0.first ?? "").utf8) }
    if !zip(keys, keys.dropFirst()).allSatisfy({ $0.lexicographicallyPrecedes($1) }) {
      complaints.append("\(name): not sorted and unique")
    }
    return rows
  }
  func demand(_ isRight: Bool, _ complaint: String) {
    if !isRight { complaints.append(complaint) }
  }

  let owners = try table("utt2spk") ?? []
  demand(!owners.isEmpty, "utt2spk: nothing in it")
  demand(owners.allSatisfy { $0.count == 2 }, "utt2spk: not two fields")
  let bySpeaker = owners.map { Array($0.dropFirst().joined(separator: " ").utf8) }
  demand(
    zip(bySpeaker, bySpeaker.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) },
    "utt2spk: not sorted by speaker")
  let members = try table("spk2utt") ?? []
  let inverted = members.flatMap { row in row.dropFirst().map { [$0, row[0]] } }
  demand(inverted == owners, "spk2utt: not the inverse of utt2spk")

  let utterances = owners.map(\.first)
  let segments = try table("segments")
  var recordings = utterances
  if let segments {
    for row in segments {
      let times = row.dropFirst(2).map { Double($0) ?? .nan }
      demand(row.count == 4 && times[0] < times[1], "segments: \(row)")
    }
    demand(segments.map(\.first) == utterances, "segments: other utterances")
    recordings = Set(segments.compactMap { $0.dropFirst().first })
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
  for (name, ids) in [
    ("text", utterances), ("wav.scp", recordings), ("utt2dur", utterances),
    ("utt2num_frames", utterances), ("utt2num_samples", utterances), ("utt2lang", utterances),
    ("utt2uniq", utterances), ("reco2dur", recordings), ("reco2file_and_channel", recordings),
    ("spk2gender", members.map(\.first)),
  ] {
    guard let rows = try table(name) else {
      demand(name != "text" && name != "wav.scp", "\(name): not there")
      continue
    }
    demand(rows.map(\.first) == ids, "\(name): other ids")
    for row in rows { demand(hasForm(row, of: name), "\(name): \(row)") }
  }
  return complaints
}

/// True if a row has the fields that its file requires.
private func hasForm(_ row: [String], of name: String) -> Bool {
  switch name {
  case "text": row.allSatisfy { !["<s>", "</s>", "#0"].contains($0) }
  case "wav.scp": row.count > 1 && row[1].first != "~"
  case "utt2dur", "reco2dur": row.count == 2 && Double(row[1]) ?? 0 > 0
  case "utt2num_frames", "utt2num_samples": row.count == 2 && Int(row[1]) ?? 0 > 0
  case "reco2file_and_channel": row.count == 3 && ["A", "B"].contains(row[2])
  case "spk2gender": row.count == 2 && ["m", "f"].contains(row[1])
  default: row.count == 2
  }
}
