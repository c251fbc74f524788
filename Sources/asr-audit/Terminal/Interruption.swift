import Foundation
import Synchronization

/// Ctrl-C and SIGTERM as a question that long work asks itself. A second one ends the program at
/// once.
enum Interruption {
  private static let wasAsked = Atomic<Bool>(false)

  static var isRequested: Bool { wasAsked.load(ordering: .relaxed) }

  static func listen() {
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { _ in
        Interruption.wasAsked.store(true, ordering: .relaxed)
      }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      unsafe sigaction(number, &action, nil)
    }
  }
}
