"use strict";

/* A link to the other language keeps the reader's place, since ids are the same in
   both, and is what the entrance of the site opens the next time. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[hreflang]");
  if (!link) return;
  link.hash = location.hash;
  try {
    localStorage.setItem("language", link.hreflang);
  } catch {
    // the browser refuses storage: the entrance goes by its languages
  }
});
