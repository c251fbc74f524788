import Files

/// Words that canaries never have, because normalisers rewrite or delete them: Whisper's English
/// normaliser merges number words, drops fillers and expands abbreviations.
package enum ExcludedWords {
  package static let numbers: Set<String> = [
    "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "hundred", "thousand", "million", "billion", "trillion", "first", "second", "third", "fourth",
    "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "half", "quarter", "double", "triple",
    "dozen", "point", "minus", "plus", "percent", "dollar", "dollars", "cent", "cents", "pound",
    "pounds", "euro", "euros",
  ]

  package static let fillers: Set<String> = [
    "uh", "um", "hmm", "hm", "mm", "mhm", "mmm", "ah", "er", "eh", "huh", "ha", "oh", "yeah",
  ]

  package static let abbreviations: Set<String> = [
    "mr", "mrs", "ms", "dr", "st", "prof", "col", "gen", "capt", "gov", "hon", "rev", "jr", "sr",
    "esq", "ald", "rep", "sen", "pres", "lt", "sgt", "vs", "etc", "inc", "ltd", "ca", "ok", "tv",
    "null", "nan", "none", "na",
  ]

  package static let all = numbers.union(fillers).union(abbreviations)
}
