// Rank pages with the site's own search: node search_rank.mjs RECORDS < queries.json
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { createEngine, find } from "../../../docs/_node/search/engine.mjs";

vm.runInThisContext(readFileSync(process.argv[2], "utf8"));
const engine = createEngine(globalThis.searchRecords);
const queries = JSON.parse(readFileSync(0, "utf8"));
const ranked = queries.map((query) => find(engine, query).pages.map(({ page }) => page));
process.stdout.write(JSON.stringify(ranked));
