/* Where the browser refuses storage, choices last as long as the page. */
try {
  localStorage.getItem("theme");
} catch {
  const kept = new Map();
  const getItem = (name) => kept.get(name) ?? null;
  const setItem = (name, value) => kept.set(name, value);
  Object.defineProperty(window, "localStorage", { value: { getItem, setItem } });
}
