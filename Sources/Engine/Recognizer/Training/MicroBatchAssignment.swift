/// Which micro-batch takes which examples. A function of the batch alone. Allocates only while batches grow.
///
/// Where there are more units than micro-batches, every unit is whole in one micro-batch: the longest first, each to
/// the micro-batch with the least to do. Else micro-batches are divided among units, and a unit's examples are dealt
/// to its own micro-batches in the same way: so threads end together though units be few.
final class MicroBatchAssignment {
  private(set) var examples = 0
  private(set) var units = 0
  /// Micro-batches that belong to each unit alone; 0 where micro-batches hold several units.
  private(set) var microBatchesPerUnit = 0
  private var firstMicroBatch: [Int] = []
  private var microBatchOfExample: [Int] = []
  private var loads: [Int] = []
  private var exampleOrder = SizeOrder()
  private var unitOrder = SizeOrder()
  private var microBatchOrder = SizeOrder()

  /// - Parameters:
  ///   - units: 1 ... examples.
  ///   - frames: of an example.
  func deal(examples: Int, units: Int, to microBatches: Int, frames: (Int) -> Int) {
    self.examples = examples
    self.units = units
    microBatchesPerUnit = units > microBatches ? 0 : microBatches / units
    loads.removeAll(keepingCapacity: true)
    for _ in 0..<microBatches { loads.append(0) }
    exampleOrder.sort(examples) { max(frames($0), 1) }
    unitOrder.sort(units) { unit in
      members(of: unit).reduce(0) { $0 + exampleOrder.sizes[$1] }
    }
    firstMicroBatch.removeAll(keepingCapacity: true)
    microBatchOfExample.removeAll(keepingCapacity: true)
    for unit in 0..<units { firstMicroBatch.append(unit * microBatchesPerUnit) }
    for _ in 0..<examples { microBatchOfExample.append(0) }
    if microBatchesPerUnit == 0 {
      for unit in unitOrder.indices {
        firstMicroBatch[unit] = take(unitOrder.sizes[unit], from: 0..<microBatches)
        for example in members(of: unit) { microBatchOfExample[example] = firstMicroBatch[unit] }
      }
    } else {
      for example in exampleOrder.indices {
        let first = firstMicroBatch[example % units]
        microBatchOfExample[example] = take(
          exampleOrder.sizes[example], from: first..<first + microBatchesPerUnit)
      }
    }
    microBatchOrder.sort(microBatches) { loads[$0] }
  }

  /// Gives work to the micro-batch with the least to do.
  private func take(_ size: Int, from microBatches: Range<Int>) -> Int {
    var least = microBatches.lowerBound
    for microBatch in microBatches where loads[microBatch] < loads[least] { least = microBatch }
    loads[least] += size
    return least
  }

  /// Position in the batch of each example of a unit: cards are dealt one to each in turn.
  func members(of unit: Int) -> StrideTo<Int> { stride(from: unit, to: examples, by: units) }

  /// The micro-batches that have examples of a unit, where micro-batches belong to units.
  func microBatches(of unit: Int) -> Range<Int> {
    let members = (examples - unit + units - 1) / units
    return firstMicroBatch[unit]..<firstMicroBatch[unit] + min(microBatchesPerUnit, members)
  }

  /// Micro-batches in the order in which threads had better take them: those with the most to do first.
  func microBatch(_ place: Int) -> Int { microBatchOrder.indices[place] }

  /// Longest first.
  func units(of microBatch: Int) -> some Sequence<Int> {
    unitOrder.indices.lazy.filter { [self] unit in
      firstMicroBatch[unit]..<firstMicroBatch[unit] + max(microBatchesPerUnit, 1) ~= microBatch
    }
  }

  /// A unit's examples in a micro-batch, as positions in the batch.
  func members(of unit: Int, in microBatch: Int) -> some Sequence<Int> {
    members(of: unit).lazy.filter { [self] in microBatchOfExample[$0] == microBatch }
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
