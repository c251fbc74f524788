import Platform
import Synchronization

/// Work in numbered pieces, which may run in any order and at the same time.
package protocol PiecedWork: AnyObject, Sendable {
  /// - Parameter thread: the number of the thread. A thread runs one piece at a time.
  func run(piece: Int, thread: Int)
}

/// A fixed number of threads that execute numbered pieces of work and then synchronise.
///
/// The assignment of pieces to threads varies. Pieces write to disjoint memory, so results do not
/// depend on it. Waiting threads poll for a short time before they sleep, because a wake-up takes
/// longer than a small piece of work. Only one caller may use a pool at a time.
package final class WorkerPool: @unchecked Sendable {
  package let threads: Int
  private let shared: SharedWork
  private var handles: [pthread_t] = []

  /// - Parameter threads: the number of threads including the caller's, at least 1.
  package init(threads: Int) {
    precondition(threads >= 1, "\(threads) threads")
    self.threads = threads
    shared = SharedWork(helpers: threads - 1)
    for thread in 1..<max(threads, 1) {
      let start = Unmanaged.passRetained(Start(shared: shared, thread: thread)).toOpaque()
      var handle = pthread_t()
      let status = pthread_create(
        &handle, nil,
        { argument in
          let start = Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue()
          start.shared.serve(start.thread)
          return nil
        }, start)
      precondition(status == 0, "the system cannot create another thread")
      handles.append(handle)
    }
  }

  deinit {
    shared.stop()
    for handle in handles { pthread_join(handle, nil) }
  }

  /// Runs pieces 0..<count of `work` and returns when all have finished. It does not allocate.
  package func callAsFunction(_ count: Int, of work: any PiecedWork) {
    if threads == 1 || count <= 1 {
      for piece in 0..<count { work.run(piece: piece, thread: 0) }
    } else {
      shared.run(count, work)
    }
  }

  private final class Start {
    let shared: SharedWork
    let thread: Int

    init(shared: SharedWork, thread: Int) {
      self.shared = shared
      self.thread = thread
    }
  }
}

/// The state that the threads of a pool share.
private final class SharedWork: @unchecked Sendable {
  private let helpers: Int
  private let generation = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let running = Atomic<Int>(0)
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let wake: UnsafeMutablePointer<pthread_cond_t>
  private let done: UnsafeMutablePointer<pthread_cond_t>
  // These are written before `generation` is incremented and read afterwards, which orders the
  // accesses.
  private var stops = false
  private var count = 0
  private var work: (any PiecedWork)?

  /// The number of polls before a waiting thread sleeps, which takes tens of microseconds.
  private static let polls = 20_000

  init(helpers: Int) {
    self.helpers = helpers
    mutex = .allocate(capacity: 1)
    wake = .allocate(capacity: 1)
    done = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
    pthread_cond_init(done, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(wake)
    pthread_cond_destroy(done)
    mutex.deallocate()
    wake.deallocate()
    done.deallocate()
  }

  func run(_ count: Int, _ work: any PiecedWork) {
    self.count = count
    self.work = work
    next.store(0, ordering: .relaxed)
    running.store(helpers, ordering: .relaxed)
    callHelpers()
    runPieces(0)
    waitForHelpers()
    self.work = nil
  }

  func stop() {
    stops = true
    callHelpers()
  }

  private func callHelpers() {
    pthread_mutex_lock(mutex)
    generation.add(1, ordering: .releasing)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(mutex)
  }

  private func runPieces(_ thread: Int) {
    while true {
      let piece = next.add(1, ordering: .relaxed).oldValue
      if piece >= count { return }
      work!.run(piece: piece, thread: thread)
    }
  }

  func serve(_ thread: Int) {
    var seen = 0
    while true {
      waitForWork(after: seen)
      seen = generation.load(ordering: .acquiring)
      if stops { return }
      runPieces(thread)
      if running.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
        pthread_mutex_lock(mutex)
        pthread_cond_signal(done)
        pthread_mutex_unlock(mutex)
      }
    }
  }

  private func waitForWork(after seen: Int) {
    for _ in 0..<Self.polls where generation.load(ordering: .acquiring) != seen { return }
    pthread_mutex_lock(mutex)
    while generation.load(ordering: .acquiring) == seen { pthread_cond_wait(wake, mutex) }
    pthread_mutex_unlock(mutex)
  }

  private func waitForHelpers() {
    for _ in 0..<Self.polls where running.load(ordering: .acquiring) == 0 { return }
    pthread_mutex_lock(mutex)
    while running.load(ordering: .acquiring) != 0 { pthread_cond_wait(done, mutex) }
    pthread_mutex_unlock(mutex)
  }
}
