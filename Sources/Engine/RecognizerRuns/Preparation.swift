import Files
import Integrity
import Kernels
import Recognizer

/// Looks at every utterance before training begins: whatever makes one useless is found now, and
/// nothing has been written yet.
final class Preparation: PiecedWork, @unchecked Sendable {
  private let utterances: [RunUtterance]
  private let set: TrainingSet
  private let tokenizer: Tokenizer
  private let workspaces: [LogMelWorkspace]
  private let pool: WorkerPool
  private let results = Slots<Result<TrainingSet.Prepared, Problem>?>()
  private var first = 0

  /// Utterances that are in memory at a time.
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

  /// Of the samples of each utterance in the set.
  private(set) var sounds: [Digest] = []

  /// Fills the set.
  /// - Returns: the utterances that are in the set, in its order; at least one.
  /// - Throws: what makes an utterance useless, or how many are and why; a file that is not there.
  func run(
    _ request: TrainingRequest, _ progress: (TrainingProgress) -> Void
  ) throws(Problem) -> [RunUtterance] {
    var used: [RunUtterance] = []
    var useless: [Problem] = []
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
          sounds.append(prepared.sound)
        case .failure(let found):
          let problem = found.located(in: utterances[first + place])
          guard problem.kind == .badData else { throw problem }
          useless.append(problem)
          if request.unusable == .skip { progress(.leftOut("\(problem)")) }
        }
      }
      first += count
      progress(.preparing(done: first, of: utterances.count))
    }
    if request.unusable == .error, !useless.isEmpty { throw Self.together(useless) }
    guard !used.isEmpty else {
      throw Problem(.badData, "no utterance is left to learn from", file: request.manifest)
    }
    return used
  }

  /// One problem that names all, or how many and the first few.
  private static func together(_ problems: [Problem]) -> Problem {
    guard problems.count > 1 else { return problems[0] }
    var lines = ["\(problems.count) utterances are of no use to the model"]
    for problem in problems.prefix(10) { lines.append("\(problem.withoutHint)") }
    if problems.count > 10 { lines.append("and \(problems.count - 10) more") }
    return Problem(
      .badData, lines.joined(separator: "\n  "),
      hint: "mend them, or leave them out with --unusable skip")
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

  /// The same problem, with the manifest's line and the utterance's name. One that has a file of its
  /// own (the audio's) keeps it, and says whose it is.
  func located(in utterance: RunUtterance) -> Problem {
    guard let file else {
      return Problem(
        kind, "utterance '\(utterance.name)': \(message)", file: utterance.file,
        line: utterance.line, field: field, hint: hint)
    }
    return Problem(
      kind, "utterance '\(utterance.name)' (\(utterance.file):\(utterance.line)): \(message)",
      file: file, line: line, field: field, hint: hint)
  }
}
