import ArgumentParser
import AuditModel
import Files
import Manifests
import Scoring
import Speech
import Transcripts

/// Whole numbers separated by commas, such as `1,2,4`.
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

/// Shares separated by commas, such as `0.02,0.1` or `2%,10%`.
struct ShareList: ExpressibleByArgument {
  let values: [Double]

  init?(argument: String) {
    guard let values = numbers(argument, unit: .share) else { return nil }
    self.values = values
  }
}

/// Speeds separated by commas, such as `1.5,2` or `1.5x,2x`.
struct SpeedList: ExpressibleByArgument {
  let values: [Double]

  init(_ values: [Double]) { self.values = values }

  init?(argument: String) {
    guard let values = numbers(argument, unit: .speed) else { return nil }
    self.values = values
  }

  var defaultValueDescription: String { values.map(trimmed).joined(separator: ",") }
}

/// A share between 0 and 1, such as `0.15` or `15%`.
struct Share: ExpressibleByArgument {
  let value: Double

  init(_ value: Double) { self.value = value }

  init?(argument: String) {
    guard let value = parsedNumber(argument, unit: .share) else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { trimmed(value) }
}

private func numbers(_ argument: String, unit: NumberUnit) -> [Double]? {
  let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
  let values = parts.compactMap { parsedNumber($0, unit: unit) }
  return values.count == parts.count && !values.isEmpty ? values : nil
}

/// Built-in flite voices separated by commas, such as `slt,rms`.
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
