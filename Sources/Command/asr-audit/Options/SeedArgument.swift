import ArgumentParser
import Integrity
import Randomness

/// A seed: a whole number, which others can guess, or the 64 hexadecimal digits of a ledger.
struct SeedArgument: ExpressibleByArgument {
  let seed: Seed

  init?(argument: String) {
    if argument.utf8.count == 64, let bytes = [UInt8](hex: argument) {
      seed = Seed(bytes: bytes)
    } else if let number = UInt64(argument) {
      seed = Seed(short: number)
    } else {
      return nil
    }
  }
}
