/// A manifest of NeMo's tarred data set; `TarredManifest` has the grammar.
extension RecordFormat {
  static let nemoTarred = RecordFormat(
    title: "NeMo tarred data set: manifest(s) of numbered tar archives",
    evidence: "a NeMo manifest whose first line has \"shard_id\", or that is in sharded_manifests/"
  ) { start in
    guard let evidence = RecordFormat.nemo.recognize(start) else { return nil }
    if start.hasKeys("shard_id") { return start.has("shard_id") }
    return start.isInShardedManifests ? "it is in sharded_manifests/" : nil
  } layout: { start in
    var layout = RecordFormat.nemo.layout(start)
    layout.audio = .member
    return layout
  }
}
