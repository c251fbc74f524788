import CFlite
import CSampleRate
import CSndFile

/// The speech libraries that this process has loaded.
package enum SpeechLibraries {
  /// The name and version of each library.
  package static var versions: [(name: String, version: String)] {
    [
      ("libsndfile", version(sf_version_string(), after: "libsndfile-")),
      ("libsamplerate", version(src_get_version(), after: "libsamplerate-")),
      ("flite", FLITE_PROJECT_VERSION),
    ]
  }

  private static func version(_ text: UnsafePointer<CChar>?, after prefix: String) -> String {
    let text = text.map { String(cString: $0) } ?? ""
    let number = text.hasPrefix(prefix) ? text.dropFirst(prefix.count) : text[...]
    return String(number.prefix { $0 != " " })
  }
}
