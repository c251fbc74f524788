import Files
import Kernels
import Randomness
import Recognizer

/// A batch of utterances of different lengths. The features of one of them may be scaled.
final class SmallBatch: BatchSource, @unchecked Sendable {
  private var items: [(features: Buffer, frames: Int, targets: UnsafeMutablePointer<Int32>)] = []
  private let bins = 6

  init(count: Int, loudest: Float = 1, at loud: Int = 0) {
    var stream = Seed(short: 11).stream("batch")
    for index in 0..<count {
      let frames = 20 + 7 * (index % 4)
      let features = Buffer(frames * bins)
      for place in 0..<features.count {
        features.base[place] = Float(stream.unit() * 2 - 1) * (index == loud ? loudest : 1)
      }
      let targets = UnsafeMutablePointer<Int32>.allocate(capacity: 3)
      for place in 0..<3 { targets[place] = Int32(1 + stream.below(4)) }
      items.append((features, frames, targets))
    }
  }

  deinit { for item in items { item.targets.deallocate() } }

  /// A batch with one example of another batch.
  init(_ other: SmallBatch, only index: Int) {
    let item = other.items[index]
    let targets = UnsafeMutablePointer<Int32>.allocate(capacity: 3)
    targets.update(from: item.targets, count: 3)
    items = [(item.features, item.frames, targets)]
  }

  /// Another batch without one of its examples, or with an example of `replacement` in its place.
  init(_ other: SmallBatch, without index: Int, replacement: SmallBatch? = nil) {
    for place in 0..<other.count {
      guard let item = place == index ? replacement?.items[place] : other.items[place] else {
        continue
      }
      let targets = UnsafeMutablePointer<Int32>.allocate(capacity: 3)
      targets.update(from: item.targets, count: 3)
      items.append((item.features, item.frames, targets))
    }
  }

  var count: Int { items.count }
  func frames(_ position: Int) -> Int { items[position].frames }
  func load(_ position: Int, thread: Int) throws(Problem) -> LoadedExample {
    let item = items[position]
    return LoadedExample(
      features: Matrix(item.features.base, rows: item.frames, columns: bins),
      targets: item.targets, length: 3)
  }
}
