import ArgumentParser
import AuditModel
import Files
import Manifests
import Scoring
import Speech
import Transcripts

/// `1,2,4`: numbers with commas between.
struct IntegerList: ExpressibleByArgument {
  let values: [Int]

  init(_ values: [Int]) { self.values = values }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap { Int($0) }
    guard !values.isEmpty, values.count == parts.count else { return nil }
    self.values = values
  }

  var defaultValueDescription: String { values.map(String.init).joined(separator: ",") }
}

/// `1.5,2`: numbers with commas between.
struct NumberList: ExpressibleByArgument {
  let values: [Double]

  init(_ values: [Double]) { self.values = values }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap { Double($0) }
    guard !values.isEmpty, values.count == parts.count else { return nil }
    self.values = values
  }

  var defaultValueDescription: String { values.map(trimmed).joined(separator: ",") }
}

/// `slt,rms`: voices that flite brings along.
struct VoiceList: ExpressibleByArgument {
  let values: [FliteSynthesizer.Voice]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap { FliteSynthesizer.Voice(rawValue: String($0)) }
    guard !values.isEmpty, values.count == parts.count, Set(values).count == values.count else {
      return nil
    }
    self.values = values
  }
}

extension ManifestFormat: ExpressibleByArgument {}
extension TranscriptFormat: ExpressibleByArgument {}
extension PhraseUnit: ExpressibleByArgument {}
extension PrimaryAnalysis.TrainingEvidence: ExpressibleByArgument {}
extension AudioFormat.Container: ExpressibleByArgument {}
extension MissingPolicy: ExpressibleByArgument {}
extension Normalizer: ExpressibleByArgument {}
