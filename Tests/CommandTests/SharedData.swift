import Foundation
import TestSupport

/// Real recordings that are not part of the project: the directory in ASR_AUDIT_DATA, else
/// `shared/data` beside the repository.
enum SharedData {
  static let path =
    ProcessInfo.processInfo.environment["ASR_AUDIT_DATA"] ?? "\(packageRoot)/../shared/data"
  static let isPresent = FileManager.default.fileExists(atPath: path)
  static let absence = "no real recordings at \(path); ASR_AUDIT_DATA says where they are"

  static var digits: String { "\(path)/spoken-digits/recordings" }
  static var kaldi: String { "\(path)/clips/lhotse/test/fixtures/mini_librispeech" }
  static var speechBrain: String { "\(path)/clips/speechbrain" }
}
