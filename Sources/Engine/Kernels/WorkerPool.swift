import Platform
import Synchronization

/// Work that can be done in numbered pieces, in any order and at the same time.
package protocol PiecedWork: AnyObject, Sendable {
  /// - Parameter thread: in 0..<threads; no two pieces run on one thread at a time.
  func run(piece: Int, thread: Int)
}

/// A fixed number of threads that share out numbered pieces of work and meet again at the end.
///
/// Which thread does which piece is left to chance; pieces write to disjoint memory, so results do
/// not depend on it. Waiting threads look for work for a short while before they sleep: a wake-up
/// costs more than a small piece of work. One caller at a time.
package final class WorkerPool: @unchecked Sendable {
  package let threads: Int
  private let shared: SharedWork
  private var handles: [pthread_t] = []

  /// - Parameter threads: at least 1, the caller's own among them.
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
      precondition(status == 0, "the system gives no more threads")
      handles.append(handle)
    }
  }

  deinit {
    shared.stop()
    for handle in handles { pthread_join(handle, nil) }
  }

  /// Does pieces 0..<count of `work`, each once, and returns when all are done. Allocates nothing.
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

/// What the threads of a pool look at.
private final class SharedWork: @unchecked Sendable {
  private let helpers: Int
  private let generation = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let running = Atomic<Int>(0)
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let wake: UnsafeMutablePointer<pthread_cond_t>
  private let done: UnsafeMutablePointer<pthread_cond_t>
  // Written before `generation` moves on and read after it has: that orders them.
  private var stops = false
  private var count = 0
  private var work: (any PiecedWork)?

  /// How often a waiting thread looks before it sleeps: some tens of microseconds.
  private static let patience = 20_000

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
    share(0)
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

  private func share(_ thread: Int) {
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
      share(thread)
      if running.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
        pthread_mutex_lock(mutex)
        pthread_cond_signal(done)
        pthread_mutex_unlock(mutex)
      }
    }
  }

  private func waitForWork(after seen: Int) {
    for _ in 0..<Self.patience where generation.load(ordering: .acquiring) != seen { return }
    pthread_mutex_lock(mutex)
    while generation.load(ordering: .acquiring) == seen { pthread_cond_wait(wake, mutex) }
    pthread_mutex_unlock(mutex)
  }

  private func waitForHelpers() {
    for _ in 0..<Self.patience where running.load(ordering: .acquiring) == 0 { return }
    pthread_mutex_lock(mutex)
    while running.load(ordering: .acquiring) != 0 { pthread_cond_wait(done, mutex) }
    pthread_mutex_unlock(mutex)
  }
}
