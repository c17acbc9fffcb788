/// The files that every page loads.
enum PageFiles {
    /// Colours for light and dark, of a contrast of 4.5 to 1 at least; one column, and paper.
    static let style = """
        :root {
          color-scheme: light dark;
          --paper: #ffffff; --ink: #1b1f24; --quiet: #4f5864; --line: #c9d1d9; --link: #0550ae; --shade: #f4f6f8;
          --field: #8a2a8a; --macro: #0a5c6b; --computed: #1a5c2a; --good: #1a5c2a; --bad: #a3160f;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14181d; --ink: #e6eaee; --quiet: #a9b4c0; --line: #3b4550; --link: #79b8ff; --shade: #1d232a;
            --field: #e5a1e5; --macro: #7fd3e3; --computed: #8fd8a0; --good: #8fd8a0; --bad: #ff9a92;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
        header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
        header { display: flex; flex-wrap: wrap; gap: 0 2rem; align-items: baseline; border-bottom: 1px solid var(--line); }
        header .site { font-weight: 600; margin: 0.75rem 0; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 0.75rem 0; padding: 0; }
        nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 1.5rem 0 0.75rem; }
        h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
        h3 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
        a { color: var(--link); }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        main:focus { outline: none; }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.25rem 0.5rem; }
        .wide { overflow-x: auto; margin: 0.75rem 0; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: left; color: var(--quiet); padding-bottom: 0.25rem; }
        th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); }
        tbody th { font-weight: 500; }
        code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
        pre { background: var(--shade); padding: 0.75rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.5rem 0; }
        dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 0.25rem 1.5rem; }
        dd, li, p { overflow-wrap: anywhere; }
        dt { color: var(--quiet); }
        dd { margin: 0; }
        .field { color: var(--field); } .macro { color: var(--macro); } .transform { color: var(--computed); }
        .field, .macro, .transform { font-weight: 600; text-decoration: underline; text-underline-offset: 0.2em; }
        .macro { text-decoration-style: dotted; } .transform { text-decoration-style: dashed; }
        .good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
        .search { margin: 1rem 0; } .search[hidden] { display: none; }
        .search label { display: block; margin-bottom: 0.25rem; }
        .search input {
          font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--quiet); border-radius: 4px;
          padding: 0.4rem 0.6rem; width: min(30rem, 100%);
        }
        tr[hidden] { display: none; }
        footer { color: var(--quiet); margin-top: 3rem; padding-bottom: 1.5rem; border-top: 1px solid var(--line); }
        details { margin: 0.5rem 0; }
        summary { cursor: pointer; }
        @media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.5rem; } }
        @media print {
          :root {
            --paper: #ffffff; --ink: #000000; --line: #999999; --quiet: #333333; --shade: #ffffff; --link: #000000;
            --field: #8a2a8a; --macro: #0a5c6b; --computed: #1a5c2a; --good: #1a5c2a; --bad: #a3160f;
          }
          details::details-content { content-visibility: visible; block-size: auto; }
          nav, .skip, .search { display: none; }
          .wide { overflow: visible; }
          h2, h3 { break-after: avoid; }
          tr, pre { break-inside: avoid; }
          a { color: inherit; }
        }

        """

    /// Shows, among the rows of a table, those that have every word of what is searched for.
    static let script = """
        "use strict";
        for (const box of document.querySelectorAll(".search")) {
          const input = box.querySelector("input");
          const count = box.querySelector("[role=status]");
          const rows = Array.from(document.getElementById(box.dataset.rows).rows);
          const texts = rows.map((row) => row.textContent.toLowerCase());
          const search = () => {
            const words = input.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
            let shown = 0;
            rows.forEach((row, place) => {
              row.hidden = !words.every((word) => texts[place].includes(word));
              if (!row.hidden) shown += 1;
            });
            count.textContent = words.length === 0 ? "" : `${shown} of ${rows.length}`;
          };
          input.addEventListener("input", search);
          input.addEventListener("keydown", (event) => {
            if (event.key === "Escape") { input.value = ""; search(); }
          });
          box.hidden = false;
          if (input.value !== "") search();
        }

        """
}
