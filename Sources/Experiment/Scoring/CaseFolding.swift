extension Unicode.Scalar {
  /// Full case folding: statuses C and F of CaseFolding.txt, without the Turkic special cases.
  /// `nil` where folding changes nothing.
  ///
  /// The standard library tells only *whether* folding changes a scalar. Where it does, lower case
  /// of upper case of lower case is the folding, except that Cherokee folds to upper case. (Without
  /// the first step ẞ gives ß; without the question ı, which folds to itself, gives i.)
  ///
  /// The question is answered for the scalar's decomposition. A composed letter whose folding is no
  /// more than its decomposition, such as ǰ, is therefore left alone, which is equivalent.
  var caseFolding: String.UnicodeScalarView? {
    if isASCII, !("A"..."Z").contains(self) { return nil }
    guard properties.changesWhenCaseFolded else { return nil }
    var folded = String.UnicodeScalarView()
    for lower in properties.lowercaseMapping.unicodeScalars {
      for upper in lower.properties.uppercaseMapping.unicodeScalars {
        if upper.properties.changesWhenCaseFolded {
          folded.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
        } else {
          folded.append(upper)
        }
      }
    }
    return folded
  }
}
