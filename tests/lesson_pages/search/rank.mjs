// Rank pages with the scripts of a built site: node rank.mjs STATIC_FOLDER < queries.json
import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";

for (const name of ["search.js", "search-outline.js", "search-texts.js"])
  vm.runInThisContext(readFileSync(path.join(process.argv[2], name), "utf8"));
siteSearch.begin(searchOutline);
await siteSearch.complete(searchTexts);
const queries = JSON.parse(readFileSync(0, "utf8"));
const ranked = queries.map((query) => siteSearch.find(query).pages.map(({ page }) => page));
process.stdout.write(JSON.stringify(ranked));
