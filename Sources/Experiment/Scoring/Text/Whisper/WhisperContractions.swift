/// Contractions and titles that Whisper's normaliser writes out, in the order in which it does.
struct WhisperContractions {
  let text: [Unicode.Scalar]
  let expansion: [Unicode.Scalar]
  /// Whether the text is the end of a word, such as `'re`.
  let isEnding: Bool

  private init(_ text: String, _ expansion: String, isEnding: Bool = false) {
    self.text = Array(text.unicodeScalars)
    self.expansion = Array(expansion.unicodeScalars)
    self.isEnding = isEnding
  }

  static let all = words + titles + endings

  private static let words = [
    ("won't", "will not"), ("can't", "can not"), ("let's", "let us"), ("ain't", "aint"),
    ("y'all", "you all"), ("wanna", "want to"), ("kinda", "kind of"), ("sorta", "sort of"),
    ("dunno", "do not know"), ("gotta", "got to"), ("gonna", "going to"),
    ("i'ma", "i am going to"), ("imma", "i am going to"), ("woulda", "would have"),
    ("coulda", "could have"), ("shoulda", "should have"), ("cause", "because"),
    ("ma'am", "madam"),
  ].map { WhisperContractions($0.0, $0.1) }

  private static let titles = [
    ("mr", "mister"), ("mrs", "missus"), ("st", "saint"), ("dr", "doctor"),
    ("prof", "professor"), ("capt", "captain"), ("gov", "governor"), ("ald", "alderman"),
    ("gen", "general"), ("sen", "senator"), ("rep", "representative"), ("pres", "president"),
    ("rev", "reverend"), ("hon", "honorable"), ("asst", "assistant"), ("assoc", "associate"),
    ("lt", "lieutenant"), ("col", "colonel"), ("jr", "junior"), ("sr", "senior"),
    ("esq", "esquire"),
  ].map { WhisperContractions($0.0, $0.1 + " ") }

  /// *'d* and *'s* before some participles are *had* and *has*.
  private static let endings = [
    ("'d been", " had been"), ("'s been", " has been"), ("'d gone", " had gone"),
    ("'s gone", " has gone"), ("'d done", " had done"), ("'s got", " has got"),
    ("n't", " not"), ("'re", " are"), ("'s", " is"), ("'d", " would"), ("'ll", " will"),
    ("'t", " not"), ("'ve", " have"), ("'m", " am"),
  ].map { WhisperContractions($0.0, $0.1, isEnding: true) }
}
