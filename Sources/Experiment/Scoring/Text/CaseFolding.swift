extension Unicode.Scalar {
  /// The full case folding: statuses C and F of CaseFolding.txt, without the Turkic special cases.
  /// `nil` if folding changes nothing.
  ///
  /// The standard library only has a property for *whether* folding changes a scalar. If it does,
  /// the folding is the lower case of the upper case of the lower case, except that Cherokee folds
  /// to upper case. (Without the first lower-casing ẞ gives ß; without the property ı, which folds
  /// to itself, gives i.)
  ///
  /// The property refers to the scalar's decomposition. A composed letter whose folding is its
  /// decomposition, such as ǰ, is therefore left unchanged, which is equivalent.
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
