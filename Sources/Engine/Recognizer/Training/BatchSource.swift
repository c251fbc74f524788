import Files
import Kernels

/// The source of a batch's examples. Several threads call it at the same time.
package protocol BatchSource: AnyObject, Sendable {
  var count: Int { get }
  /// The number of feature frames. It is known before `load`, so that work can be divided evenly.
  func frames(_ position: Int) -> Int
  func load(_ position: Int, thread: Int) throws(Problem) -> LoadedExample
}

/// One utterance of a batch. It is borrowed until the thread loads the next one.
package struct LoadedExample {
  /// [frames, melBins]
  package let features: Matrix
  package let targets: UnsafePointer<Int32>
  package let length: Int
  package let dropout: Dropout?

  package init(
    features: Matrix, targets: UnsafePointer<Int32>, length: Int, dropout: Dropout? = nil
  ) {
    self.features = features
    self.targets = targets
    self.length = length
    self.dropout = dropout
  }
}
