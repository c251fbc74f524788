import Files

extension FairseqManifest {
  static let title = "fairseq TSV with .ltr or .wrd beside it"
  static let evidence =
    "a file whose first line is a folder and whose second line is a path and a "
    + "number, with a .ltr or .wrd file beside it"

  /// The evidence by which a file of this format is recognised; nil for another format.
  static func recognize(_ start: FileStart) -> String? {
    guard start.number == 1, start.keys == nil, !start.line.contains(0x09),
      let second = start.second?.withoutReturn
    else { return nil }
    let fields = second.split(separator: 0x09, omittingEmptySubsequences: false)
    guard fields.count == 2, fields[1].text.flatMap({ Int($0) }) != nil,
      let label = Label.allCases.first(where: { fileExists(sibling(of: start.path, $0)) })
    else { return nil }
    return "line 2 is a path and a number, and there is a .\(label.rawValue) file"
  }
}
