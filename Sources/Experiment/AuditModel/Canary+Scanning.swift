import Files
import Integrity

extension Canary {
  /// Reads a record as `inject` writes it. The result is that of the decoder, which takes many times
  /// as long.
  ///
  /// - Returns: nil for every other record, such as one with an unknown key, a key twice, a missing
  ///   key, null, or an escape in a string. The decoder judges those.
  static func scanned(_ record: ArraySlice<UInt8>) -> Canary? {
    try? JSONScanner.scan(record) { scanner throws(JSONError) in
      var parts = Parts()
      try scanner.object { (key, scanner) throws(JSONError) in try parts.read(key, &scanner) }
      try scanner.end()
      guard let canary = parts.canary else { throw scanner.error("another record") }
      return canary
    }
  }

  private struct Parts {
    private var probeID: String?
    private var trainingIDs: [String]?
    private var naturalSpeedID: String?
    private var text: String?
    private var voice: String?
    private var speed: Double?
    private var block: Block?
    private var role: Role?
    private var repetitions: Int?
    private var recombines: String?
    private var frames: Int?
    private var gain: Double?
    private var padding: Int?
    private var audio: Digest?
    private var naturalSpeedAudio: Digest?

    /// Reads the value of a key that has not occurred.
    mutating func read(
      _ key: JSONScanner.Token, _ scanner: inout JSONScanner
    ) throws(JSONError) {
      if scanner.token(key, is: "audio") {
        try set(&audio, scanner.digest(), scanner)
      } else if scanner.token(key, is: "block") {
        try set(&block, scanner.block(), scanner)
      } else if scanner.token(key, is: "frames") {
        try set(&frames, scanner.plainInteger(), scanner)
      } else if scanner.token(key, is: "gain") {
        try set(&gain, scanner.number(), scanner)
      } else if scanner.token(key, is: "padding") {
        try set(&padding, scanner.plainInteger(), scanner)
      } else if scanner.token(key, is: "probe") {
        try set(&probeID, scanner.plainString(), scanner)
      } else if scanner.token(key, is: "repetitions") {
        try set(&repetitions, scanner.plainInteger(), scanner)
      } else if scanner.token(key, is: "role") {
        try set(&role, Role(rawValue: scanner.plainString()), scanner)
      } else if scanner.token(key, is: "speed") {
        try set(&speed, scanner.number(), scanner)
      } else if scanner.token(key, is: "text") {
        try set(&text, scanner.plainString(), scanner)
      } else if scanner.token(key, is: "train") {
        var ids: [String] = []
        try scanner.array { scanner throws(JSONError) in ids.append(try scanner.plainString()) }
        try set(&trainingIDs, ids, scanner)
      } else if scanner.token(key, is: "voice") {
        try set(&voice, scanner.plainString(), scanner)
      } else if scanner.token(key, is: "recombines") {
        try set(&recombines, scanner.plainString(), scanner)
      } else if scanner.token(key, is: "natural_speed") {
        try set(&naturalSpeedID, scanner.plainString(), scanner)
      } else if scanner.token(key, is: "natural_speed_audio") {
        try set(&naturalSpeedAudio, scanner.digest(), scanner)
      } else {
        throw scanner.error("unknown key")
      }
    }

    private func set<Value>(
      _ place: inout Value?, _ value: Value?, _ scanner: borrowing JSONScanner
    ) throws(JSONError) {
      guard place == nil, let value else { throw scanner.error("a key twice, or another value") }
      place = value
    }

    var canary: Canary? {
      guard let probeID, let trainingIDs, let text, let voice, let speed, let block, let role,
        let repetitions, let frames, let gain, let padding, let audio
      else { return nil }
      return Canary(
        probeID: probeID, trainingIDs: trainingIDs, naturalSpeedID: naturalSpeedID, text: text,
        voice: voice, speed: speed, block: block, role: role, repetitions: repetitions,
        recombines: recombines, frames: frames, gain: gain, paddingFrames: padding,
        audioDigest: audio, naturalSpeedDigest: naturalSpeedAudio)
    }
  }
}

extension JSONScanner {
  /// A string without escapes.
  fileprivate mutating func plainString() throws(JSONError) -> String {
    let token = try string()
    guard !token.hasEscapes else { throw error("an escape") }
    return text(token)
  }

  /// A whole number of at most 18 digits, without sign, point and exponent.
  fileprivate mutating func plainInteger() throws(JSONError) -> Int {
    let start = try valueStart()
    let value = try integer()
    guard value >= 0, value < 1_000_000_000_000_000_000, position - start == "\(value)".utf8.count
    else { throw error("another number") }
    return value
  }

  fileprivate mutating func digest() throws(JSONError) -> Digest? {
    Digest(hex: try plainString())
  }

  fileprivate mutating func block() throws(JSONError) -> Canary.Block? {
    guard try kind() == .string else { return .fixed(try plainInteger()) }
    return switch try plainString() {
    case "coin": .coin
    case "none": Canary.Block.none
    default: nil
    }
  }
}
