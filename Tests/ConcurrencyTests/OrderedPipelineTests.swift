import Concurrency
import Synchronization
import Testing

@Suite struct OrderedPipelineTests {
  private struct Failure: Error, Hashable {
    let value: Int
  }

  @Test(arguments: [0, 1, 5, 1_000], [1, 3, 16])
  func `outputs are consumed in the order of their inputs`(count: Int, ahead: Int) {
    var given = 0
    var outputs: [Int] = []
    orderedPipeline(ahead: ahead) { () -> Int? in
      guard given < count else { return nil }
      // At most `ahead` inputs are on their way.
      #expect(given - outputs.count < ahead)
      given += 1
      return given - 1
    } transform: { value in
      value * value
    } consume: {
      outputs.append($0)
    }
    #expect(outputs == (0..<count).map { $0 * $0 })
  }

  @Test func `an error of the consumer ends the pipeline`() {
    var given = 0
    var outputs: [Int] = []
    #expect(throws: Failure(value: 7)) {
      try orderedPipeline(ahead: 4) { () throws(Failure) -> Int? in
        given += 1
        return given
      } transform: { value in
        value
      } consume: { (value: Int) throws(Failure) in
        if value == 7 { throw Failure(value: value) }
        outputs.append(value)
      }
    }
    #expect(outputs == Array(1...6))
  }

  @Test func `two closures give both results`() {
    for number in 0..<50 {
      #expect(concurrently({ number + 1 }, { "\(number)" }) == (number + 1, "\(number)"))
    }
  }

  @Test func `values reach a background consumer in order, all before it finishes`() {
    let seen = Mutex<[Int]>([])
    let consumer = BackgroundConsumer<Int>(most: 3) { value in seen.withLock { $0.append(value) } }
    for value in 0..<500 { consumer.add(value) }
    consumer.finish()
    #expect(seen.withLock { $0 } == Array(0..<500))
  }
}
