/// The page of ``PreviewSite``: its markup, and what it adds to the style of all pages.
enum PreviewPage {
    static let html = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Preview of postbacks</title>
        <link rel="stylesheet" href="/style.css"><script src="/preview.js" defer></script>
        </head><body>
        <header><p class="site">Certified Postbacks</p></header>
        <main><h1>Preview of postbacks</h1>
        <noscript><p>This page needs its script; <code>postback preview</code> shows the same in a terminal.</p></noscript>
        <div class="sides">
        <form aria-label="Event and fields">
        <p class="pair"><label for="platform">Samples of</label> <select id="platform"></select>
        <label for="kind">for</label> <select id="kind"></select></p>
        <p><label for="event">The event, as JSON</label></p>
        <textarea id="event" rows="24" spellcheck="false" autocomplete="off"></textarea>
        <fieldset><legend>Partners</legend>
        <p><label for="filter">Find</label> <input type="search" id="filter" autocomplete="off"></p>
        <ul id="partners"></ul></fieldset>
        <div id="fields"></div>
        </form>
        <section aria-labelledby="requests"><h2 id="requests">Requests</h2>
        <p>Colours: <span class="field">a field</span>, <span class="macro">a macro</span>, <span class="transform">computed</span>;
        the origin of each is shown where the pointer rests, and below each request. Secrets are not shown.</p>
        <p id="state" role="status"></p><div id="results"></div></section>
        </div></main></body></html>

        """

    static let style = """
        .sides { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 2rem; }
        .sides h2 { margin-top: 0; }
        .sides textarea, .sides input { width: 100%; }
        .sides textarea, .sides input, .sides select {
          font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--quiet); border-radius: 4px;
          padding: 0.3rem 0.5rem;
        }
        .sides textarea { font-family: ui-monospace, monospace; font-size: 0.85em; }
        .sides input[type=checkbox] { width: auto; }
        .sides fieldset { border: 1px solid var(--line); margin: 1rem 0; }
        #partners { list-style: none; padding: 0; margin: 0; max-height: 14rem; overflow-y: auto; }
        @media (max-width: 60rem) { .sides { grid-template-columns: 1fr; } }

        """

    static let script = """
        "use strict";
        const byId = (id) => document.getElementById(id);
        const make = (name, content, attributes = {}) => {
          const element = document.createElement(name);
          for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
          element.append(...[content].flat());
          return element;
        };
        let data;
        // What was typed for partners that are not chosen now.
        const kept = new Map();
        let isAsking = false;
        let isStale = false;
        let timer;

        const chosen = () => data.partners.filter((partner) => byId("partner-" + partner.id).checked);

        const fields = () => {
          byId("fields").replaceChildren(...chosen().filter((partner) => partner.fields.length > 0).map((partner) =>
            make("fieldset", [make("legend", partner.name), ...partner.fields.map((field) => {
              const id = `field-${partner.id}-${field.id}`;
              const input = make("input", [],
                { id, type: field.secret ? "password" : "text", autocomplete: "off", spellcheck: "false" });
              input.value = kept.has(id) ? kept.get(id) : field.sample;
              input.addEventListener("input", () => kept.set(id, input.value));
              input.dataset.partner = partner.id;
              input.dataset.field = field.id;
              return make("p", [make("label", field.label, { for: id }), input]);
            })])));
        };

        const sample = () => {
          const { event: rest, ...others } = data.samples[byId("platform").value];
          const name = byId("kind").value;
          const isKind = data.kinds.some((kind) => kind.name === name);
          const event = { kind: isKind ? name : data.eventKind, ...(isKind ? {} : { name }), ...rest };
          byId("event").value = JSON.stringify({ event, ...others }, null, 2);
          render();
        };

        const part = (request, { name, segments }) => {
          const label = name === "url" ? request.method + " " : name === "body" ? "\\n" : name.slice(7) + ": ";
          return [label, ...segments.map((segment) => segment.source
            ? make("span", segment.text, { class: segment.source, title: segment.origin }) : segment.text), "\\n"];
        };

        const shown = (answer) => {
          byId("state").textContent = answer.problem || (answer.notes || []).join("; ");
          byId("results").replaceChildren(...answer.partners.flatMap((partner) => [
            make("h3", partner.name),
            ...partner.requests.flatMap((request) => {
              const parts = [];
              if (request.postback) parts.push(make("p", make("code", request.postback)));
              if (request.skipped) parts.push(make("p", "not sent: " + request.skipped));
              else {
                parts.push(make("pre", request.parts.flatMap((one) => part(request, one))));
                const values = request.parts.flatMap((one) => one.segments).filter((segment) => segment.source);
                parts.push(make("details", [make("summary", "Where its values come from"), make("ul",
                  values.map((value) => make("li", [make("code", value.text), " ", value.origin])))]));
              }
              if (request.absent && request.absent.length > 0) {
                parts.push(make("details", [make("summary", `${request.absent.length} left out`),
                  make("ul", request.absent.map((text) => make("li", text)))]));
              }
              return parts;
            })]));
        };

        const ask = async () => {
          const values = {};
          for (const input of byId("fields").querySelectorAll("input")) {
            (values[input.dataset.partner] ??= {})[input.dataset.field] = input.value;
          }
          const body = JSON.stringify({
            event: byId("event").value, partners: chosen().map((partner) => partner.id), fields: values });
          let answer;
          try {
            answer = await fetch("/requests",
              { method: "POST", headers: { "Content-Type": "application/json" }, body });
          } catch {
            byId("state").textContent = "the command does not answer; has it ended?";
            return;
          }
          if (answer.ok) shown(await answer.json());
          else byId("state").textContent = await answer.text();
        };

        // One question at a time, and the newest last.
        const render = async () => {
          if (isAsking) { isStale = true; return; }
          isAsking = true;
          do { isStale = false; await ask(); } while (isStale);
          isAsking = false;
        };

        const soon = () => { clearTimeout(timer); timer = setTimeout(render, 150); };

        const start = async () => {
          data = await (await fetch("/data.json")).json();
          for (const name of Object.keys(data.samples)) byId("platform").append(make("option", name, { value: name }));
          for (const event of [...data.kinds.filter((kind) => kind.name !== data.eventKind), ...data.events]) {
            byId("kind").append(make("option", event.label, { value: event.name }));
          }
          byId("partners").replaceChildren(...data.partners.map((partner) => {
            const id = "partner-" + partner.id;
            const box = make("input", [], { type: "checkbox", id });
            box.checked = partner.chosen;
            return make("li", [box, " ", make("label", partner.name, { for: id })]);
          }));
          byId("filter").addEventListener("input", () => {
            const word = byId("filter").value.toLowerCase();
            for (const row of byId("partners").children) row.hidden = !row.textContent.toLowerCase().includes(word);
          });
          byId("partners").addEventListener("change", () => { fields(); render(); });
          byId("event").addEventListener("input", soon);
          byId("fields").addEventListener("input", soon);
          byId("platform").addEventListener("change", sample);
          byId("kind").addEventListener("change", sample);
          document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
          fields();
          sample();
        };
        start();

        """
}
