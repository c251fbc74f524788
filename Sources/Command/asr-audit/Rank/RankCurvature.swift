import Files
import Kernels
import Randomness
import RecognizerRuns
import Traces

/// The curvature of the loss at several checkpoints of a ranking's training (Garg et al. 2024).
///
///     OUTPUT/curvature-2/pass-0003.jsonl    the trace table of the model after three passes, 2 draws
struct RankCurvature {
  /// The number of checkpoints. A single late one misleads, because the curvature of memorised utterances
  /// falls again once the model fits them.
  static let checkpoints = 5

  /// The number of random directions.
  let draws: Int
  let corpus: RankCorpus
  let output: String
  let threads: Int
  let isa: ISA

  private var directory: String { "\(output)/curvature-\(draws)" }

  /// The passes after which to measure, ascending: five equal parts of the training, or all passes if
  /// there are fewer.
  static func passes(of count: Int) -> [Int] {
    guard count > 0 else { return [] }
    let parts = checkpoints
    return Set((1...parts).map { (count * $0 + parts - 1) / parts }).sorted()
  }

  /// The measurements after a pass.
  func file(_ pass: Int) -> String {
    let digits = String(pass)
    return
      "\(directory)/pass-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).jsonl"
  }

  /// Measures all utterances with a model.
  func measure(
    _ utterances: [RunUtterance], with checkpoint: String, after pass: Int
  ) throws(Problem) {
    if !fileExists(directory) { try StagedDirectory(target: directory, force: false).commit() }
    var run = TraceRun(manifest: corpus.path, checkpoint: checkpoint, threads: threads)
    run.utterances = utterances
    run.settings.draws = draws
    run.settings.seed = Seed(short: 1)
    let file = try WholeFile(file(pass), existing: .replaced)
    let line = ProgressLine()
    defer { line.finish() }
    _ = try run.run(
      isa: isa, progress: { line.show("measuring curvature", $0, $1) },
      write: { bytes throws(Problem) in try file.write(bytes) })
    try file.commit()
  }

  /// Adds the measurements to the rows of their passes.
  func add(_ passes: [Int], to rows: inout [TraceRow]) throws(Problem) {
    for pass in passes {
      let table = try TraceReader.read(file(pass))
      for place in rows.indices where rows[place].pass == pass {
        guard let number = table.number(of: rows[place].id),
          let measured = table.rows(of: number).first.map({ table[$0] })
        else { continue }
        rows[place].curvature = measured.curvature
        rows[place].hessianTrace = measured.hessianTrace
        rows[place].inputGradientNorm = measured.inputGradientNorm
      }
    }
  }
}
