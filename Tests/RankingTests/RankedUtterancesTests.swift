import Files
import Randomness
import Ranking
import Testing
import Traces

@Suite struct RankedUtterancesTests {
  /// Rows of utterances with these losses at passes 1, 2, …; nil for a row without a loss.
  private func rows(_ losses: [String: [Double?]], tokens: Int? = 2) -> [TraceRow] {
    losses.sorted { $0.key < $1.key }.flatMap { id, losses in
      losses.enumerated().map { pass, loss in
        var row = TraceRow(id: id, pass: pass + 1, loss: loss)
        row.tokens = tokens
        row.frames = 100
        return row
      }
    }
  }

  private func ids(_ ranked: RankedUtterances) -> [String] {
    ranked.order.map { ranked.traces[$0].id }
  }

  @Test func `the scores of an utterance`() throws {
    let ranked = try RankedUtterances(
      TraceTable(rows(["a": [40, 8, 6, 4, 4, 2, 2, 2], "b": [40, 20, 20, nil, 20, 20, 20, 18]])))
    #expect(ranked.plan.burnIn == 2 && ranked.plan.passes == (1...8).map { $0 })
    #expect(ranked.isPerToken)
    let (a, b) = (ranked.traces[0], ranked.traces[1])
    #expect(a.losses == [20, 4, 3, 2, 2, 1, 1, 1])
    #expect(abs(a.cumulativeLoss - 10.0 / 6) < 1e-12)
    #expect(a.finalLoss == 1)
    // 1 1 1 2 2 3 4 20: the quartiles of type 7 are 1 and 3.25.
    #expect(a.lossIQR == 2.25)
    #expect(abs(b.cumulativeLoss - 9.8) < 1e-12)
    #expect(b.finalLoss == 9)
    #expect(ids(ranked) == ["b", "a"])
    #expect(
      ranked.gaps == .init(withoutLoss: [], incomplete: 1, missingLosses: 1, withoutLength: 0))
  }

  @Test func `a burn-in leaves out the plateau that would hide an error`() throws {
    let table = try TraceTable(rows(["a": [90, 2, 2, 2], "b": [60, 8, 8, 8]]))
    #expect(try ids(RankedUtterances(table, burnIn: 0)) == ["a", "b"])
    #expect(try ids(RankedUtterances(table)) == ["b", "a"])
    let problem = #expect(throws: Problem.self) { try RankedUtterances(table, burnIn: 4) }
    #expect(problem?.kind == .usage)
    #expect(problem?.message == "a burn-in of 4 leaves none of 4 passes of model 'target'")
  }

  @Test func `missing losses and passes are counted, and an utterance without any is named`() throws
  {
    var all = rows(["a": [9, 1, 1, 1], "b": [9, nil, nil, nil], "c": [9, nil, 4, nil]])
    all.removeAll { $0.id == "c" && $0.pass == 4 }
    all.append(contentsOf: rows(["d": [9, 2, 2, 2]], tokens: nil))
    let ranked = try RankedUtterances(TraceTable(all))
    #expect(ids(ranked) == ["c", "d", "a"])
    #expect(
      ranked.gaps == .init(withoutLoss: ["b"], incomplete: 1, missingLosses: 2, withoutLength: 1))
    // One utterance has no tokens, so losses are those of whole texts.
    #expect(!ranked.isPerToken)
    #expect(ranked.traces.map(\.cumulativeLoss) == [1, 4, 2])
  }

  @Test func `a table of a finished model is one pass`() throws {
    let ranked = try RankedUtterances(
      TraceTable([TraceRow(id: "a", loss: 1), TraceRow(id: "b", loss: 3)]))
    #expect(ranked.plan.passes == [nil] && ranked.plan.burnIn == 0)
    #expect(ids(ranked) == ["b", "a"])
    #expect(ranked.traces[0].lossIQR == nil)
  }

  @Test func `tables that cannot be ranked are refused`() throws {
    let table = try TraceTable([TraceRow(id: "a", model: "m", loss: nil)])
    let other = #expect(throws: Problem.self) { try RankedUtterances(table) }
    #expect(other?.message == "no row is of the model 'target', but of \"m\"")
    let empty = #expect(throws: Problem.self) { try RankedUtterances(table, model: "m") }
    #expect(empty?.message == "model 'm' has no finite loss after the burn-in")
    let few = try TraceTable(rows(["a": [1], "b": [2]]))
    let bins = #expect(throws: Problem.self) { try RankedUtterances(few, bins: 3) }
    #expect(bins?.kind == .usage)
    #expect(bins?.message == "3 bins are more than the 2 utterances with a loss")
  }

  /// Long utterances have higher losses. Within its bin, the only wrong short one is the worst.
  @Test func `ranks are those within bins of equal length`() throws {
    var all: [TraceRow] = []
    for utterance in 0..<400 {
      let isLong = utterance % 2 == 0
      var row = TraceRow(
        id: "\(utterance)", pass: 1, loss: (isLong ? 900 : 10) + Double(utterance) / 1_000)
      if utterance == 7 { row.loss = 100 }
      row.tokens = isLong ? 30 : 10
      row.frames = isLong ? 300 : 100
      all.append(row)
    }
    let ranked = try RankedUtterances(TraceTable(all))
    let place = ranked.order.firstIndex { ranked.traces[$0].id == "7" }!
    #expect(place < ranked.bins.count)
    #expect(ranked.shares[ranked.order[place]] > 0.98)
    let unbinned = try RankedUtterances(TraceTable(all), bins: 1)
    #expect(unbinned.order.firstIndex { unbinned.traces[$0].id == "7" } == 200)
  }

  @Test func `other scores have their own order, without utterances that lack them`() throws {
    var all = rows(["a": [1, 1], "b": [2, 2], "c": [3, 3]])
    all[0].curvature = 5
    all[1].curvature = 7
    all[4].curvature = 9
    let ranked = try RankedUtterances(TraceTable(all))
    #expect(ranked.order(by: \.curvature).map { ranked.traces[$0].id } == ["c", "a"])
    #expect(ranked.traces[0].curvature == 6)
  }

  @Test func `heard is the transcript of a left-out model, else of an early pass`() throws {
    var all = rows(["a": [9, 5, 3, 1], "b": [9, 5, 3, 1]])
    for pass in [0, 1, 2, 3, 5, 6] { all[pass].hypothesis = "pass \(pass % 4 + 1)" }
    var left = TraceRow(id: "b", model: "other", loss: 4)
    left.isInTraining = false
    left.hypothesis = "left out"
    let ranked = try RankedUtterances(TraceTable(all + [left]))
    #expect(ranked.traces.map(\.heard) == ["pass 2", "left out"])
  }

  @Test func `the medians of bins equal those of their utterances`() throws {
    var numbers = SplitMix(key: 3)
    var losses: [String: [Double?]] = [:]
    for id in 0..<120 {
      losses["\(id)"] = (0..<3).map { pass in
        pass > 0 && Int.random(in: 0..<6, using: &numbers) == 0
          ? nil : Double.random(in: 0...9, using: &numbers)
      }
    }
    let ranked = try RankedUtterances(TraceTable(rows(losses)))
    for (bin, medians) in ranked.medianLosses().enumerated() {
      for pass in 0..<3 {
        let values = ranked.traces.indices.filter { ranked.bins.numbers[$0] == bin }
          .compactMap { ranked.traces[$0].losses[pass] }.sorted()
        let middle = (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
        #expect(abs(medians[pass]! - middle) < 1e-12)
      }
    }
  }
}
