import Files
import Kernels
import Recognizer

/// The features and targets of a few utterances, computed by all threads.
final class FeatureChunk: BatchSource, PiecedWork, @unchecked Sendable {
  private let architecture: Architecture
  private let tokenizer: Tokenizer
  private let logMel: LogMel
  private let workspaces: [LogMelWorkspace]
  private let pool: WorkerPool
  private var utterances: [RunUtterance] = []
  private var needsTargets = false
  private let items = Slots<Result<Item, Problem>?>()

  private struct Item {
    let features: Buffer
    let frames: Int
    let targets: Targets
    /// False if the text has a symbol without a token.
    let hasTargets: Bool
  }

  init(
    _ architecture: Architecture, _ tokenizer: Tokenizer, isa: ISA, pool: WorkerPool
  ) throws(Problem) {
    self.architecture = architecture
    self.tokenizer = tokenizer
    self.pool = pool
    let logMel = try LogMel(sampleRate: architecture.sampleRate, melBins: architecture.melBins)
    self.logMel = logMel
    workspaces = (0..<pool.threads).map { _ in LogMelWorkspace(for: logMel, kernels: isa.kernels) }
  }

  func take(_ utterances: ArraySlice<RunUtterance>, needsTargets: Bool) throws(Problem) {
    self.utterances = Array(utterances)
    self.needsTargets = needsTargets
    items.reset(utterances.count, to: nil)
    pool(items.elements.count, of: self)
    for index in items.elements.indices {
      if case .failure(let problem)? = items.elements[index] {
        throw problem.located(in: self.utterances[index])
      }
    }
  }

  func run(piece: Int, thread: Int) {
    do throws(Problem) {
      items.elements[piece] = .success(try item(utterances[piece], workspaces[thread]))
    } catch {
      items.elements[piece] = .failure(error)
    }
  }

  private func item(
    _ utterance: RunUtterance, _ workspace: LogMelWorkspace
  ) throws(Problem) -> Item {
    let samples = try samples(of: utterance.audio, sampleRate: architecture.sampleRate)
    let targets = needsTargets ? try? tokenizer.encode(utterance.text) : []
    return Item(
      features: try logMel.features(of: samples, workspace),
      frames: logMel.frames(samples: samples.count), targets: Targets(targets ?? []),
      hasTargets: targets != nil)
  }

  private func item(_ position: Int) -> Item {
    guard case .success(let item)? = items.elements[position] else {
      preconditionFailure("features must be computed before they are used")
    }
    return item
  }

  var count: Int { items.elements.count }
  func frames(_ position: Int) -> Int { item(position).frames }
  func hasTargets(_ position: Int) -> Bool { item(position).hasTargets }

  func load(_ position: Int, thread: Int) throws(Problem) -> LoadedExample {
    let item = item(position)
    return LoadedExample(
      features: Matrix(item.features.base, rows: item.frames, columns: architecture.melBins),
      targets: item.targets.base, length: item.targets.count)
  }
}
