import Files
import Kernels
import Recognizer

/// Features and targets of a few utterances, made by all threads.
final class FeatureChunk: BatchSource, PiecedWork, @unchecked Sendable {
  private let architecture: Architecture
  private let tokenizer: Tokenizer
  private let logMel: LogMel
  private let workspaces: [LogMelWorkspace]
  private let pool: WorkerPool
  private var utterances: [RunUtterance] = []
  private var needsTargets = false
  private var items: UnsafeMutablePointer<Result<Item, Problem>?>
  private var capacity = 0

  private struct Item {
    let features: Buffer
    let frames: Int
    let targets: Targets
    /// False where the text has something that is no token.
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
    items = .allocate(capacity: 0)
  }

  deinit { clear() }

  private func clear() {
    items.deinitialize(count: capacity)
    items.deallocate()
  }

  func take(_ utterances: ArraySlice<RunUtterance>, needsTargets: Bool) throws(Problem) {
    clear()
    self.utterances = Array(utterances)
    self.needsTargets = needsTargets
    capacity = utterances.count
    items = .allocate(capacity: capacity)
    items.initialize(repeating: nil, count: capacity)
    pool(capacity, of: self)
    for index in 0..<capacity {
      if case .failure(let problem)? = items[index] {
        throw problem.located(in: self.utterances[index])
      }
    }
  }

  func run(piece: Int, thread: Int) {
    do throws(Problem) {
      items[piece] = .success(try item(utterances[piece], workspaces[thread]))
    } catch {
      items[piece] = .failure(error)
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
    guard case .success(let item)? = items[position] else {
      preconditionFailure("features are asked for after they were made")
    }
    return item
  }

  var count: Int { capacity }
  func frames(_ position: Int) -> Int { item(position).frames }
  func hasTargets(_ position: Int) -> Bool { item(position).hasTargets }

  func load(_ position: Int, thread: Int) throws(Problem) -> LoadedExample {
    let item = item(position)
    return LoadedExample(
      features: Matrix(item.features.base, rows: item.frames, columns: architecture.melBins),
      targets: item.targets.base, length: item.targets.count)
  }
}
