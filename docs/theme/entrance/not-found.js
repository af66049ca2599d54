"use strict";

/* Speak the language that the address asks for, else begin with the browser's;
   without JavaScript all remain, in their order. */
const root = new URL(".", document.currentScript.src).pathname;
const folder = location.pathname.slice(root.length).split("/")[0];
const first = (tag) => tag.toLowerCase().split("-")[0];
const sections = [...document.querySelectorAll("[data-folder]")];
const asked = sections.find((section) => section.dataset.folder === folder);
if (asked) {
  document.documentElement.lang = asked.lang;
  for (const section of sections) section.hidden = section !== asked;
} else {
  const own = first(navigator.languages?.[0] ?? "");
  const known = sections.find((section) => first(section.lang) === own);
  known?.parentElement.prepend(known);
}
