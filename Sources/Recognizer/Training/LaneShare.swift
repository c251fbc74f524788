/// Which lane takes which examples. A function of the batch alone. Allocates only while batches grow.
///
/// Where there are more units than lanes, every unit is whole in one lane: the longest first, each to
/// the lane with the least to do. Else lanes are divided among units, and a unit's examples are dealt
/// to its own lanes in the same way: so threads end together though units be few.
final class LaneShare {
  private(set) var examples = 0
  private(set) var units = 0
  /// Lanes that belong to each unit alone; 0 where lanes hold several units.
  private(set) var lanesOfUnit = 0
  private var firstLane: [Int] = []
  private var laneOfExample: [Int] = []
  private var loads: [Int] = []
  private var exampleOrder = SizeOrder()
  private var unitOrder = SizeOrder()
  private var laneOrder = SizeOrder()

  /// - Parameters:
  ///   - units: 1 ... examples.
  ///   - frames: of an example.
  func deal(examples: Int, units: Int, to lanes: Int, frames: (Int) -> Int) {
    self.examples = examples
    self.units = units
    lanesOfUnit = units > lanes ? 0 : lanes / units
    loads.removeAll(keepingCapacity: true)
    for _ in 0..<lanes { loads.append(0) }
    exampleOrder.sort(examples) { max(frames($0), 1) }
    unitOrder.sort(units) { unit in
      members(of: unit).reduce(0) { $0 + exampleOrder.sizes[$1] }
    }
    firstLane.removeAll(keepingCapacity: true)
    laneOfExample.removeAll(keepingCapacity: true)
    for unit in 0..<units { firstLane.append(unit * lanesOfUnit) }
    for _ in 0..<examples { laneOfExample.append(0) }
    if lanesOfUnit == 0 {
      for unit in unitOrder.indices {
        firstLane[unit] = take(unitOrder.sizes[unit], from: 0..<lanes)
        for example in members(of: unit) { laneOfExample[example] = firstLane[unit] }
      }
    } else {
      for example in exampleOrder.indices {
        let first = firstLane[example % units]
        laneOfExample[example] = take(
          exampleOrder.sizes[example], from: first..<first + lanesOfUnit)
      }
    }
    laneOrder.sort(lanes) { loads[$0] }
  }

  /// Gives work to the lane with the least to do.
  private func take(_ size: Int, from lanes: Range<Int>) -> Int {
    var least = lanes.lowerBound
    for lane in lanes where loads[lane] < loads[least] { least = lane }
    loads[least] += size
    return least
  }

  /// Position in the batch of each example of a unit: cards are dealt one to each in turn.
  func members(of unit: Int) -> StrideTo<Int> { stride(from: unit, to: examples, by: units) }

  /// The lanes that have examples of a unit, where lanes belong to units.
  func lanes(of unit: Int) -> Range<Int> {
    let members = (examples - unit + units - 1) / units
    return firstLane[unit]..<firstLane[unit] + min(lanesOfUnit, members)
  }

  /// Lanes in the order in which threads had better take them: those with the most to do first.
  func lane(_ place: Int) -> Int { laneOrder.indices[place] }

  /// Longest first.
  func units(of lane: Int) -> some Sequence<Int> {
    unitOrder.indices.lazy.filter { [self] unit in
      firstLane[unit]..<firstLane[unit] + max(lanesOfUnit, 1) ~= lane
    }
  }

  /// A unit's examples in a lane, as positions in the batch.
  func members(of unit: Int, in lane: Int) -> some Sequence<Int> {
    members(of: unit).lazy.filter { [self] in laneOfExample[$0] == lane }
  }
}

/// Numbers 0..<count by a size of each, the largest first; equal ones stay in order.
private struct SizeOrder {
  private(set) var indices: [Int] = []
  private(set) var sizes: [Int] = []

  /// By insertion: the standard library's `sort` allocates.
  mutating func sort(_ count: Int, by size: (Int) -> Int) {
    indices.removeAll(keepingCapacity: true)
    sizes.removeAll(keepingCapacity: true)
    for index in 0..<count {
      sizes.append(size(index))
      var place = indices.count
      indices.append(index)
      while place > 0 && sizes[indices[place - 1]] < sizes[index] {
        indices[place] = indices[place - 1]
        place -= 1
      }
      indices[place] = index
    }
  }
}
