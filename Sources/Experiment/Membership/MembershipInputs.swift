import Files
import Memorization
import Traces

/// The numbers of an analysis of membership, from trace tables.
package struct MembershipInputs: Sendable {
  /// The ids of the audited utterances. All arrays below have their order.
  package let ids: [String]
  /// The target's losses in nats; nil where one is missing.
  package let target: [Double?]
  package let references: SubsetTable
  package let groups: [MembershipGroup]
  package let features: [BlindFeature]
  /// The counts of rows that were read for target and references.
  package let records: MembershipRecords

  /// - Parameters:
  ///   - model: the name of the target's model; nil if its table has only one.
  /// - Throws: `.badData` if the tables and the source do not fit together.
  package init(
    target file: TraceFile, model: String?, references files: [TraceFile],
    source: MembershipSource
  ) throws(Problem) {
    let target = ModelTrace(try Self.model(model, in: file), in: file.table)
    let audited = try AuditedUtterances(source, target: file, inTraining: target.inTraining)
    ids = audited.ids
    groups = audited.groups
    let places = audited.ids.map { file.table.number(of: $0) }
    let losses = places.map { $0.flatMap { SubsetTable.known(target.losses[$0]) } }
    self.target = losses
    guard losses.contains(where: { $0 != nil }) else {
      throw Problem(
        .badData,
        places.allSatisfy { $0 == nil }
          ? "has none of the \(audited.ids.count) utterances"
          : "has no loss of the \(audited.ids.count) utterances",
        file: file.path,
        hint: "the first id is '\(audited.ids[0].printable)'; trace the probe set, which has it")
    }
    var (columns, membership): ([[Double?]], [[Bool]]) = ([], [])
    var references: [MembershipRecords.Model] = []
    for reference in files {
      for name in reference.table.models {
        let column = ReferenceColumn(
          ModelTrace(name, in: reference.table), in: reference, of: audited.ids)
        columns.append(column.losses)
        membership.append(column.inTraining)
        references.append(column.record)
      }
    }
    self.references = SubsetTable(
      losses: columns, inTraining: membership, utterances: audited.ids.count)
    records = MembershipRecords(
      source: source.name,
      target: MembershipRecords.Model(
        file: file.path, name: target.name, pass: target.pass,
        missing: MissingLosses(zip(audited.ids, losses).filter { $1 == nil }.map(\.0))),
      references: references)
    features = Self.features(file.table, places, audited.groups[0])
    try checkReferences(files)
  }

  private static func model(_ name: String?, in file: TraceFile) throws(Problem) -> String {
    let models = file.table.models
    if let name {
      guard models.contains(name) else {
        throw Problem(
          .badData, "has no model '\(name.printable)'", file: file.path, field: "model",
          hint: "it has \(abbreviatedList(models.map(\.printable)))")
      }
      return name
    }
    guard models.count == 1 else {
      throw Problem(
        .badData, "has \(models.count) models: \(abbreviatedList(models.map(\.printable)))",
        file: file.path, field: "model",
        hint: "name the one that is attacked with \(MembershipSetting.model)")
    }
    return models[0]
  }

  /// The features of a trace table that depend on no model.
  private static func features(
    _ table: TraceTable, _ places: [Int?], _ group: MembershipGroup
  ) -> [BlindFeature] {
    let rows = places.map { place in place.map { table.rows(of: $0).map { table[$0] } } ?? [] }
    func feature(_ name: String, _ value: (TraceRow) -> Double?) -> BlindFeature? {
      let values = rows.map { $0.lazy.compactMap(value).first ?? .nan }
      return BlindFeature(
        name, members: group.members.map { values[$0] },
        nonMembers: group.nonMembers.map { values[$0] })
    }
    return [
      feature("tokens") { $0.tokens.map(Double.init) },
      feature("frames") { $0.frames.map(Double.init) },
      feature("frames per token") { row in
        guard let frames = row.frames, let tokens = row.tokens, tokens > 0 else { return nil }
        return Double(frames) / Double(tokens)
      },
    ].compactMap(\.self)
  }

  /// Refuses reference models that show no utterance as it is without training on it.
  private func checkReferences(_ files: [TraceFile]) throws(Problem) {
    guard let first = files.first else { return }
    let cells = references.losses.indices.flatMap { model in
      ids.indices.filter { references.losses[model][$0] != nil }
        .map { references.inTraining[model][$0] }
    }
    guard !cells.isEmpty else {
      throw Problem(
        .badData, "no reference model has a loss of the \(ids.count) utterances",
        file: first.path, hint: "trace the utterances of the target with every reference model")
    }
    guard cells.contains(false) else {
      throw Problem(
        .badData, "every reference model was trained on every utterance that is attacked",
        file: first.path, field: "in_training",
        hint: "train each reference model on a random half of the utterances")
    }
  }
}

/// One reference model's losses of the audited utterances.
private struct ReferenceColumn {
  let losses: [Double?]
  let inTraining: [Bool]
  let record: MembershipRecords.Model

  /// In a table that tells of no utterance whether the model was trained on it, the model was trained on
  /// none. Where a table tells of some only, the losses of the others are not used.
  init(_ trace: ModelTrace, in file: TraceFile, of ids: [String]) {
    let places = ids.map { file.table.number(of: $0) }
    let isStated = trace.inTraining.contains { $0 != nil }
    let known = places.map { place in
      place.map { isStated ? trace.inTraining[$0] : false } ?? nil
    }
    let losses = zip(places, known).map { place, known in
      known == nil ? nil : place.flatMap { SubsetTable.known(trace.losses[$0]) }
    }
    self.losses = losses
    inTraining = known.map { $0 == true }
    let measured = ids.indices.filter { losses[$0] != nil }
    var record = MembershipRecords.Model(
      file: file.path, name: trace.name, pass: trace.pass,
      missing: MissingLosses(ids.indices.filter { losses[$0] == nil }.map { ids[$0] }))
    record.statesTraining = isStated
    record.trained = measured.count { known[$0] == true }
    self.record = record
  }
}
