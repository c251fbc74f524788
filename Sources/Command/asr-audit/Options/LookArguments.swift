import AuditModel
import Files

/// The values of `--transcripts`: one file, or several as LABEL=FILE.
struct LookArguments {
  struct Look: Hashable {
    /// Nil for the only file.
    var label: String?
    var path: String
  }

  let looks: [Look]

  /// The largest number of Unicode scalars in a label.
  private static let longestLabel = 60

  /// - Throws: `.usage` if several values do not name different checkpoints and files.
  init(_ values: [String]) throws(Problem) {
    guard values.count > 1 else {
      looks = values.map { Look(label: nil, path: $0) }
      return
    }
    guard values.count <= PrimaryAnalysis.mostLooks else {
      throw Self.problem(
        "\(values.count) checkpoints, at most \(PrimaryAnalysis.mostLooks) are decided together",
        hint: "choose fewer checkpoints, before you look at their transcripts")
    }
    var looks: [Look] = []
    for value in values {
      let look = try Self.look(value)
      if looks.contains(where: { $0.label == look.label }) {
        throw Self.problem(
          "two checkpoints have the label '\(look.label ?? "")'",
          hint: "give each one its own label")
      }
      if let other = looks.first(where: { absolutePath($0.path) == absolutePath(look.path) }) {
        throw Self.problem(
          "'\(other.label ?? "")' and '\(look.label ?? "")' name the same file, \(look.path)",
          hint: "name the transcripts of each checkpoint once")
      }
      looks.append(look)
    }
    self.looks = looks
  }

  private static func look(_ value: String) throws(Problem) -> Look {
    let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let label = String(parts[0])
    // A path with an equals sign, such as exp/lr=0.1/hyp.json, is a file without a label.
    guard parts.count == 2, !label.contains("/"), !parts[1].isEmpty else {
      throw problem(
        "'\(value)' has no label, but there are several files",
        hint: "write LABEL=FILE, for example --transcripts step1000=hyp.json")
    }
    guard !label.allSatisfy(\.isWhitespace), label.unicodeScalars.count <= longestLabel,
      label == legible(label), !label.contains(where: \.isNewline), !label.contains("\t")
    else {
      throw problem(
        "'\(label)' is not a label",
        hint: "use 1 to \(longestLabel) visible characters, for example step1000")
    }
    guard parts[1] != "-" else {
      throw problem(
        "'\(label)' is standard input, which several checkpoints cannot share",
        hint: "write the transcripts to a file and name it")
    }
    return Look(label: label, path: String(parts[1]))
  }

  private static func problem(_ message: String, hint: Hint) -> Problem {
    Problem(.usage, message, field: "--transcripts", hint: hint)
  }
}
