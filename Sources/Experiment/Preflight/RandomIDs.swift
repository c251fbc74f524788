import AuditModel

/// The random part of an id of an audit: 20 hexadecimal digits, which are 80 bits.
struct RandomPart: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt16

  static let digits = 20

  /// - Parameter bytes: 20 hexadecimal digits in either case.
  init(_ bytes: ArraySlice<UInt8>) {
    var high: UInt64 = 0
    for byte in bytes.prefix(16) { high = high << 4 | UInt64(hexValue[Int(byte)]) }
    var low: UInt16 = 0
    for byte in bytes.dropFirst(16) { low = low << 4 | UInt16(hexValue[Int(byte)]) }
    (self.high, self.low) = (high, low)
  }

  /// The random part of an id of the ledger; nil for an id of another form.
  init?(id: String) {
    let bytes = Array(id.utf8.suffix(Self.digits))
    guard bytes.count == Self.digits, bytes.allSatisfy({ hexValue[Int($0)] < 16 }) else {
      return nil
    }
    self.init(bytes[...])
  }
}

/// Finds the random parts in a line: runs of exactly 20 hexadecimal digits.
///
/// A run of 20 digits has one at every position that is the last of a window of 20, so most text is
/// skipped without looking at every byte (Boyer and Moore 1977).
/// - Parameter body: receives each part with its place in the line.
func forEachRandomPart(in line: ArraySlice<UInt8>, _ body: (RandomPart, Range<Int>) -> Void) {
  var start = line.startIndex
  while start + RandomPart.digits <= line.endIndex {
    var position = start + RandomPart.digits - 1
    while position >= start, hexValue[Int(line[position])] < 16 { position -= 1 }
    guard position < start else {
      start = position + 1
      continue
    }
    var end = start + RandomPart.digits
    while end < line.endIndex, hexValue[Int(line[end])] < 16 { end += 1 }
    let isWhole = start == line.startIndex || hexValue[Int(line[start - 1])] > 15
    if isWhole, end - start == RandomPart.digits {
      body(RandomPart(line[start..<end]), start..<end)
    }
    start = end + 1
  }
}

/// The value of a hexadecimal digit by its byte; 255 for other bytes.
private let hexValue: [UInt8] = (0...255).map { byte in
  switch UInt8(byte) {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(byte) - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt8(byte) - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt8(byte) - UInt8(ascii: "A") + 10
  default: 255
  }
}

/// The owner of an id of the audit.
enum NamedUtterance: Hashable, Sendable {
  /// A copy of a trained canary or tracer, by the index of the canary in the ledger.
  case copy(canary: Int, number: Int)
  /// The probe of a control or recombined control, by its index in the ledger's probes.
  case control(Int)
  /// The probe of a trained canary or tracer.
  case trainedProbe(Int)
  /// The entry of a check utterance in the probe set.
  case other
  /// An id of the form of an audit that the ledger does not have.
  case foreign
}

/// The ids of an audit by their random parts.
struct AuditIDs: Sendable {
  private var utterances: [RandomPart: NamedUtterance] = [:]

  init(_ ledger: Ledger) {
    for (index, canary) in ledger.canaries.enumerated() {
      for (number, id) in canary.trainingIDs.enumerated() {
        add(id, .copy(canary: index, number: number))
      }
    }
    for (index, probe) in ledger.probes.enumerated() {
      let isControl = probe.role == .control || probe.role == .recombined
      for id in [probe.probeID, probe.naturalSpeedID].compactMap(\.self) {
        add(id, isControl ? .control(index) : .trainedProbe(index))
      }
    }
    for utterance in ledger.checkUtterances { add(utterance.probeID, .other) }
  }

  private mutating func add(_ id: String, _ utterance: NamedUtterance) {
    if let part = RandomPart(id: id) { utterances[part] = utterance }
  }

  subscript(part: RandomPart) -> NamedUtterance? { utterances[part] }

  /// The canary that a name is a copy of, and the id of the copy; nil for other names and for those of
  /// speed-perturbed copies.
  func copy(in name: String, _ ledger: Ledger) -> (canary: Canary, id: String)? {
    var found: (Canary, String)?
    let line = Array(name.utf8)[...]
    forEachRandomPart(in: line) { part, place in
      guard case .copy(let canary, let number) = self[part],
        !PerturbedCopy.isMarked(place, in: line)
      else { return }
      found = (ledger.canaries[canary], ledger.canaries[canary].trainingIDs[number])
    }
    return found
  }
}
