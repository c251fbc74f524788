/// Which lane does which units: the longest first, each to the lane with the least to do. A
/// function of the batch alone. Allocates only while batches grow.
struct LaneShare {
  private var order: [Int] = []
  private var sizes: [Int] = []
  private var laneOfUnit: [Int] = []
  private var loads: [Int] = []

  /// - Parameter size: frames of a unit.
  mutating func deal(units: Int, to lanes: Int, size: (Int) -> Int) {
    order.removeAll(keepingCapacity: true)
    sizes.removeAll(keepingCapacity: true)
    laneOfUnit.removeAll(keepingCapacity: true)
    loads.removeAll(keepingCapacity: true)
    for _ in 0..<lanes { loads.append(0) }
    for unit in 0..<units {
      sizes.append(size(unit))
      laneOfUnit.append(0)
      // Insertion: `sort` allocates. Equal sizes stay in order.
      var place = order.count
      order.append(unit)
      while place > 0 && sizes[order[place - 1]] < sizes[unit] {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = unit
    }
    for unit in order {
      var least = 0
      for lane in 1..<max(lanes, 1) where loads[lane] < loads[least] { least = lane }
      loads[least] += sizes[unit]
      laneOfUnit[unit] = least
    }
  }

  /// Longest first.
  func units(of lane: Int) -> some Sequence<Int> {
    order.lazy.filter { laneOfUnit[$0] == lane }
  }
}
