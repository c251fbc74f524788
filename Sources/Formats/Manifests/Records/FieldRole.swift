/// The meaning of a field of a record.
enum FieldRole: Int, CaseIterable, Sendable {
  /// The path of the audio file, in the form that `AudioRule` describes.
  case audio
  case text
  /// The id of the utterance. Without ids, utterances are named by their audio files.
  case id
  case duration
  /// The start of the utterance in its audio file, in seconds.
  case start
  /// The end of the utterance in its audio file, in seconds.
  case end
  case speaker
  case language
  case sampleRate
  /// A field whose value `true` makes the loader skip the record.
  case skip
  /// A field that only records of audio in archives have.
  case archive
  /// The id of the recording that the utterance is a part of.
  case recording
  /// The kind of audio source: `file` for a path.
  case sourceType
  /// Features that were computed in advance, which canaries do not have.
  case features
  /// The text of a second utterance in the same record.
  case secondText
  /// The kind of object, without which the loader does not know the record.
  case type
}

/// The index of the field of each role among the fields of a record, without memory of its own.
struct FieldPlaces: Sendable {
  /// −1 where there is no field.
  private var places = SIMD16<Int32>(repeating: -1)

  init() {
    precondition(FieldRole.allCases.count <= places.scalarCount, "a place for each role")
  }

  subscript(role: FieldRole) -> Int? {
    get { places[role.rawValue] < 0 ? nil : Int(places[role.rawValue]) }
    set { places[role.rawValue] = newValue.map { Int32($0) } ?? -1 }
  }
}

/// A set of roles that is tested for each field of each record.
struct FieldRoles: Sendable {
  private let bits: UInt32

  init(_ roles: Set<FieldRole>) { bits = roles.reduce(0) { $0 | 1 << UInt32($1.rawValue) } }

  func contains(_ role: FieldRole) -> Bool { bits & 1 << UInt32(role.rawValue) != 0 }
}

/// The unit of a field with the length of an utterance.
package enum DurationUnit: String, CaseIterable, Codable, Sendable {
  case seconds
  case milliseconds
  /// Frames of 10 ms, as FunASR counts them.
  case frames
  /// Samples at the sample rate of the audio file.
  case samples

  /// The number of units in a second; nil for samples, whose rate the manifest does not state.
  var perSecond: Double? {
    switch self {
    case .seconds: 1
    case .milliseconds: 1_000
    case .frames: 100
    case .samples: nil
    }
  }

  /// The length of an injected utterance in this unit.
  func length(of utterance: InjectedUtterance) -> Double {
    guard let perSecond else { return Double(utterance.frames) }
    let length = utterance.seconds * perSecond
    // A frame counts if it is complete, as in FunASR's scp2jsonl.
    return self == .seconds ? length : (length + 1e-6).rounded(.down)
  }
}
