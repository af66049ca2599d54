// Fetch the font of the formulas at once, so that nothing moves when it is there.
// A page opened from a disk may not fetch in advance.
if (location.protocol !== "file:") {
  const { font } = document.currentScript.dataset;
  const as = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" };
  document.head.append(Object.assign(document.createElement("link"), as, { href: font }));
}
