"use strict";

/* A link to a folded solution, as the search has them, opens the fold; so does one to
   something inside, which current browsers do by themselves. */
function openTarget() {
  const target = document.querySelector(":target");
  const fold = target?.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
}

window.addEventListener("load", openTarget);
window.addEventListener("hashchange", openTarget);
