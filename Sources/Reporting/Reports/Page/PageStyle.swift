/// The style sheet of every page: on a phone, on a desk and on paper, in light and in dark. Each
/// colour has one name, which figures use too.
enum PageStyle {
  static let sheet = """

    :root {
      color-scheme: light dark;
      --page: #fff; --ink: #1c2127; --faint: #57606a; --line: #d5dae0; --wash: #f5f7f9;
      --alarm: #b42318; --alarm-wash: #fdf0ee; --calm: #1d6a8f; --calm-wash: #eef5f9;
      --good: #1a6b3c; --good-wash: #edf7f0;
      --unclear: #8a5a00; --unclear-wash: #fdf6e7;
      --hue-0: #0b6bcb; --hue-1: #b54708; --hue-2: #067647; --hue-3: #9031aa;
      --hue-4: #7a6200;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #14181d; --ink: #e3e7ec; --faint: #9aa5b1; --line: #343b44; --wash: #1c2229;
        --alarm: #ff8a7a; --alarm-wash: #33201e; --calm: #7cc4e8; --calm-wash: #182a34;
        --good: #6fd39a; --good-wash: #182d21;
        --unclear: #eebf5c; --unclear-wash: #2f2717;
        --hue-0: #6cb2ff; --hue-1: #f79a5b; --hue-2: #5fd3a0; --hue-3: #d59bea;
        --hue-4: #d8c24a;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; padding: 0 1rem 3rem; background: var(--page); color: var(--ink);
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
      overflow-wrap: anywhere;
    }
    header, main, footer { max-width: 68rem; margin-inline: auto; }
    main > p, section > p, main > ul, section > ul { max-width: 46rem; }
    header {
      margin-top: 1.25rem; padding: 1rem 1.25rem; border-left: .4rem solid var(--tone);
      background: var(--tone-wash); border-radius: .25rem;
    }
    .alarm { --tone: var(--alarm); --tone-wash: var(--alarm-wash); }
    .good { --tone: var(--good); --tone-wash: var(--good-wash); }
    .calm { --tone: var(--calm); --tone-wash: var(--calm-wash); }
    .unclear { --tone: var(--unclear); --tone-wash: var(--unclear-wash); }
    .plain { --tone: var(--ink); --tone-wash: var(--wash); }
    .state { color: var(--tone); font-weight: 600; white-space: nowrap; }
    .verdict { margin: .35rem 0; }
    .verdict .state {
      display: inline-block; padding: .15rem .6rem; border-radius: .25rem;
      background: var(--tone); color: var(--page); white-space: normal;
    }
    h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
    h1 { margin: 0; font-size: clamp(1.35rem, 1rem + 2vw, 2rem); }
    h2 { margin: 2.75rem 0 .75rem; font-size: 1.3rem; color: var(--tone); }
    h3 { margin: 1.75rem 0 .5rem; font-size: 1.05rem; }
    .kind { margin: 0 0 .25rem; color: var(--faint); font-size: .9rem; }
    p { margin: .75rem 0; }
    ul { padding-left: 1.25rem; }
    li { margin: .3rem 0; }
    .notice {
      padding: .6rem .9rem; border-left: .25rem solid var(--unclear); background: var(--unclear-wash);
    }
    code, pre { font: .88em ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; }
    a { color: inherit; text-underline-offset: .15em; }
    nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; padding: 0; font-size: .92rem; }
    nav li { list-style: none; margin: 0; }
    .scroll {
      overflow-x: auto; margin: .75rem 0;
      background:
        linear-gradient(to right, var(--page) 40%, transparent) local 0 / 2.5rem 100% no-repeat,
        linear-gradient(to left, var(--page) 40%, transparent) local 100% / 2.5rem 100% no-repeat,
        linear-gradient(to right, var(--line), transparent) scroll 0 / .9rem 100% no-repeat,
        linear-gradient(to left, var(--line), transparent) scroll 100% / .9rem 100% no-repeat;
    }
    table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
    th, td {
      padding: .4rem .75rem; border-bottom: 1px solid var(--line); text-align: left;
      vertical-align: top; overflow-wrap: normal;
    }
    th { vertical-align: bottom; font-weight: 600; color: var(--faint); border-color: var(--faint); }
    th.number, td.number { text-align: right; white-space: nowrap; }
    th.number { white-space: normal; }
    th:first-child, td:first-child { padding-left: 0; }
    td:last-child:not(.number) { overflow-wrap: anywhere; min-width: 11rem; }
    .sortable td { white-space: nowrap; }
    .sortable th a { text-decoration-style: dotted; }
    [aria-sort=ascending]::after { content: " \\2191" / ""; }
    [aria-sort=descending]::after { content: " \\2193" / ""; }
    .figures {
      display: grid; gap: 1.5rem 2.5rem; margin: 1rem 0;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
    }
    .beside {
      display: grid; gap: .5rem 2.5rem; margin: 1rem 0; align-items: start;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
    }
    .beside > div > :first-child { margin-top: 0; }
    .beside h3 { margin: 1.1rem 0 .25rem; }
    .beside p, .beside ul { margin: .25rem 0; }
    figure { margin: 0; max-width: 36rem; }
    audio { display: block; width: 100%; max-width: 22rem; }
    del { text-decoration: line-through; color: var(--alarm); }
    ins { text-decoration: underline; color: var(--good); }
    del::before { content: "\\2212"; }
    ins::before { content: "+"; }
    .substitution { white-space: nowrap; }
    .substitution del::before, .substitution ins::before { content: none; }
    .title { margin: 0 0 .25rem; font-weight: 600; }
    figcaption { color: var(--faint); font-size: .9rem; }
    .legend { display: flex; flex-wrap: wrap; gap: 0 1.1rem; margin: .25rem 0; padding: 0; }
    .legend li { list-style: none; margin: 0; font-size: .9rem; white-space: nowrap; }
    .legend svg { width: 2.2em; height: 1em; margin-right: .4em; vertical-align: -.12em; }
    svg { display: block; width: 100%; height: auto; overflow: visible; }
    .legend svg { display: inline-block; }
    svg text { fill: var(--faint); font-size: 14px; }
    .grid { stroke: var(--line); stroke-width: 1; }
    .axis { stroke: var(--faint); stroke-width: 1; }
    .hue-0 { --hue: var(--hue-0); --dashes: none; }
    .hue-1 { --hue: var(--hue-1); --dashes: 7 3; }
    .hue-2 { --hue: var(--hue-2); --dashes: 2 3; }
    .hue-3 { --hue: var(--hue-3); --dashes: 8 3 2 3; }
    .hue-4 { --hue: var(--hue-4); --dashes: 12 4; }
    .expected { --hue: var(--faint); --dashes: 4 4; }
    .curve { stroke: var(--hue); stroke-width: 2; stroke-dasharray: var(--dashes); fill: none; }
    .error { stroke: var(--hue); stroke-width: 1.5; fill: none; }
    .mark { fill: var(--hue); stroke: var(--hue); stroke-width: 1.5; }
    .hollow .mark { fill: var(--page); }
    .leader { stroke: var(--hue); stroke-width: 1; stroke-opacity: .6; }
    svg .label { fill: var(--hue); font-weight: 600; }
    svg .row { fill: var(--ink); }
    svg .outcome { fill: var(--tone); font-weight: 600; }
    .interval { stroke: var(--tone); stroke-width: 2; }
    .estimate { fill: var(--tone); }
    .limit { stroke: var(--ink); stroke-width: 3; stroke-dasharray: 5 3; }
    svg .limit-name { fill: var(--ink); font-size: 13px; }
    .bar { fill: var(--hue); fill-opacity: .35; stroke: var(--hue); stroke-width: 1.25; }
    footer { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--faint); font-size: .9rem; }
    @media (max-width: 32rem) {
      body { padding-inline: .85rem; }
      header { padding: .8rem .9rem; }
      th, td { padding: .35rem .5rem; }
      td:not(.number, :first-child) { min-width: 9rem; }
      .sortable td { min-width: 0; }
    }
    @media print {
      :root {
        color-scheme: light;
        --page: #fff; --ink: #000; --faint: #444; --line: #bbb; --wash: #fff;
        --alarm: #8f1a10; --alarm-wash: #fff; --calm: #124d69; --calm-wash: #fff;
        --good: #0e4d29; --good-wash: #fff;
        --unclear: #6b4600; --unclear-wash: #fff;
        --hue-0: #004a99; --hue-1: #8a3300; --hue-2: #00502e; --hue-3: #661a80;
        --hue-4: #574600;
      }
      html { font-size: 10pt; }
      body { padding: 0; }
      header, main, footer, main > p, section > p, main > ul, section > ul { max-width: none; }
      nav { display: none; }
      h2, h3 { break-after: avoid; }
      figure, tr, .notice { break-inside: avoid; }
      .scroll { overflow: visible; background: none; }
      table { font-size: 8pt; }
      th, td { padding: 2pt 4pt; }
      .sortable td { white-space: normal; }
      .figures, .beside { grid-template-columns: 1fr 1fr; }
      .verdict .state { border: 1pt solid var(--tone); background: none; color: var(--tone); }
      audio { display: none; }
      thead { display: table-header-group; break-inside: avoid; }
      .sortable th a { text-decoration: none; }
    }

    """
}
