import Dispatch
import Synchronization

/// Transforms inputs on all cores while the calling thread reads the inputs and consumes the outputs,
/// both in their order.
///
/// Where the next output is not there yet, the calling thread transforms its input itself unless
/// another one has started. Memory is that of `ahead` inputs and outputs.
/// - Parameters:
///   - ahead: the largest number of inputs that were read and whose outputs were not consumed.
///   - next: returns the next input; nil after the last one.
package func orderedPipeline<Input: Sendable, Output: Sendable, Failure: Error>(
  ahead: Int, next: () throws(Failure) -> Input?,
  transform: @escaping @Sendable (Input) -> Output, consume: (Output) throws(Failure) -> Void
) throws(Failure) {
  precondition(ahead > 0, "a pipeline holds at least one input, not \(ahead)")
  var jobs: [Job<Input, Output>] = []
  var isAtEnd = false
  while true {
    while !isAtEnd, jobs.count < ahead {
      guard let input = try next() else {
        isAtEnd = true
        break
      }
      let job = Job<Input, Output>(input)
      DispatchQueue.global().async { job.start(transform) }
      jobs.append(job)
    }
    if jobs.isEmpty { return }
    try consume(jobs.removeFirst().output(transform))
  }
}

/// Runs two closures at the same time, the first one on another thread if one is free.
package func concurrently<First: Sendable, Second>(
  _ first: @escaping @Sendable () -> First, _ second: () -> Second
) -> (First, Second) {
  let job = Job<Void, First>(())
  DispatchQueue.global().async { job.start(first) }
  let result = second()
  return (job.output(first), result)
}

/// One input on its way to its output.
private final class Job<Input: Sendable, Output: Sendable>: Sendable {
  private enum State {
    case waiting(Input)
    case running
    case done(Output)
  }

  private let state: Mutex<State>
  private let finished = DispatchSemaphore(value: 0)

  init(_ input: Input) { state = Mutex(.waiting(input)) }

  /// Computes the output unless another thread does.
  func start(_ transform: (Input) -> Output) {
    let input: Input? = state.withLock { state in
      guard case .waiting(let input) = state else { return nil }
      state = .running
      return input
    }
    guard let input else { return }
    let output = transform(input)
    state.withLock { $0 = .done(output) }
    finished.signal()
  }

  /// Returns the output, computed by this thread or by another one.
  func output(_ transform: (Input) -> Output) -> Output {
    start(transform)
    finished.wait()
    return state.withLock { state in
      guard case .done(let output) = state else { preconditionFailure("a job without its output") }
      return output
    }
  }
}

/// Passes values to a closure on another thread, one after the other, in their order.
package final class BackgroundConsumer<Value: Sendable>: Sendable {
  private let queue = DispatchQueue(label: "consumer")
  private let places: DispatchSemaphore
  private let consume: @Sendable (Value) -> Void

  /// - Parameter most: the number of values that may wait; `add` blocks while there are as many.
  package init(most: Int, _ consume: @escaping @Sendable (Value) -> Void) {
    places = DispatchSemaphore(value: most)
    self.consume = consume
  }

  package func add(_ value: Value) {
    places.wait()
    queue.async { [self] in
      consume(value)
      places.signal()
    }
  }

  /// Waits until all values were consumed.
  package func finish() { queue.sync {} }
}
