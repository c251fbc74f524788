/// The skeleton of a page. Three braces take what is markup already (`Markup`), the only kind of
/// value that a page hands over.
///
/// The policy forbids the page to load anything, and to run or to style with anything but the two
/// blocks whose hashes it names: even markup that slipped in could do nothing.
enum PageTemplate {
  static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src '{{{styleHash}}}'; script-src '{{{scriptHash}}}'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{{{title}}}</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <header class="{{{tone}}}">
    <p class="kind">{{{kind}}}</p>
    <h1>{{{title}}}</h1>
    </header>
    <main>
    {{#lead}}
    {{> block}}
    {{/lead}}
    <nav aria-label="Sections">
    <ul>
    {{#sections}}
    <li><a href="#{{{.id}}}">{{{.title}}}</a></li>
    {{/sections}}
    </ul>
    </nav>
    {{#sections}}
    <section id="{{{.id}}}" class="{{{.tone}}}">
    <h2>{{{.title}}}</h2>
    {{#.blocks}}
    {{> block}}
    {{/.blocks}}
    </section>
    {{/sections}}
    </main>
    <footer>
    <p>{{{footer}}}</p>
    </footer>
    <script>{{{script}}}</script>
    </body>
    </html>

    """

  static let block = """
    {{#.paragraph}}
    <p>{{{.}}}</p>
    {{/.paragraph}}
    {{#.notice}}
    <p class="notice">{{{.}}}</p>
    {{/.notice}}
    {{#.heading}}
    <h3>{{{.}}}</h3>
    {{/.heading}}
    {{#.list}}
    <ul>
    {{#.items}}
    <li>{{{.}}}</li>
    {{/.items}}
    </ul>
    {{/.list}}
    {{#.listing}}
    <pre class="scroll" tabindex="0">{{{.}}}</pre>
    {{/.listing}}
    {{#.table}}
    {{> table}}
    {{/.table}}
    {{#.figures}}
    <div class="figures">
    {{#.items}}
    {{> figure}}
    {{/.items}}
    </div>
    {{/.figures}}

    """

  static let table = """
    <div class="scroll" role="region" aria-label="{{{.label}}}" tabindex="0">
    <table{{{.kind}}}>
    <thead>
    <tr>{{#.head}}<th scope="col"{{{.kind}}}>{{{.text}}}</th>{{/.head}}</tr>
    </thead>
    <tbody>
    {{#.rows}}
    <tr>{{#.}}<td{{{.kind}}}>{{{.text}}}</td>{{/.}}</tr>
    {{/.rows}}
    </tbody>
    </table>
    </div>

    """

  static let figure = """
    <figure>
    <p class="title">{{{.title}}}</p>
    {{{.drawing}}}
    <ul class="legend">
    {{#.legend}}
    <li>{{{.sample}}}{{{.name}}}</li>
    {{/.legend}}
    </ul>
    <figcaption>{{{.caption}}}</figcaption>
    </figure>

    """
}
