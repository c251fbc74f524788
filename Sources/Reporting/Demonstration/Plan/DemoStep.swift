/// One step of a demonstration: a directory, a small file, or one command of asr-audit.
///
/// A step names files and settings, not command-line options. The command renders it to the command
/// line that `commands.sh` lists.
package enum DemoStep: Hashable, Sendable {
  case makeDirectory(String)
  case write(path: String, text: String)
  case makeCorpus(CorpusStep)
  case inject(InjectStep)
  case train(TrainStep)
  case transcribe(TranscribeStep)
  case score(ScoreStep)
  case rank(RankStep)
  case trace(TraceStep)
  case subsets(SubsetsStep)
  case membership(MembershipStep)

  /// The files and directories that the step reads and that an earlier step has to write.
  package var inputs: [String] {
    switch self {
    case .makeDirectory, .write, .makeCorpus: []
    case .inject(let step):
      [step.manifest, step.gate] + (step.vocabulary.map { [$0] } ?? [])
    case .train(let step):
      [step.manifest, step.recipe] + [step.start, step.ledger].compactMap { $0 }
    case .transcribe(let step): [step.checkpoint, step.manifest]
    case .score(let step): [step.ledger, step.transcripts]
    case .rank(let step): [step.manifest, step.recipe]
    case .trace(let step): [step.checkpoint, step.manifest]
    case .subsets(let step):
      [step.manifest, step.ledger, step.common, step.recipe, step.start]
    case .membership(let step): [step.ledger, step.target, step.references]
    }
  }

  /// The file or directory that the step writes and that is moved aside before the step is repeated; nil
  /// for a directory that other steps write into.
  package var output: String? {
    switch self {
    case .makeDirectory: nil
    case .write(let path, _): path
    case .makeCorpus(let step): step.output
    case .inject(let step): step.output
    case .train(let step): step.output
    case .transcribe(let step): step.output
    case .score(let step): step.output
    case .rank(let step): step.output
    case .trace(let step): step.output
    case .subsets(let step): step.output
    case .membership(let step): step.output
    }
  }
}

/// The source of the words in a corpus and in canaries.
package enum DemoVoice: Hashable, Sendable {
  /// A voice of flite.
  case flite(String)
  /// A directory of recorded digits.
  case wordBank(String)
}

package struct CorpusStep: Hashable, Sendable {
  package var output: String
  package var training: Int
  package var dev: Int
  package var voice: DemoVoice
  package var seed: Int
}

package struct InjectStep: Hashable, Sendable {
  package var manifest: String
  package var gate: String
  package var output: String
  package var voice: DemoVoice
  /// A file with one word per line; nil for canaries of digits.
  package var vocabulary: String?
  package var seed: Int
  package var design: DemoDesign
}

/// The settings of `inject` that a demonstration chooses; nil stands for the default.
package struct DemoDesign: Hashable, Sendable {
  package var speeds: [Double]?
  package var repetitions: [Int]?
  /// For each speed.
  package var coins: Int
  package var blocks: Int
  package var allocation: [Int]?
  /// Words in a canary.
  package var length: Int?
  package var checkUtterances: Int?
  /// The largest share of the training audio that canaries may take, 0...1.
  package var maxShare: Double
}

package struct TrainStep: Hashable, Sendable {
  package var manifest: String
  package var recipe: String
  package var output: String
  /// The checkpoint to start from; nil for random weights.
  package var start: String?
  /// Lets the log report canaries apart from the corpus.
  package var ledger: String?
  package var clipping = DemoClipping.none
  /// Nil for one thread per processor.
  package var threads: Int?
}

package struct TranscribeStep: Hashable, Sendable {
  package var checkpoint: String
  package var manifest: String
  package var output: String
  /// Whether the CTC loss of each reference is written as well.
  package var hasLosses = false
  package var threads: Int?
}

package struct ScoreStep: Hashable, Sendable {
  package var ledger: String
  package var transcripts: String
  package var output: String
  /// Whether the transcripts contain CTC losses.
  package var hasLosses = false
}
