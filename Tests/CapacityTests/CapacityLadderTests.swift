import Capacity
import Testing

struct CapacityLadderTests {
  /// Runs a ladder for a recipe that memorises the sizes for which `holds` is true.
  private func trained(
    _ sizes: [Int], bisections: Int = 2, everySize: Bool = false, _ holds: (Int) -> Bool
  ) -> [Int] {
    let ladder = CapacityLadder(
      sizes: sizes, bisections: bisections, trainsEverySize: everySize)
    var outcomes: [Int: Bool] = [:]
    var order: [Int] = []
    while let size = ladder.next(after: outcomes) {
      #expect(outcomes[size] == nil)
      outcomes[size] = holds(size)
      order.append(size)
      guard order.count < 100 else { break }
    }
    return order
  }

  @Test func `sizes double from the first to the last`() {
    #expect(CapacityLadder.doubling(from: 16, through: 128) == [16, 32, 64, 128])
    #expect(CapacityLadder.doubling(from: 16, through: 100) == [16, 32, 64, 100])
    #expect(CapacityLadder.doubling(from: 16, through: 16) == [16])
    #expect(CapacityLadder.doubling(from: 16, through: 5) == [5])
  }

  @Test func `the ladder stops after the first failure and halves the range on a log scale`() {
    #expect(trained([16, 32, 64, 128, 256]) { $0 <= 70 } == [16, 32, 64, 128, 91, 76])
    #expect(trained([16, 32, 64, 128], bisections: 0) { $0 <= 70 } == [16, 32, 64, 128])
    #expect(trained([1, 2], bisections: 5) { $0 < 2 } == [1, 2])
    #expect(trained([4, 8], bisections: 9) { $0 <= 5 } == [4, 8, 6, 5])
  }

  @Test func `a ladder that always or never memorises has no range to halve`() {
    #expect(trained([16, 32]) { _ in true } == [16, 32])
    #expect(trained([16, 32]) { _ in false } == [16])
  }

  @Test func `with every size, the range is halved afterwards`() {
    #expect(trained([16, 32, 64], everySize: true) { $0 <= 20 } == [16, 32, 64, 23, 19])
  }

  /// The narrowed range holds the end that a ladder of all sizes finds.
  @Test(arguments: [1, 17, 31, 64, 65, 99, 100, 127, 128, 300])
  func `a finer ladder ends inside the range`(_ end: Int) {
    let order = trained([16, 32, 64, 128, 256], bisections: 3) { $0 <= end }
    let held = order.filter { $0 <= end }.max() ?? 0
    let failed = order.filter { $0 > end }.min() ?? .max
    let finest = (1...256).last { $0 <= end } ?? 0
    #expect(held <= finest && finest < failed)
  }
}
