"use strict";

/* Speak the language that the address asks for; without JavaScript both remain. */
const root = new URL(".", document.currentScript.src).pathname;
const folder = location.pathname.slice(root.length).split("/")[0];
const sections = [...document.querySelectorAll("section[data-folder]")];
const wanted = sections.find((section) => section.dataset.folder === folder);
if (wanted) {
  document.documentElement.lang = wanted.lang;
  for (const section of sections) section.hidden = section !== wanted;
}
