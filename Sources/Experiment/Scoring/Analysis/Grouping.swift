extension Sequence {
  /// The elements with equal keys, in the order in which the keys first occur. (The order of
  /// `Dictionary(grouping:)` changes from run to run.)
  func grouped(by key: (Element) -> String) -> [[Element]] {
    var places: [String: Int] = [:]
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
