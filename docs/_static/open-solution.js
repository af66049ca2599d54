"use strict";

/* A link to something inside a folded solution opens the fold. Current browsers
   do so by themselves; this is for the others. */
function openTarget() {
  const target = document.querySelector(":target");
  const fold = target?.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
}

window.addEventListener("load", openTarget);
window.addEventListener("hashchange", openTarget);
