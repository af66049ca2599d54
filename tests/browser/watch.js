// Runs before a page's own scripts: notes what moves and what the policy refuses.
window.watched = { moved: [], refused: [] };

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const nodes = entry.sources.map((x) => x.node?.nodeName.toLowerCase() ?? "?");
    window.watched.moved.push({ value: entry.value, nodes });
  }
}).observe({ type: "layout-shift", buffered: true });

document.addEventListener("securitypolicyviolation", (event) => {
  const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event;
  window.watched.refused.push(
    `${effectiveDirective} refuses ${blockedURI} (${sourceFile}:${lineNumber})`,
  );
});
