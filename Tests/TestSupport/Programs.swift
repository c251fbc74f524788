import Foundation

/// The path of a program, searched on the PATH if its name has no slash; nil if it is not found.
package func findProgram(_ name: String) -> String? {
  let candidates =
    name.contains("/")
    ? [name]
    : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(name)" }
  return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// The path of a program of this package, which the build puts beside the tests.
package func builtProgram(_ name: String) -> String {
  for directory in directoriesAboveTests {
    let path = "\(directory)/\(name)"
    if FileManager.default.isExecutableFile(atPath: path) { return path }
  }
  fatalError("\(name) has not been built: swift build -c release --build-tests")
}

/// The directory that holds Package.swift.
package let packageRoot: String = {
  let root = directoriesAboveTests.first {
    FileManager.default.fileExists(atPath: "\($0)/Package.swift")
  }
  guard let root else { fatalError("the tests are not inside their package") }
  return root
}()

private let directoriesAboveTests: [String] = {
  var url = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
  var directories: [String] = []
  while url.path != "/" {
    url.deleteLastPathComponent()
    directories.append(url.path)
  }
  return directories
}()
