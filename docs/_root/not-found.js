"use strict";

/* Speak the language that the address asks for; without JavaScript both remain. */
const root = new URL(".", document.currentScript.src).pathname;
const folder = location.pathname.slice(root.length).split("/")[0];
const languages = { en: "en", "zh-cn": "zh-Hans" };
if (folder in languages) {
  document.documentElement.lang = languages[folder];
  document.documentElement.dataset.only = folder; // the style sheet hides the other
}
