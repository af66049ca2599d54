// Looks at a loaded page; each function returns a list of sentences, empty if all is well.
window.look = (() => {
  const label = (element) => {
    const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
    const words = name.trim().replace(/\s+/g, " ").slice(0, 40);
    const mark = element.id ? `#${element.id}` : [...element.classList].map((x) => `.${x}`).join("");
    return `<${element.localName}${mark}> ${words}`.trim();
  };

  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) &&
    element.getClientRects().length > 0;

  // -- Pictures ------------------------------------------------------------------

  const pictures = () =>
    [...document.images].flatMap((image) => {
      const problems = [];
      if (!image.hasAttribute("alt")) problems.push("has no alternative text");
      if (!image.hasAttribute("width") || !image.hasAttribute("height")) problems.push("has no size");
      if (shown(image) && !(image.complete && image.naturalWidth)) problems.push("did not load");
      return problems.map((problem) => `${image.getAttribute("src")} ${problem}`);
    });

  // -- Width ---------------------------------------------------------------------

  const scrolls = (element) => {
    for (let box = element.parentElement; box.localName !== "article"; box = box.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };

  const tooWide = () => {
    const width = document.documentElement.clientWidth;
    const found = [...document.querySelectorAll("html, .content")]
      .filter((x) => x.scrollWidth > x.clientWidth)
      .map((x) => `${x.localName} is ${x.scrollWidth} px wide and shows ${x.clientWidth}`);
    const outside = [...document.querySelectorAll("article *")].filter(
      (x) => shown(x) && x.getBoundingClientRect().right > width + 1 && !scrolls(x),
    );
    return found.concat(outside.slice(0, 3).map((x) => `${label(x)} sticks out`));
  };

  // -- Keyboard ------------------------------------------------------------------

  const REACHED =
    "a[href], area[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, " +
    "textarea:enabled, summary, iframe, audio[controls], video[controls], [contenteditable], [tabindex]";
  const SIGNS = ["outline", "boxShadow", "backgroundColor", "borderColor", "color", "textDecoration", "opacity", "transform", "clipPath"];
  let stops = [];
  let before = new Map();

  const signs = (element) => {
    const style = getComputedStyle(element);
    return SIGNS.map((sign) => style[sign]).join(" | ");
  };

  // What moves on its way is seen where it arrives.
  const stand = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { transition: none !important; animation: none !important; scroll-behavior: auto !important; }");
    document.adoptedStyleSheets.push(sheet);
  };

  // Tab goes on from where the focus was last, even if that is gone.
  const startAtTheTop = () => {
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
  };

  const startWalk = () => {
    stand();
    startAtTheTop();
    last = undefined;
    stops = [...document.querySelectorAll(REACHED)].filter((x) => shown(x) && x.tabIndex >= 0 && !x.closest("[inert]"));
    before = new Map(stops.map((x) => [x, signs(x)]));
    return stops.length;
  };

  const mouseOnly = () =>
    [...document.querySelectorAll("label, [onclick], [role=button], [role=link], [role=tab]")]
      .filter((x) => shown(x) && !x.matches(REACHED) && !x.querySelector(REACHED))
      .filter((x) => !(x.control && shown(x.control) && x.control.tabIndex >= 0))
      .filter((x) => x.getBoundingClientRect().width > 0)
      .map((x) => `${label(x)} works only with a mouse`);

  const inView = (element) =>
    [...element.getClientRects()].some((box) => {
      const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
      const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
      return width > 1 && height > 1;
    });

  const covered = (element) => {
    const boxes = [...element.getClientRects()];
    const points = boxes.flatMap((box) =>
      [0.1, 0.5, 0.9].map((at) => [
        Math.max(1, box.left) * (1 - at) + Math.min(innerWidth - 1, box.right) * at,
        (Math.max(1, box.top) + Math.min(innerHeight - 1, box.bottom)) / 2,
      ]),
    );
    return !points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (element.contains(top) || top.contains(element) || top.closest("label")?.control === element);
    });
  };

  // In the text the focus moves down, or to the right of where it was; the button of
  // a block of code comes after the block's own links.
  let last;
  const goesBack = (element) => {
    const box = element.getBoundingClientRect();
    const block = element.closest(".highlight") ?? element;
    const here = { block, top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left, right: box.right };
    const from = last;
    last = element.closest("article") ? here : undefined;
    return Boolean(last && from && from.block !== block && here.bottom <= from.top && here.left < from.right);
  };

  const atStop = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const problems = [];
    if (goesBack(element)) problems.push("is above what had the focus before");
    if (!inView(element)) problems.push("is focused outside the window");
    else if (covered(element)) problems.push("is covered while it has the focus");
    if (signs(element) === before.get(element)) problems.push("does not show that it has the focus");
    return { at: stops.indexOf(element), name: label(element), problems: problems.map((x) => `${label(element)} ${x}`) };
  };

  const names = (indices) => indices.map((index) => label(stops[index]));

  return { pictures, tooWide, startWalk, mouseOnly, atStop, names };
})();
