// The search itself, loaded when a reader first asks for it.

import { createEngine, createWholeEngine, find } from "./engine.mjs";
import { createView } from "./view.mjs";

let engine, view;

// The outline answers at once.
function begin(outline) {
  engine ??= createEngine(outline);
}

// The texts come later.
async function complete(texts) {
  engine = await createWholeEngine(engine, texts);
  view?.refresh();
}

function open({ root, words, place }) {
  return place === "page" ? openPage({ root, words }) : openDialog({ root, words });
}

globalThis.siteSearch = { begin, complete, open, find: (query) => find(engine, query) };

function openPage({ root, words }) {
  const onQuery = (query) => {
    const address = new URL(location.href);
    address.searchParams.set("q", query);
    history.replaceState(null, "", address);
  };
  view = createView(() => engine, { root, words, onQuery });
  document.querySelector("#search-place").replaceChildren(view.box);
  view.input.value = new URLSearchParams(location.search).get("q") ?? "";
  view.show();
  view.input.focus();
}

let dialog;

function openDialog({ root, words }) {
  dialog ??= createDialog(root, words);
  dialog.showModal();
  const input = dialog.querySelector("input");
  input.select();
  input.focus();
}

function createDialog(root, words) {
  const made = document.createElement("dialog");
  made.className = "search-dialog";
  made.setAttribute("aria-label", words.label);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "search-close";
  close.textContent = words.close;
  close.addEventListener("click", () => made.close());
  view = createView(() => engine, { root, words });
  view.input.after(close);
  view.input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault(); // else the browser empties the field first
    made.close();
  });
  made.append(view.box);
  made.addEventListener("click", (event) => {
    if (event.target === made || event.target.closest("a")) made.close();
  });
  document.body.append(made);
  return made;
}
