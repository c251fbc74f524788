/// The extent of a demonstration.
package struct DemoSize: Hashable, Sendable {
  package var trainingSentences: Int
  package var devSentences: Int
  package var baseEpochs: Int
  /// The coin-block canaries for each speed.
  package var coins: Int
  /// The fixed blocks for each speed.
  package var blocks: Int
  package var seeds: Int
  package var variants: [DemoVariant]
  /// The approximate time for each seed on two cores.
  package var minutesPerSeed: Int
  /// Whether the corpus is ranked, and the model without clipping attacked with reference models.
  package var hasAnalyses = false

  /// Half of the default design, the six standard variants, one seed.
  package static let quick = DemoSize(
    trainingSentences: 3_000, devSentences: 240, baseEpochs: 6, coins: 100, blocks: 10, seeds: 1,
    variants: DemoVariant.standard, minutesPerSeed: 3)

  /// The default design, all variants, three seeds.
  package static let full = DemoSize(
    trainingSentences: 3_000, devSentences: 240, baseEpochs: 6, coins: 200, blocks: 20, seeds: 3,
    variants: DemoVariant.allCases, minutesPerSeed: 20, hasAnalyses: true)

  package static let speeds = [2.0, 4.0]
}
