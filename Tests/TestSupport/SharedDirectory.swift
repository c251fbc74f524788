import Foundation

extension TemporaryDirectory {
  /// For what many tests look at and none may change; removed when the process ends.
  package static let shared: TemporaryDirectory = {
    guard let directory = try? TemporaryDirectory() else {
      fatalError("no temporary directory can be made")
    }
    atexit { try? FileManager.default.removeItem(atPath: TemporaryDirectory.shared.path) }
    return directory
  }()
}
