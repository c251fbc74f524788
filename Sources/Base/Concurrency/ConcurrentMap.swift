import Dispatch
import Files
import Synchronization

/// Runs `body` for every index on all cores and hands back the results in order; of several
/// failures the one with the lowest index.
/// - Parameter progress: called with how many are done, from one thread at a time.
package func concurrentMap<Result: Sendable>(
  count: Int, progress: (@Sendable (Int) -> Void)? = nil,
  _ body: @escaping @Sendable (Int) throws(Problem) -> Result
) throws(Problem) -> [Result] {
  let state = Mutex(Outcomes<Result>(count: count))
  DispatchQueue.concurrentPerform(iterations: count) { index in
    // Once one has failed the others are not worth their time, unless they come before it.
    if state.withLock({ ($0.failure?.index ?? .max) < index }) { return }
    do throws(Problem) {
      let result = try body(index)
      state.withLock { state in
        state.results[index] = result
        state.done += 1
        progress?(state.done)
      }
    } catch {
      state.withLock { state in
        if (state.failure?.index ?? .max) > index { state.failure = (index, error) }
      }
    }
  }
  let final = state.withLock { $0 }
  if let failure = final.failure { throw failure.problem }
  return final.results.map { $0! }
}

private struct Outcomes<Result: Sendable>: Sendable {
  var results: [Result?]
  var failure: (index: Int, problem: Problem)?
  var done = 0

  init(count: Int) { results = Array(repeating: nil, count: count) }
}
