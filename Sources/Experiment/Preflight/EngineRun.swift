import AuditModel
import Files
import Foundation
import Integrity

/// The steps and gradients of canaries in the log of the embedded recogniser
/// (`asr-audit train --ledger`).
///
/// The log counts canaries and does not name them. Its first line has a digest of the ledger's training
/// ids and the number of copies that the run used. Every epoch has each used copy once, so the counts
/// give the number of times that each was processed. With Poisson sampling they give its mean.
/// `left-out.jsonl` names utterances that the run did not use.
struct EngineRun {
  let log: String
  let lines: Int
  /// The number of times that a canary was processed, over all copies and steps.
  private(set) var examples = 0
  /// The gradient norms of canaries in the log; nil if it has none, as without clipping.
  private(set) var gradients: Gradients?
  /// The number of copies of canaries that the run used, and the digest of their ids.
  let copies: Int
  private let usedIDs: Digest
  /// True for Poisson sampling, which draws every utterance independently at each step.
  private(set) var isSampled = false
  /// The names of utterances that were left out.
  private(set) var leftOut: Set<String> = []

  enum Gradients { case allZero, someZero, positive }

  private struct Step: Decodable {
    struct Group: Decodable {
      let examples: Int
      let units: Int
      let normP10: Double?
      let normMax: Double?
    }
    struct LedgerRecord: Decodable {
      let ids: Digest
      let used: Int
      let usedIds: Digest
    }
    let step: Int
    let weightsChanged: Bool?
    let sampling: String?
    let ledger: LedgerRecord?
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

  /// - Throws: also if the run was trained with another ledger, or without one.
  init(log path: String, of ledger: Ledger) throws(Problem) {
    log = path
    let reader = try LineReader(path)
    var lines = 0
    var norms: (positive: Int, zero: Int, mixed: Int) = (0, 0, 0)
    var hasCanaries = false
    var record: Step.LedgerRecord?
    while let line = try reader.next() {
      lines += 1
      let step: Step
      do throws(Problem) {
        step = try JSONCoding.decoded(Step.self, from: line.bytes)
      } catch {
        throw error.located(in: path, line: line.number)
      }
      record = record ?? step.ledger
      isSampled = isSampled || step.sampling == "poisson"
      guard let group = step.canaries else { continue }
      hasCanaries = true
      // A step that changes no weight uses nothing.
      guard step.weightsChanged != false else { continue }
      examples += max(0, group.examples)
      if group.units > 0 {
        if group.normP10 ?? 0 > 0 {
          norms.positive += 1
        } else if group.normMax ?? 0 > 0 {
          norms.mixed += 1
        } else {
          norms.zero += 1
        }
      }
    }
    self.lines = lines
    guard hasCanaries else {
      throw Problem(
        .badData, "the log does not count canaries", file: path,
        hint: "train with the ledger, so that the log reports canaries separately")
    }
    guard let record else {
      throw Problem(
        .badData, "the log does not say of which ledger its canaries are", file: path,
        field: "ledger",
        hint: "its first line is missing, or an earlier version wrote it: train again with this one"
      )
    }
    guard record.ids == Digest(ofNames: ledger.trainingIDs) else {
      throw Problem(
        .badData, "is the log of a run with another ledger", file: path, field: "ledger.ids",
        hint: "name the ledger that the run was trained with")
    }
    (copies, usedIDs) = (record.used, record.usedIds)
    if norms.positive + norms.zero + norms.mixed > 0 {
      gradients =
        norms.zero + norms.mixed == 0
        ? .positive : norms.positive + norms.mixed == 0 ? .allZero : .someZero
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

extension EngineRun {
  /// The copies that the run used, by their ids.
  ///
  /// - Parameter listed: the ids that training sets list; empty without one.
  /// - Throws: if the digest in the log is that of neither the ledger's ids nor those of the training
  ///   sets, without those that were left out.
  func used(of ledger: Ledger, listed: Set<String>) throws(Problem) -> Set<String> {
    let kept = ledger.trainingIDs.subtracting(leftOut)
    for candidate in [kept, kept.intersection(listed)]
    where candidate.count == copies && Digest(ofNames: candidate) == usedIDs {
      return candidate
    }
    throw Problem(
      .badData,
      "counts \(counted(copies, "copy", "copies")) of canaries, which are not the "
        + "\(kept.count) that are expected: the ledger's \(ledger.trainingIDs.count) without the "
        + "\(ledger.trainingIDs.count - kept.count) of left-out.jsonl",
      file: log, field: "ledger.used",
      hint:
        "keep left-out.jsonl beside the log, and name the manifest that the run read with \(EvidenceSetting.seen)"
    )
  }

  /// The number of times that every used copy was processed; with Poisson sampling the mean, or 0 if a
  /// copy may have been missed.
  var wholeEpochs: Int {
    guard copies > 0 else { return 0 }
    // A copy with a mean of m is never drawn with a probability of at most exp(-m). All copies were
    // drawn with a probability of 99% or more if the sum over the copies is at most 0.01.
    let count = Double(copies)
    guard !isSampled || count * exp(-Double(examples) / count) <= 0.01 else { return 0 }
    return examples / copies
  }
}
