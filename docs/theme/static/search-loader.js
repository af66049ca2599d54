"use strict";

// Loads the search when a reader asks for it: "/", Ctrl+K or a link to the search page.
{
  const { root, script, outline, texts, style, ...words } = document.currentScript.dataset;
  const isPage = () => document.querySelector("#search-place");

  const load = (tag, attributes) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });

  let loaded, completed;
  const loadAll = () =>
    (loaded ??= Promise.all([
      load("script", { src: script }),
      load("script", { src: outline }),
      load("link", { rel: "stylesheet", href: style }),
    ]));

  const say = (text) => {
    const place = document.querySelector(".search-box") ?? isPage() ?? document.querySelector("article");
    const note = Object.assign(document.createElement("p"), { className: "search-failed", textContent: text });
    note.setAttribute("role", "alert");
    document.querySelector(".search-failed")?.remove();
    place.prepend(note);
    note.scrollIntoView({ block: "center" });
  };

  // The texts are the most of it: on the page of the search they wait for a query.
  const complete = () => {
    completed ??= load("script", { src: texts })
      .then(() => siteSearch.complete(searchTexts))
      .catch(() => {
        completed = undefined;
        say(words.partly);
      });
  };

  const open = async (place) => {
    try {
      await loadAll();
    } catch {
      loaded = undefined;
      return say(words.failed);
    }
    document.querySelector(".search-failed")?.remove();
    siteSearch.begin(searchOutline);
    siteSearch.open({ root, words, place });
    const field = isPage()?.querySelector("input");
    if (!field || field.value) complete();
    else field.addEventListener("input", complete, { once: true });
  };

  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const command = event.key === "k" && (event.ctrlKey || event.metaKey);
    if (!(command || (slash && !isTyping(event.target)))) return;
    event.preventDefault();
    if (isPage()) document.querySelector("#search-place input")?.focus();
    else open("dialog");
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.search-open");
    if (!link || isPage() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.querySelector("#__navigation:checked")?.click();
    open("dialog");
  });

  if (isPage()) open("page");
}
