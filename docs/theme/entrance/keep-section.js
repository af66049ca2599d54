"use strict";

/* Go to the new address of a page, to the section that the old address names.
   Without JavaScript the page itself leads on, to the top of the new one. */
location.replace(document.currentScript.dataset.target + location.hash);
