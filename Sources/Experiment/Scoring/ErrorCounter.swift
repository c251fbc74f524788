/// Counts the errors of transcripts, letter by letter and word by word. A workspace, as
/// `EditDistance` is.
package struct ErrorCounter: Sendable {
  private var distance = EditDistance()

  package init() {}

  /// - Parameters: normalised texts; characters are Unicode scalars, spaces among them.
  package mutating func errors(
    _ reference: String, _ heard: String
  ) -> (characters: ErrorRate, words: ErrorRate) {
    let own = reference.unicodeScalars.map(\.value)
    let other = heard.unicodeScalars.map(\.value)
    var ids = WordIDs()
    let ownWords = ids(reference)
    let otherWords = ids(heard)
    return (
      ErrorRate(edits: distance.distance(own, other), referenceLength: own.count),
      ErrorRate(
        edits: distance.distance(ownWords, otherWords), referenceLength: ownWords.count)
    )
  }
}
