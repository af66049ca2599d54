// Write one classic script of a module and all that it imports: node build.mjs FROM TO

import { buildSync } from "esbuild";

const [, , from, to] = process.argv;
buildSync({
  entryPoints: [from], outfile: to, bundle: true, minify: true, format: "iife",
  target: "es2022", charset: "utf8", banner: { js: "/* Contains MiniSearch, MIT License: see search-license.txt */" }, logLevel: "error",
});
