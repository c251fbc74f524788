import Files
import Injection
import Testing

struct CommonWordsTests {
  @Test func `there are enough words for eleven bits of entropy each`() {
    #expect(CommonWords.all.count > 2_048)
  }

  @Test func `every word is three to nine lower-case letters`() {
    for word in CommonWords.all {
      #expect((3...9).contains(word.count), "\(word)")
      #expect(word.allSatisfy { ("a"..."z").contains($0) }, "\(word)")
    }
  }

  @Test func `the words are in ascending order without repeats`() {
    for (word, next) in zip(CommonWords.all, CommonWords.all.dropFirst()) {
      #expect(word < next)
    }
  }

  @Test(arguments: Excluded.allCases)
  func `no word has several spellings in transcripts`(excluded: Excluded) {
    #expect(Set(CommonWords.all).intersection(excluded.words) == [])
  }

  @Test func `no word is another with a regular ending`() {
    let all = Set(CommonWords.all)
    for word in CommonWords.all {
      #expect(Ending.bases(of: word).isDisjoint(with: all), "\(word)")
    }
  }

  @Test func `no word is the concatenation of two others`() {
    let all = Set(CommonWords.all)
    for word in CommonWords.all {
      for length in 1..<word.count {
        let first = String(word.prefix(length))
        let second = String(word.dropFirst(length))
        #expect(!(all.contains(first) && all.contains(second)), "\(first) + \(second)")
      }
    }
  }

  @Test(arguments: [
    ("walked", "walk"), ("hoped", "hope"), ("stopping", "stop"), ("cities", "city"),
    ("happily", "happy"), ("icy", "ice"), ("largest", "large"), ("truly", "true"),
  ])
  func `a regular ending is removed with its spelling change`(word: String, base: String) {
    #expect(Ending.bases(of: word).contains(base))
  }
}

/// Removes regular endings of English words, by spelling only.
private enum Ending {
  static let all = [
    "s", "es", "d", "ed", "ing", "r", "er", "est", "y", "ly", "ness", "ful", "less",
  ]

  /// Every string that `word` could be a regular inflection or derivative of, with a dropped `e`
  /// put back (`hoping`), a doubled consonant undone (`stopped`) and `i` turned to `y` (`cities`).
  static func bases(of word: String) -> Set<String> {
    var bases: Set<String> = []
    for ending in all where word.hasSuffix(ending) {
      let stem = String(word.dropLast(ending.count))
      bases.formUnion([stem, stem + "e"])
      if let last = stem.last, stem.dropLast().last == last {
        bases.insert(String(stem.dropLast()))
      }
      if stem.hasSuffix("i") { bases.insert(stem.dropLast() + "y") }
    }
    return bases
  }
}

/// Words that a correct transcript may write in more than one way, or a normalizer rewrite.
enum Excluded: CaseIterable {
  case numbers, fillers, abbreviations, homophones, heteronyms, spellings

  var words: Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  private var text: String {
    switch self {
    case .numbers:
      """
      zero nil naught one two three four five six seven eight nine ten eleven twelve
      thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty
      fifty sixty seventy eighty ninety hundred thousand million billion trillion first
      second third fourth fifth sixth seventh eighth ninth tenth half quarter dozen score
      once twice thrice single double triple couple pair natural-speed probe solo duet trio quartet
      decade century percent point minus plus dollar cent penny nickel dime degree foot
      inch mile pound ounce gallon hour minute
      """
    case .fillers:
      """
      uhm hmm mhm huh yeah yep yup nah nope yes okay wow hey hello bye well like just
      really actually basically right please thanks sorry oops ouch alas hooray
      """
    case .abbreviations:
      """
      apt ave bros capt col corp dept dist est etc ext gen gov hon inc jan feb mar apr jun
      jul aug sep sept oct nov dec lab lbs ltd maj mass max mon tue tues wed thu thur
      thurs fri sat sun min miss misses mrs par pres prof rep rev sec sen sgt tel temp vol
      doctor street saint avenue captain colonel general governor president professor
      senator
      """
    case .homophones:
      """
      ant aunt bare bear beach beech berry bury blew blue board bored brake break buy bye
      cell sell cent scent sent cite sight site coarse course dear deer die dye fair fare
      feat feet find fined flea flee flour flower fur fir great grate hair hare hall haul
      heal heel hear here heard herd hire higher hole whole knew new knight night knot not
      know made maid mail male main mane meat meet mist missed morning mourning oar ore
      pail pale pain pane passed past peace piece peak peek plain plane poll pole pray
      prey prince prints profit prophet rain reign rein raise rays read red reed right
      write road rode role roll root route sail sale sauce source scene seen sea see seam
      seem sew sow shoot chute son sole soul stair stare steal steel story storey straight
      strait tail tale tea tee their there threw through throne thrown tide tied toe tow
      vain vein wade waist waste wait weight ware wear weak week weather whether wheel
      which witch wood would
      """
    case .heteronyms:
      """
      bass bow buffet close conduct conflict console content contest contract contrast
      convert desert dove entrance excuse house lead live minute multiply object perfect
      permit polish present process produce progress project read rebel record refuse
      research row separate sewer sow subject suspect tear transfer transport upset use
      wind wound
      """
    case .spellings:
      """
      aluminum analyze apologize armor ax axe behavior calorie catalog center cheque color
      cozy criticize curb defense dialog donut doughnut draft favor fiber flavor fulfill
      gauge gray grey harbor honor humor install jewelry judgment labor license liter
      meter mold mom mum mustache neighbor offense odor organize pajamas plow practice
      program realize recognize rumor skeptic theater tire traveler vapor vise whiskey
      woolen worship yogurt
      """
    }
  }
}
