/// The assignment of a batch's examples to clipping units and of both to micro-batches. It depends
/// on the batch alone. Memory is allocated only while batches grow.
///
/// Examples are assigned to units round-robin: example i belongs to unit i mod units. If there are
/// more units than micro-batches, each unit is in one micro-batch: the longest unit first, each to
/// the micro-batch with the smallest load. Otherwise the micro-batches are divided among the units,
/// and a unit's examples are assigned to its micro-batches in the same way, so that all threads
/// finish at about the same time even with few units.
final class MicroBatchAssignment {
  private(set) var examples = 0
  private(set) var units = 0
  /// The number of micro-batches of each unit; 0 if a micro-batch may hold several units.
  private(set) var microBatchesPerUnit = 0
  private var firstMicroBatch: [Int] = []
  private var microBatchOfExample: [Int] = []
  private var loads: [Int] = []
  private var exampleOrder = SizeOrder()
  private var unitOrder = SizeOrder()
  private var microBatchOrder = SizeOrder()

  /// - Parameters:
  ///   - units: the number of clipping units, 1 ... examples.
  ///   - frames: the number of frames of an example.
  func assign(examples: Int, units: Int, microBatches: Int, frames: (Int) -> Int) {
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
        firstMicroBatch[unit] = leastLoaded(of: 0..<microBatches, adding: unitOrder.sizes[unit])
        for example in members(of: unit) { microBatchOfExample[example] = firstMicroBatch[unit] }
      }
    } else {
      for example in exampleOrder.indices {
        let first = firstMicroBatch[example % units]
        microBatchOfExample[example] = leastLoaded(
          of: first..<first + microBatchesPerUnit, adding: exampleOrder.sizes[example])
      }
    }
    microBatchOrder.sort(microBatches) { loads[$0] }
  }

  /// Returns the micro-batch with the smallest load after adding `size` to its load.
  private func leastLoaded(of microBatches: Range<Int>, adding size: Int) -> Int {
    var least = microBatches.lowerBound
    for microBatch in microBatches where loads[microBatch] < loads[least] { least = microBatch }
    loads[least] += size
    return least
  }

  /// The examples of a unit, as positions in the batch.
  func members(of unit: Int) -> StrideTo<Int> { stride(from: unit, to: examples, by: units) }

  /// The micro-batches that hold examples of a unit, if micro-batches are divided among units.
  func microBatches(of unit: Int) -> Range<Int> {
    let members = (examples - unit + units - 1) / units
    return firstMicroBatch[unit]..<firstMicroBatch[unit] + min(microBatchesPerUnit, members)
  }

  /// The micro-batch with the `place`-th largest load. Threads process the largest first.
  func microBatch(_ place: Int) -> Int { microBatchOrder.indices[place] }

  /// The units in a micro-batch, the longest first.
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

/// The numbers 0..<count, sorted by decreasing size. The sort is stable.
private struct SizeOrder {
  private(set) var indices: [Int] = []
  private(set) var sizes: [Int] = []

  /// Sorts by insertion, because the standard library's `sort` allocates.
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
