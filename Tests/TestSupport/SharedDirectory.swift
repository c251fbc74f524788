import Foundation

extension TemporaryDirectory {
  /// A directory for files that many tests read and none changes. It is removed when the process ends.
  package static let shared: TemporaryDirectory = {
    guard let directory = try? TemporaryDirectory() else {
      fatalError("no temporary directory can be made")
    }
    atexit { try? FileManager.default.removeItem(atPath: TemporaryDirectory.shared.path) }
    return directory
  }()
}
