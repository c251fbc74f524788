/// The script of every page. It sorts a table by the column whose title is clicked; the page is
/// complete without it.
enum PageScript {
  static let source = """

    for (const table of document.querySelectorAll("table.sortable")) {
      const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
      heads.forEach((head, column) => {
        // With a button element, browsers would not repeat the head on every printed page.
        const button = document.createElement("a"), isNumber = head.className === "number";
        button.href = "#";
        button.role = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.onclick = event => {
          event.preventDefault();
          const down = head.getAttribute("aria-sort") === "ascending";
          heads.forEach(other => other.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          const value = row => {
            const text = row.cells[column].textContent;
            return isNumber ? parseFloat(text.replace("<", "")) : text;
          };
          const rows = [...body.rows].map(row => [value(row), row]);
          rows.sort(([a], [b]) => {
            if (isNumber && (a !== a || b !== b)) return (a !== a) - (b !== b);
            const order = isNumber ? a - b : a.localeCompare(b);
            return down ? -order : order;
          });
          body.append(...rows.map(([, row]) => row));
        };
      });
    }

    """
}
