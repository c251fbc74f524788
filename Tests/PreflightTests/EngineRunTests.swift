import AuditModel
import Files
import Foundation
import Integrity
import Preflight
import TestSupport
import Testing

/// The evidence in the log of a run of the embedded recogniser.
struct EngineRunTests {
  private let place: TemporaryDirectory
  private let seen = SeenLedger()

  init() throws { place = try TemporaryDirectory() }

  private func write(_ name: String, _ lines: [String]) throws -> String {
    try place.write(name, lines.map { $0 + "\n" }.joined())
  }

  /// The field of a run's first line that names its ledger.
  /// - Parameter left: the copies that the run did not use.
  private func head(_ left: [String] = [], _ ids: Digest? = nil) -> String {
    let ids = ids ?? Digest(ofNames: seen.ledger.trainingIDs)
    let used = seen.ledger.trainingIDs.subtracting(left)
    return
      #""ledger":{"ids":"\#(ids.hex)","used":\#(used.count),"used_ids":"\#(Digest(ofNames: used).hex)"},"#
  }

  @Test func `the counts of the embedded recogniser's log give levels and presentations`() throws {
    let copies = seen.planted.flatMap(\.trainingIDs).count
    func log(_ more: String) throws -> String {
      try write(
        "run/log.jsonl",
        (0..<4).map {
          #"{"step":\#($0),"learning_rate":0.1,"loss":1,\#(head())"canaries":{"examples":\#(copies),"loss":1,\#(more)}}"#
        })
    }
    var found = try seen.consumption(of: log(#""units":0"#))
    #expect(found.isComplete && found.evidence.canaries.allSatisfy { $0.level == .seen })
    #expect(found.evidence.canaries.map(\.presentations) == seen.planted.map { 4 * $0.repetitions })
    _ = try log(#""units":2,"norm_p10":0.1"#)
    found = try seen.consumption(of: place("run"))
    #expect(found.evidence.canaries.allSatisfy { $0.level == .gradient })
  }

  @Test func `copies that the embedded recogniser left out are not used`() throws {
    let left = seen.planted[0].trainingIDs
    let used = seen.planted.flatMap(\.trainingIDs).count - left.count
    try place.write(
      "run/left-out.jsonl", left.map { #"{"name":"\#($0)","reason":"too short"}"# + "\n" }.joined())
    let log = try write(
      "run/log.jsonl",
      [
        #"{"step":1,"learning_rate":0.1,"loss":1,\#(head(left))"canaries":{"examples":\#(used),"units":0}}"#
      ])
    let found = try seen.consumption(of: log)
    #expect(found.evidence.canaries[0].level == .planted && found.evidence.canaries[0].copies == 0)
    #expect(found.evidence.canaries.dropFirst().allSatisfy { $0.copies == $0.repetitions })
    #expect(!found.isComplete)
  }

  @Test func `canaries that a run left out, all of them, are evidence and no foreign log`() throws {
    let left = seen.planted.flatMap(\.trainingIDs)
    try place.write(
      "run/left-out.jsonl", left.map { #"{"name":"\#($0)","reason":"too short"}"# + "\n" }.joined())
    let log = try write(
      "run/log.jsonl",
      [
        #"{"step":1,"learning_rate":0.1,"loss":1,\#(head(left))"canaries":{"examples":0,"units":0}}"#
      ])
    let found = try seen.consumption(of: log)
    #expect(found.evidence.canaries.allSatisfy { $0.copies == 0 && $0.level == .planted })
    #expect(found.evidence.canaries.allSatisfy { $0.excluded == $0.repetitions })
  }

  @Test func `a run that ended within its first epoch is named`() throws {
    let log = try write(
      "run/log.jsonl",
      [
        #"{"step":1,"learning_rate":0.1,"loss":1,\#(head())"canaries":{"examples":3,"units":0}}"#
      ])
    let found = try seen.consumption(of: log)
    #expect(found.incompleteRuns == [log] && !found.isComplete)
  }

  /// With Poisson sampling a copy is missed with probability exp(-mean).
  @Test func `with Poisson sampling copies count only after enough epochs`() throws {
    let copies = seen.planted.flatMap(\.trainingIDs).count
    let enough = Int((log(100 * Double(copies))).rounded(.up))
    for epochs in [1, enough - 1, enough] {
      let log = try write(
        "run/log.jsonl",
        (1...epochs).map {
          #"{"step":\#($0),"learning_rate":0.1,"loss":1,"sampling":"poisson",\#(head())"canaries":{"examples":\#(copies),"units":0}}"#
        })
      let found = try seen.consumption(of: log)
      #expect(found.isComplete == (epochs == enough), "\(epochs) epochs")
      #expect(found.incompleteRuns == (epochs == enough ? [] : [log]))
    }
  }

  private func problem(_ lines: [String], _ more: String...) throws -> Problem? {
    let log = try write("run/log.jsonl", lines)
    do throws(Problem) {
      _ = try Consumption(
        seen.ledger, root: seen.root, directory: nil, files: [log] + more, survival: nil,
        tool: "test")
      return nil
    } catch {
      return error
    }
  }

  @Test func `the run of another audit is refused, and one that names no ledger`() throws {
    let copies = seen.planted.flatMap(\.trainingIDs).count
    let canaries = #""canaries":{"examples":\#(copies),"units":0}"#
    let step = #"{"step":1,"learning_rate":0.1,"loss":1,"#
    let other = try problem([step + head([], Digest(of: [1])) + canaries + "}"])
    #expect(other?.message.contains("another ledger") ?? false)
    #expect(other?.field == "ledger.ids")
    let none = try problem([step + canaries + "}"])
    #expect(none?.message.contains("does not say of which ledger") ?? false)
    #expect(try problem([step + head() + canaries + "}"]) == nil)
  }

  @Test func `a run with fewer copies than the ledger needs the names of the others`() throws {
    let gone = seen.planted[0].trainingIDs[0]
    let left = [gone]
    let used = seen.planted.flatMap(\.trainingIDs).count - 1
    let line =
      #"{"step":1,"learning_rate":0.1,"loss":1,\#(head(left))"canaries":{"examples":\#(used),"units":0}}"#
    // The list of left-out utterances is lost.
    let lost = try problem([line])
    #expect(lost?.field == "ledger.used" && lost?.hint?.contains("left-out.jsonl") == true)
    // The manifest tells which copy the run did not have.
    let manifest = try write("train.json", seen.manifest.filter { !$0.contains(gone) })
    let found = try seen.consumption(of: place("run/log.jsonl"), manifest)
    #expect(found.evidence.canaries[0].copies == seen.planted[0].repetitions - 1)
    #expect(found.evidence.canaries[0].level == .seen && !found.isComplete)
    #expect(found.evidence.canaries.dropFirst().allSatisfy { $0.copies == $0.repetitions })
  }

  @Test func `a manifest with as many other copies does not belong to the run`() throws {
    let all = seen.planted.flatMap(\.trainingIDs)
    let log = try write(
      "run/log.jsonl",
      [
        #"{"step":1,"learning_rate":0.1,"loss":1,\#(head([all[0]]))"canaries":{"examples":\#(all.count - 1),"units":0}}"#
      ])
    let wrong = try write("wrong.json", seen.manifest.filter { !$0.contains(all[1]) })
    #expect(throws: Problem.self) { try seen.consumption(of: log, wrong) }
  }

  @Test func `steps that change no weight use nothing`() throws {
    let copies = seen.planted.flatMap(\.trainingIDs).count
    for (changes, expected) in [([true, true, false], 2), ([false, false, false], 0)] {
      let log = try write(
        "run/log.jsonl",
        changes.map {
          #"{"step":1,"learning_rate":0.1,"loss":1,"weights_changed":\#($0),\#(head())"canaries":{"examples":\#(copies),"units":0}}"#
        })
      let found = try seen.consumption(of: log)
      #expect(found.isComplete == (expected > 0))
      #expect(
        found.evidence.canaries.allSatisfy {
          ($0.presentations ?? 0) == expected * $0.repetitions
        })
    }
  }

  @Test func `a list of left-out utterances takes copies of a run out`() throws {
    let copies = seen.planted.flatMap(\.trainingIDs)
    let log = try write(
      "run/log.jsonl",
      [
        #"{"step":1,"learning_rate":0.1,"loss":1,\#(head())"canaries":{"examples":\#(copies.count),"units":0}}"#
      ])
    let found = try Consumption(
      seen.ledger, root: seen.root, directory: nil, files: [log],
      leftOut: [write("removed.txt", [copies[0]])], survival: nil, tool: "test")
    #expect(found.evidence.canaries[0].copies == seen.planted[0].repetitions - 1)
    #expect(!found.isComplete)
  }

  @Test func `gradients of zero are no use of a canary`() throws {
    let copies = seen.planted.flatMap(\.trainingIDs).count
    func found(_ norms: String...) throws -> Consumption {
      try seen.consumption(
        of: write(
          "run/log.jsonl",
          norms.map {
            #"{"step":1,"learning_rate":0.1,"loss":1,\#(head())"canaries":{"examples":\#(copies),"units":2,\#($0)}}"#
          }))
    }
    let zero = try found(#""norm_p10":0,"norm_max":0"#)
    #expect(zero.evidence.canaries.allSatisfy { $0.level == .planted && $0.copies == 0 })
    #expect(zero.runsWithoutGradient == [place("run/log.jsonl")])
    for norms in [
      [#""norm_p10":0,"norm_max":2"#],
      [#""norm_p10":0,"norm_max":0"#, #""norm_p10":1,"norm_max":2"#],
    ] {
      let some = try norms.count == 1 ? found(norms[0]) : found(norms[0], norms[1])
      #expect(some.isComplete && some.evidence.canaries.allSatisfy { $0.level == .seen })
      #expect(some.runsWithoutGradient.isEmpty)
    }
  }
}
