import Dispatch
import Synchronization

/// Runs `body` for every index on all cores and returns the results in the order of the indices.
///
/// Each call costs about a microsecond beyond `body`. Smaller work belongs in chunks, one index for
/// each, whose results the caller joins.
/// - Parameter progress: called after each index with the number of finished indices, by one thread
///   at a time.
/// - Throws: if several calls throw, the error of the lowest index.
package func concurrentMap<Result: Sendable, Failure: Error>(
  count: Int, progress: (@Sendable (Int) -> Void)? = nil,
  _ body: @Sendable (Int) throws(Failure) -> Result
) throws(Failure) -> [Result] {
  let state = Mutex(Outcomes<Result, Failure>(count: count))
  DispatchQueue.concurrentPerform(iterations: count) { index in
    // After an error only lower indices still matter.
    if state.withLock({ ($0.failure?.index ?? .max) < index }) { return }
    do throws(Failure) {
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
  if let failure = final.failure { throw failure.error }
  return final.results.map { $0! }
}

private struct Outcomes<Result: Sendable, Failure: Error>: Sendable {
  var results: [Result?]
  var failure: (index: Int, error: Failure)?
  var done = 0

  init(count: Int) { results = Array(repeating: nil, count: count) }
}

/// Computes the elements of an array on all cores, in chunks of consecutive indices.
/// - Parameters:
///   - count: the number of elements.
///   - size: the number of elements of a chunk; the last one may have fewer.
///   - body: returns the elements of a range of indices.
/// - Throws: if several chunks throw, the error of the lowest one.
package func concurrentChunks<Element: Sendable, Failure: Error>(
  of count: Int, size: Int = 512, _ body: @Sendable (Range<Int>) throws(Failure) -> [Element]
) throws(Failure) -> [Element] {
  precondition(size > 0, "a chunk has at least one element, not \(size)")
  let chunks = try concurrentMap(count: (count + size - 1) / size) { number throws(Failure) in
    try body((number * size)..<min(count, (number + 1) * size))
  }
  var elements: [Element] = []
  elements.reserveCapacity(count)
  for chunk in chunks { elements += chunk }
  return elements
}
