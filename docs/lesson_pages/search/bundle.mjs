// Make one classic script of a module and all that it imports: JSON in, JSON out.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const { buildSync } = createRequire(import.meta.url)(process.argv[2]);

const bundle = ({ entry }) => buildSync({
  entryPoints: [fileURLToPath(new URL(entry, import.meta.url))], write: false, bundle: true, minify: true, format: "iife",
  target: "es2022", charset: "utf8", banner: { js: "/* Contains MiniSearch, MIT License: see search-license.txt */" }, logLevel: "error",
}).outputFiles[0].text;

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(bundle)));
