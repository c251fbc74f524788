import AuditModel
import Files

/// The steps and gradients of canaries in the log of the embedded recogniser
/// (`asr-audit train --ledger`).
///
/// The log counts canaries and does not name them. Every epoch has each used utterance once, so the
/// counts give the number of times that each copy was processed. With Poisson sampling they give its
/// mean. `left-out.jsonl` names utterances
/// that the run did not use.
struct EngineRun {
  let log: String
  let lines: Int
  /// The number of times that a canary was processed, over all copies and steps.
  private(set) var examples = 0
  /// True if the log has gradient norms of canaries, and all of them are above 0.
  private(set) var hasGradients = false
  /// True for Poisson sampling, which draws every utterance independently at each step.
  private(set) var isSampled = false
  /// The names of utterances that were left out.
  private(set) var leftOut: Set<String> = []

  private struct Step: Decodable {
    struct Group: Decodable {
      let examples: Int
      let units: Int
      let normP10: Double?
    }
    let step: Int
    let sampling: String?
    let canaries: Group?
  }

  private struct LeftOut: Decodable {
    let name: String
  }

  /// The log of a run, from its directory or the path of the log; nil if the path is neither.
  static func log(at path: String) -> String? {
    if isDirectory(path) {
      return fileExists("\(path)/log.jsonl") ? "\(path)/log.jsonl" : nil
    }
    // A pipe can be read only once.
    guard isRegularFile(path), let first = try? LineReader(path).next(),
      first.bytes.starts(with: "{\"step\":".utf8),
      String(decoding: first.bytes.prefix(200), as: UTF8.self).contains("\"learning_rate\"")
    else { return nil }
    return path
  }

  init(log path: String) throws(Problem) {
    log = path
    let reader = try LineReader(path)
    var lines = 0
    var norms = 0
    var allPositive = true
    var hasCanaries = false
    while let line = try reader.next() {
      lines += 1
      let step: Step
      do throws(Problem) {
        step = try JSONCoding.decoded(Step.self, from: line.bytes)
      } catch {
        throw error.located(in: path, line: line.number)
      }
      isSampled = isSampled || step.sampling == "poisson"
      guard let group = step.canaries else { continue }
      hasCanaries = true
      examples += max(0, group.examples)
      if group.units > 0 {
        norms += 1
        allPositive = allPositive && group.normP10 ?? 0 > 0
      }
    }
    self.lines = lines
    hasGradients = norms > 0 && allPositive
    guard hasCanaries else {
      throw Problem(
        .badData, "the log does not count canaries", file: path,
        hint: "train with the ledger, so that the log reports canaries separately")
    }
    leftOut = try Self.leftOut(beside: path)
  }

  private static func leftOut(beside log: String) throws(Problem) -> Set<String> {
    let path = "\(parentDirectory(of: log))/left-out.jsonl"
    guard fileExists(path) else { return [] }
    var names: Set<String> = []
    let reader = try LineReader(path)
    while let line = try reader.next() {
      do throws(Problem) {
        names.insert(try JSONCoding.decoded(LeftOut.self, from: line.bytes).name)
      } catch {
        throw error.located(in: path, line: line.number)
      }
    }
    return names
  }
}
