import Manifests
import Randomness

/// A uniform random sample of utterances (Vitter 1985, algorithm R).
struct UtteranceSample {
  private(set) var utterances: [Utterance] = []
  private let size: Int
  private var random: RandomStream
  private var seen = 0

  init(size: Int, seed: Seed) {
    self.size = size
    random = seed.stream("preflight_sample")
  }

  mutating func offer(_ utterance: Utterance) {
    guard !utterance.isRemote else { return }
    seen += 1
    if utterances.count < size {
      utterances.append(utterance.detached)
    } else {
      let place = random.below(seen)
      if place < size { utterances[place] = utterance.detached }
    }
  }
}
