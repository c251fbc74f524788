import Files
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
  private var results: [Result<TrainingSet.Prepared, Problem>?] = []
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

  /// Fills the set.
  /// - Parameters:
  ///   - cacheBytes: features are kept in memory up to so many bytes.
  ///   - problem: called, in order, for each utterance that is of no use; throws to stop.
  /// - Returns: which utterances are in the set, in its order.
  func run(
    cacheBytes: Int, progress: (_ done: Int) -> Void,
    problem: (Problem) throws(Problem) -> Void
  ) throws(Problem) -> [Int] {
    var used: [Int] = []
    var left = cacheBytes
    while first < utterances.count {
      let count = min(Self.chunk, utterances.count - first)
      results = Array(repeating: nil, count: count)
      results.withUnsafeMutableBufferPointer { slots in
        self.slots = slots.baseAddress
        pool(count, of: self)
        self.slots = nil
      }
      for (place, result) in results.enumerated() {
        switch result! {
        case .success(let prepared):
          left -= prepared.bytes
          set.add(prepared, keepsFeatures: left >= 0)
          used.append(first + place)
        case .failure(let found):
          try problem(found.located(in: utterances[first + place]))
        }
      }
      first += count
      progress(first)
    }
    return used
  }

  /// `results`, for the threads to write into.
  private var slots: UnsafeMutablePointer<Result<TrainingSet.Prepared, Problem>?>?

  func run(piece: Int, thread: Int) {
    let index = first + piece
    do throws(Problem) {
      slots![piece] = .success(
        try set.prepare(
          index, text: utterances[index].text, tokenizer, workspaces[thread]))
    } catch {
      slots![piece] = .failure(error)
    }
  }
}

extension Problem {
  /// The same problem, with the manifest's line and the utterance's name. One that has a file of its
  /// own (the audio's) keeps it, and says whose it is.
  func located(in utterance: RunUtterance) -> Problem {
    Problem(
      kind, "utterance '\(utterance.name)': \(message)", file: file ?? utterance.file,
      line: file == nil ? utterance.line : line, field: field, hint: hint)
  }
}
