import AuditModel

extension Sequence {
  /// The elements with equal keys, in the order in which the keys first occur. (The order of
  /// `Dictionary(grouping:)` changes from run to run.)
  func grouped<Key: Hashable>(by key: (Element) -> Key) -> [[Element]] {
    var places: [Key: Int] = [:]
    var groups: [[Element]] = []
    for element in self {
      let name = key(element)
      if let place = places[name] {
        groups[place].append(element)
      } else {
        places[name] = groups.count
        groups.append([element])
      }
    }
    return groups
  }
}

/// The canaries of one voice and speed have the same key.
struct VoiceAndSpeed: Hashable {
  let voice: String
  let speed: Double

  init(_ canary: Canary) {
    voice = canary.voice
    speed = canary.speed
  }
}
