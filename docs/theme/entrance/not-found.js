"use strict";

/* Speak the language that the address asks for; without JavaScript both remain. */
const root = new URL(".", document.currentScript.src).pathname;
const folder = location.pathname.slice(root.length).split("/")[0];
const languages = { en: "en", "zh-cn": "zh-Hans" };
if (Object.hasOwn(languages, folder)) {
  document.documentElement.lang = languages[folder];
  document.documentElement.dataset.only = folder; // the style sheet hides the other
} else if ((navigator.languages?.[0] ?? "").toLowerCase().startsWith("zh")) {
  addEventListener("DOMContentLoaded", () => {
    const chinese = document.querySelector('[data-folder="zh-cn"]');
    chinese.parentElement.prepend(chinese);
  });
}
