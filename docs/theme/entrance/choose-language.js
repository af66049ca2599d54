"use strict";

/* Open the language that was chosen last, else the first that the browser asks for,
   else English.  Without JavaScript the links remain. */
function chosen() {
  try {
    return localStorage.getItem("language");
  } catch {
    return null; // the browser refuses storage
  }
}

const first = (tag) => tag.toLowerCase().split("-")[0];
const links = [...document.querySelectorAll("nav a[hreflang]")];
const open = [chosen(), ...navigator.languages, "en"]
  .filter(Boolean)
  .map((tag) => links.find((link) => first(link.hreflang) === first(tag)))
  .find(Boolean);
location.replace(open.href);
