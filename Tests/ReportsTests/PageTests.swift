import Reports
import Testing

/// The page model, in both renderings, without a report.
@Suite struct PageTests {
  private static let plot = Plot(
    title: "Title & more", summary: "What it shows.",
    x: Axis(
      "copies", .log2, from: 1, to: 16, ticks: [1, 2, 4, 8, 16].map { .init($0, "\(Int($0))") }),
    y: .shares("share"),
    series: [
      Series(
        "seen", .hue(1), .joinedMarks,
        [.init(1, 0), .init(4, 0.5, low: 0.25, high: 0.75), .init(16, 1)]),
      Series(
        "nowhere", .hue(0), .marks,
        [.init(0, 0.5), .init(-1, 0.5), .init(.nan, 0), .init(1, .infinity)]),
      Series(
        "bars", .expected, .bars, [.init(2, 0.5, low: 2, high: 4), .init(8, 0, low: 8, high: 9)]),
    ])

  private static func page(_ blocks: [Block]) -> Page {
    Page(
      kind: "kind", title: "A <title>", tone: .calm, lead: [],
      sections: [Section("First & last", blocks)], footer: "end")
  }

  @Test func `every part of a text keeps its meaning`() {
    let text: Text = "a < b & c, \(strong: "s*"), \(emphasis: "e_"), \(name: "<n>"), \(code: "`c`")"
    let page = Self.page([.paragraph(text)])
    #expect(
      page.html.contains(
        "<p>a &lt; b &amp; c, <strong>s*</strong>, <em>e_</em>, <bdi>&lt;n&gt;</bdi>, "
          + "<code><bdi>`c`</bdi></code></p>"))
    #expect(page.markdown.contains("\na < b & c, **s\\***, *e\\_*, \\<n\\>, `?c?`\n"))
    #expect(text.words == "a < b & c, s*, e_, <n>, `c`")
  }

  @Test func `a title is escaped everywhere`() {
    let page = Self.page([.paragraph("x")])
    #expect(page.html.contains("<title>A &lt;title&gt;</title>"))
    #expect(page.html.contains("<h1>A &lt;title&gt;</h1>"))
    #expect(page.html.contains("<h2>First &amp; last</h2>"))
    #expect(page.markdown.hasPrefix("# A \\<title\\>\n\nkind\n\n## First & last\n\nx\n"))
  }

  @Test(arguments: [
    ("- no item", "\\- no item"), ("1. no item", "1\\. no item"), ("+ x", "\\+ x"),
    ("= x", "\\= x"),
    ("# x", "\\# x"), ("> x", "\\> x"), ("12 canaries", "12 canaries"), ("[a](b)", "[a\\](b)"),
    ("[a]: b", "[a\\]: b"), ("[95%] is", "[95%] is"), ("http://x", "http\\://x"), ("a: b", "a: b"),
    ("&lt;", "\\&lt;"), ("R & D", "R & D"), ("<b>", "\\<b\\>"), ("< 0.01", "< 0.01"),
    ("~~x~~", "\\~\\~x\\~\\~"),
  ])
  func `Markdown is escaped where it would be markup, and only there`(
    _ text: String, _ escaped: String
  ) {
    #expect(Self.page([.paragraph(Text(text))]).markdown.hasSuffix("\n\n\(escaped)\n"))
  }

  @Test func `a bar stays in its cell`() {
    let table = Table([.words("a"), .numbers("b")], [["x|y", "\(code: "p|q")"]])
    #expect(
      Self.page([.table(table)]).markdown.hasSuffix(
        "| a | b |\n| --- | ---: |\n| x\\|y | `p\\|q` |\n"))
  }

  @Test func `figures and appendices are for pages with pictures`() {
    var page = Self.page([.figures([Figure(Self.plot, caption: "c")])])
    page.sections.append(Section("Long", isAppendix: true, [.paragraph("x")]))
    #expect(page.markdown == "# A <title>\n\nkind\n".replacing("<title>", with: "\\<title\\>"))
    #expect(page.html.contains("<h2>Long</h2>"))
  }

  @Test func `a plot draws what lies on its axes, and nothing else`() throws {
    let html = Self.page([.figures([Figure(Self.plot, caption: "c")])]).html
    #expect(html.contains("<title>Title &amp; more</title>"))
    #expect(html.contains("<desc id=\"figure-1\">What it shows.</desc>"))
    // 1, 4 and 16 are equally far apart on a logarithmic axis, as are 0%, 50% and 100% upwards.
    let line = try #require(html.firstMatch(of: /<polyline class="curve" points="([^"]+)"/)?.1)
    let places = line.split(separator: " ").map { $0.split(separator: ",").map { Double($0)! } }
    #expect(places.count == 3)
    #expect(places[1][0] * 2 == places[0][0] + places[2][0])
    #expect(places[1][1] * 2 == places[0][1] + places[2][1])
    #expect(places[0][1] > places[2][1])
    // One error bar has three strokes. The points of the second series have no place on the axes.
    #expect(html.matches(of: /class="error"/).count == 3)
    #expect(html.matches(of: /<polygon class="mark"/).count == 3)
    #expect(html.matches(of: /<circle class="mark"/).count == 1)
    // The line is named beside its last point, and the others in the legend.
    #expect(html.contains(">seen</text>"))
    #expect(html.contains("</svg>nowhere</li>") && html.contains("</svg>bars</li>"))
    // The bar and its sample in the legend. A bar of height 0 is not drawn.
    #expect(html.matches(of: /<rect class="bar"/).count == 2)
    #expect(!html.contains("nan") && !html.contains("inf\""))
  }

  @Test(arguments: [
    (1.0, ["0%", "25%", "50%", "75%", "100%"]), (0.16, ["0%", "5%", "10%", "15%", "20%"]),
    (0.41, ["0%", "10%", "20%", "30%", "40%", "50%"]), (7, ["0%", "25%", "50%", "75%", "100%"]),
    (.nan, ["0%", "25%", "50%", "75%", "100%"]), (0, ["0%", "5%"]), (-1, ["0%", "5%"]),
    (0.3, ["0%", "10%", "20%", "30%"]),
  ])
  func `an axis of shares starts at 0 and includes the highest share`(
    _ highest: Double, _ labels: [String]
  ) {
    let axis = Axis.shares("x", highest: highest)
    #expect(axis.ticks.map(\.label) == labels)
    #expect(axis.position(of: axis.lower) == 0 && axis.position(of: axis.upper) == 1)
  }

  @Test(arguments: [
    (-0.3, 1.0, ["−50", "−25", "0", "25", "50", "75", "100"]),
    (-0.02, 0.11, ["−5", "0", "5", "10", "15"]), (0, 0, ["0", "5"]),
    (0.2, 0.3, ["0", "5", "10", "15", "20", "25", "30"]),
    (-7, .nan, ["−100", "−50", "0", "50", "100"]),
  ])
  func `an axis of differences includes 0 and stays within 100 points`(
    _ lowest: Double, _ highest: Double, _ labels: [String]
  ) {
    let axis = Axis.differences("x", lowest: lowest, highest: highest)
    #expect(axis.ticks.map(\.label) == labels)
    #expect(axis.lower == axis.ticks.first?.value && axis.upper == axis.ticks.last?.value)
  }

  @Test func `marks of several series at one x value do not overlap`() throws {
    var plot = Self.plot
    plot.series = (0..<5).map { hue in
      Series("s\(hue)", .hue(hue), .marks, [.init(1, 0, low: 0, high: 0.1), .init(16, 0)])
    }
    plot.series[0].look = .hue(5)
    let html = Self.page([.figures([Figure(plot, caption: "c")])]).html
    let drawing = try #require(html.firstMatch(of: /<svg viewBox="0 0 480[\s\S]*?<\/svg>/)?.0)
    // The upright stroke of an error bar stands where the mark does.
    let bars = drawing.matches(of: /class="error" x1="([0-9.]+)" y1="[0-9.]+" x2="([0-9.]+)"/)
      .filter { $0.1 == $0.2 }.compactMap { Double($0.1) }
    #expect(bars.count == 5)
    for (left, right) in zip(bars, bars.dropFirst()) { #expect(right - left >= 12) }
  }

  @Test func `a forest plot shows each outcome by colour, symbol and word`() throws {
    let forest = ForestPlot(
      title: "t", summary: "s", axis: .differences("x", lowest: -0.1, highest: 0.5),
      rows: [
        .init(
          "a", outcome: "passed", tone: .good, estimate: 0, lower: -0.05, upper: 0.05, limit: 0.1),
        .init(
          "b", outcome: "failed", tone: .alarm, estimate: 0.4, lower: 0.3, upper: 0.5, limit: 0.1),
      ])
    let html = Self.page([.figures([Figure(forest, caption: "c")])]).html
    #expect(html.contains("<g class=\"good\">") && html.contains(">✓ passed</text>"))
    #expect(html.contains("<g class=\"alarm\">") && html.contains(">✗ failed</text>"))
    #expect(html.matches(of: /<circle class="estimate"/).count == 2)
    #expect(html.matches(of: /<line class="limit"/).count == 2)
    #expect(html.contains(">limit 10%</text>"))
  }

  @Test func `a state has its symbol in every rendering`() {
    let page = Self.page([.paragraph("\(state: "passed", .good), \(state: "open", .unclear)")])
    #expect(page.html.contains("<span class=\"state good\">✓ passed</span>"))
    #expect(page.markdown.contains("**✓ passed**, **? open**"))
  }

  @Test func `recordings are embedded, and only then does the policy allow media`() throws {
    let sample = AudioSample(bytes: [0, 1, 250], mimeType: "audio/wav", caption: "a & b")
    let page = Self.page([.audio([sample])])
    #expect(page.html.contains("src=\"data:audio/wav;base64,AAH6\"></audio>"))
    #expect(page.html.contains("<figcaption>a &amp; b</figcaption>"))
    #expect(page.html.contains("media-src data:"))
    #expect(!Self.page([.paragraph("x")]).html.contains("media-src"))
    #expect(!page.markdown.contains("base64"))
  }
}
