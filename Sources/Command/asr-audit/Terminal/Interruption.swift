import Foundation
import Synchronization

/// A flag that Ctrl-C (SIGINT) and SIGTERM set, for long work to poll. A second signal ends the
/// program at once.
enum Interruption {
  private static let wasRequested = Atomic<Bool>(false)

  static var isRequested: Bool { wasRequested.load(ordering: .relaxed) }

  /// Installs the signal handlers.
  static func listen() {
    // A parent process that starts this one from a secondary thread often leaves both blocked.
    var both = sigset_t()
    unsafe sigemptyset(&both)
    for number in [SIGINT, SIGTERM] { unsafe sigaddset(&both, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &both, nil)
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { _ in
        Interruption.wasRequested.store(true, ordering: .relaxed)
      }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      unsafe sigaction(number, &action, nil)
    }
  }
}
