import Foundation

/// A line on standard error, behind the program's name.
func diagnose(_ message: String) {
  FileHandle.standardError.write(Data("asr-audit: \(message)\n".utf8))
}
