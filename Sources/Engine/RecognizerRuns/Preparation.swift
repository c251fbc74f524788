import Files
import Integrity
import Kernels
import Recognizer

/// Checks every utterance before training begins and before anything is written.
final class Preparation: PiecedWork, @unchecked Sendable {
  private let utterances: [RunUtterance]
  private let set: TrainingSet
  private let tokenizer: Tokenizer
  private let workspaces: [LogMelWorkspace]
  private let pool: WorkerPool
  private let results = Slots<Result<TrainingSet.Prepared, Problem>?>()
  private var first = 0

  /// The number of utterances whose audio is in memory at the same time.
  private static let chunk = 64

  init(
    _ utterances: [RunUtterance], _ set: TrainingSet, _ tokenizer: Tokenizer, isa: ISA,
    pool: WorkerPool
  ) {
    self.utterances = utterances
    self.set = set
    self.tokenizer = tokenizer
    self.pool = pool
    workspaces = (0..<pool.threads).map { _ in
      LogMelWorkspace(for: set.logMel, kernels: isa.kernels)
    }
  }

  /// The utterances that were left out, with the reasons.
  private(set) var leftOut: [LeftOutUtterance] = []

  /// The digest of the samples of each utterance in the set.
  private(set) var audioDigests: [Digest] = []

  /// Fills the set.
  /// - Returns: the utterances in the set, in its order; at least one.
  /// - Throws: the unusable utterances, unless they are to be skipped; a file that does not exist.
  func run(
    _ request: TrainingRequest, _ progress: (TrainingProgress) -> Void
  ) throws(Problem) -> [RunUtterance] {
    var used: [RunUtterance] = []
    var unusable: [Problem] = []
    var left = request.cacheBytes
    while first < utterances.count {
      let count = min(Self.chunk, utterances.count - first)
      results.reset(count, to: nil)
      pool(count, of: self)
      for (place, result) in results.elements.enumerated() {
        switch result! {
        case .success(let prepared):
          left -= prepared.bytes
          set.add(prepared, keepsFeatures: left >= 0)
          used.append(utterances[first + place])
          audioDigests.append(prepared.sound)
        case .failure(let found):
          let problem = found.located(in: utterances[first + place])
          guard problem.kind == .badData else { throw problem }
          unusable.append(problem)
          leftOut.append(
            LeftOutUtterance(name: utterances[first + place].name, reason: found.message))
          if request.unusable == .skip { progress(.leftOut("\(problem)")) }
        }
      }
      first += count
      progress(.preparing(done: first, of: utterances.count))
    }
    if request.unusable == .error, !unusable.isEmpty { throw Self.summary(of: unusable) }
    guard !used.isEmpty else {
      throw Problem(.badData, "no usable utterance is left", file: request.manifest)
    }
    return used
  }

  /// One problem with the number of problems and the first ten of them.
  private static func summary(of problems: [Problem]) -> Problem {
    guard problems.count > 1 else { return problems[0] }
    var lines = ["\(problems.count) utterances cannot be used for training"]
    for problem in problems.prefix(10) { lines.append("\(problem.withoutHint)") }
    if problems.count > 10 { lines.append("and \(problems.count - 10) more") }
    return Problem(
      .badData, lines.joined(separator: "\n  "),
      hint: "correct them, or leave them out with \(RunSetting.unusable) skip")
  }

  func run(piece: Int, thread: Int) {
    let index = first + piece
    do throws(Problem) {
      results.elements[piece] = .success(
        try set.prepare(
          index, text: utterances[index].text, tokenizer, workspaces[thread]))
    } catch {
      results.elements[piece] = .failure(error)
    }
  }
}

extension Problem {
  fileprivate var withoutHint: Problem {
    Problem(kind, message, file: file, line: line, field: field)
  }

  /// A copy that names the utterance and the line of the manifest. A problem with the audio file keeps
  /// that file; the line of the manifest is then part of the message.
  func located(in utterance: RunUtterance) -> Problem {
    guard file != nil else {
      return with(message: "utterance '\(utterance.name)': \(message)")
        .located(in: utterance.file, line: utterance.line)
    }
    return with(
      message: "utterance '\(utterance.name)' (\(utterance.file):\(utterance.line)): \(message)")
  }
}
