"use strict";

/* On small screens the navigation and the contents are drawers, which the theme opens
   with a label and a checkbox: only for a mouse. Buttons serve the keyboard as well. */
const toggles = [...document.querySelectorAll(".sidebar-toggle")];

for (const toggle of toggles) {
  for (const label of [...toggle.labels].filter((x) => x.querySelector(".icon"))) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.setAttribute("aria-label", toggle.getAttribute("aria-label"));
    button.setAttribute("aria-expanded", "false");
    button.append(...label.childNodes);
    button.addEventListener("click", () => toggle.click());
    toggle.addEventListener("change", () => showState(toggle, button));
    label.replaceWith(button);
  }
}

function showState(toggle, button) {
  const drawer = toggle.id === "__toc" ? ".toc-drawer" : ".sidebar-drawer";
  button.setAttribute("aria-expanded", toggle.checked);
  for (const part of document.querySelectorAll(".mobile-header, .article-container")) part.inert = toggle.checked;
  const links = [...document.querySelectorAll(`${drawer} a`)];
  if (toggle.checked) links.find((link) => link.getClientRects().length)?.focus();
  else if (button.checkVisibility()) button.focus();
}

function closeDrawers() {
  for (const toggle of toggles.filter((x) => x.checked)) toggle.click();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeDrawers();
});
document.querySelector(".toc-drawer")?.addEventListener("click", (event) => {
  if (event.target.closest("a")) closeDrawers();
});
