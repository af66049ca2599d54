// Show the results of a query below a field, all of it with the keyboard.

import { find } from "./engine.mjs";
import { marks, snippet } from "./snippet.mjs";

const MOST_PAGES = 10;
const MOST_SECTIONS = 2;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const marked = (pieces) => pieces.map(({ text, mark }) => (mark ? element("mark", {}, text) : text));

function inHeading(text, query) {
  let at = 0;
  const pieces = [];
  for (const [start, end] of marks(text, query)) {
    pieces.push({ text: text.slice(at, start) }, { text: text.slice(start, end), mark: true });
    at = end;
  }
  return marked([...pieces, { text: text.slice(at) }]);
}

function hit(section, query, root) {
  const address = root + section.page + (section.anchor ? `#${section.anchor}` : "");
  const { text: prose = "", code = "" } = section;
  const isCode = !marks(prose, query).length && marks(code, query).length > 0;
  const heading = section.anchor
    ? element("span", { class: "search-heading" }, ...inHeading(section.heading, query))
    : element("span", { class: "search-heading" }, ...inHeading(section.title, query));
  return element("a", { href: address }, heading, element(isCode ? "code" : "span", { class: "search-snippet" }, ...marked(snippet(isCode ? code : prose, query))));
}

// A page that is found by its keywords shows where it speaks of them.
export function telling(hits, query) {
  const shown = hits.filter(({ heading, text = "", code = "" }) =>
    [heading, text, code].some((x) => marks(x, query).length),
  );
  return (shown.length ? shown : hits).slice(0, MOST_SECTIONS);
}

function pageItem(page, query, root) {
  const item = element("li");
  const hits = telling(page.hits, query);
  if (hits[0].anchor) item.append(element("p", { class: "search-page" }, ...inHeading(page.title, query)));
  item.append(...hits.map((section) => hit(section, query, root)));
  return item;
}

// Arrows walk through the field and the links; the field opens the first link.
function walk(event, box, input) {
  const stops = [input, ...box.querySelectorAll(".search-results a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.isComposing || event.keyCode === 229) return; // a key of an input method
  if (step) {
    event.preventDefault();
    const at = stops.indexOf(document.activeElement);
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
  } else if (event.key === "Enter" && document.activeElement === input) {
    event.preventDefault();
    stops[1]?.click();
  }
}

// How many pages there are, and that not all of them are shown.
export function tell(found, words) {
  if (!found) return words.none;
  const text = found > MOST_PAGES ? words.best : words.count;
  return text.replace("{n}", Math.min(found, MOST_PAGES)).replace("{all}", found);
}

export function createView(engine, { root, words, onQuery = () => {} }) {
  const input = element("input", {
    type: "search", name: "q", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    placeholder: words.hint, "aria-label": words.label,
  });
  const status = element("p", { class: "search-status", role: "status" });
  const results = element("ol", { class: "search-results" });
  const box = element("div", { class: "search-box", role: "search" }, input, status, results);

  function show() {
    const query = input.value.trim();
    const { others, pages } = query ? find(engine(), query) : { others: [], pages: [] };
    const asked = [query, ...others].join(" ");
    results.replaceChildren(...pages.slice(0, MOST_PAGES).map((page) => pageItem(page, asked, root)));
    status.textContent = query && tell(pages.length, words);
    onQuery(query);
  }

  // Who is among the results, or further down, is left in peace.
  function refresh() {
    const scroller = box.closest("dialog") ? results : document.documentElement;
    if (!results.contains(document.activeElement) && !scroller.scrollTop) show();
  }

  input.addEventListener("input", (event) => event.isComposing || show());
  input.addEventListener("compositionend", show);
  box.addEventListener("keydown", (event) => walk(event, box, input));
  return { box, input, show, refresh };
}
