import AuditModel

extension TranscriptMatch {
  /// Removes the markers of known decoders from all transcripts, except markers that a reference
  /// contains.
  ///
  /// - Returns: the markers in order, with the number of transcripts that contained each.
  mutating func removeMarkers(of ledger: Ledger) -> [Report.MarkerCount] {
    var markers = DecoderMarkers(
      references: ledger.canaries.map(\.text) + ledger.checkUtterances.map(\.text))
    canaries = canaries.map { $0.map { markers.strip($0) } }
    checkUtterances = checkUtterances.map { $0.map { markers.strip($0) } }
    naturalSpeedProbes = naturalSpeedProbes.map { $0.map { markers.strip($0) } }
    return markers.transcripts.sorted { $0.key < $1.key }
      .map { Report.MarkerCount(marker: $0.key, transcripts: $0.value) }
  }
}
