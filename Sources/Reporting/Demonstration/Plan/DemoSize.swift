/// How much of the experiment is run.
package struct DemoSize: Hashable, Sendable {
  package var trainingSentences: Int
  package var devSentences: Int
  package var baseEpochs: Int
  /// Canaries for each speed, as `inject` takes them.
  package var coins: Int
  package var blocks: Int
  package var seeds: Int
  package var variants: [DemoVariant]
  /// What each seed takes on two cores, for whoever waits.
  package var minutesASeed: Int

  /// Half of the default design, one draw.
  package static let quick = DemoSize(
    trainingSentences: 3_000, devSentences: 240, baseEpochs: 6, coins: 100, blocks: 10, seeds: 1,
    variants: DemoVariant.story, minutesASeed: 3)

  /// The default design at each speed, three draws, and where clipping ends.
  package static let full = DemoSize(
    trainingSentences: 3_000, devSentences: 240, baseEpochs: 6, coins: 200, blocks: 20, seeds: 3,
    variants: DemoVariant.allCases, minutesASeed: 13)

  package static let speeds = [2.0, 4.0]
}
