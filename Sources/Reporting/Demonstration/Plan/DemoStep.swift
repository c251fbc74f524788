/// One thing that a demonstration does, and that anyone may do by hand.
package enum DemoStep: Hashable, Sendable {
  case makeDirectory(String)
  case write(path: String, text: String)
  /// Arguments of `asr-audit`.
  case run([String])

  /// What it makes, where that is a thing of its own.
  package var target: String? {
    switch self {
    case .makeDirectory: nil
    case .write(let path, _): path
    case .run(let arguments):
      arguments.firstIndex(of: "--output").map { arguments[$0 + 1] }
    }
  }

  /// As one types it.
  package var shell: String {
    switch self {
    case .makeDirectory(let path): "mkdir -p \(quoted(path))"
    case .write(let path, let text): "cat > \(quoted(path)) << 'END'\n\(text)END"
    case .run(let arguments): (["asr-audit"] + arguments.map(quoted)).joined(separator: " ")
    }
  }
}

/// As a shell reads it back.
private func quoted(_ argument: String) -> String {
  let plain = argument.unicodeScalars.allSatisfy {
    $0.isASCII
      && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
        || "-_./=,:".unicodeScalars.contains($0))
  }
  if plain, !argument.isEmpty { return argument }
  return "'" + argument.replacing("'", with: "'\\''") + "'"
}
