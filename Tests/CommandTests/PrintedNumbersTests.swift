import Testing

/// Speeds and shares are accepted in the form in which tables and messages print them.
struct PrintedNumbersTests {
  @Test(arguments: [
    ["plan", "--speeds", "1.5x,2,3x"], ["plan", "--max", "5%", "--rate", "30%"],
    ["plan", "--control-rate", "1.5%"], ["plan", "--power", "90%", "--alpha", "1%"],
    ["plan", "--exact", "0%,0%,20%,20%,60%"], ["plan", "--closer", "0%,1%,2%,2.5%,10%"],
    ["inject", "--manifest", "x", "--output", "y", "--max-share", "15%", "--speeds", "2x,3x"],
  ])
  func `a share may have a percent sign, and a speed an x`(_ arguments: [String]) {
    expectValid(CommandLineText(arguments: arguments))
  }
}
