// Convert formulas with Temml: JSON in, JSON out, every formula of the site at once.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const temml = createRequire(import.meta.url)(process.argv[2]);

function convert([tex, display]) {
  if (!tex.trim()) return { error: "it is empty" };
  if (/\\(label|(eq)?ref)\b/.test(tex)) return { error: "number it with :label: and refer to it with :eq:" };
  const options = { displayMode: display, annotate: true, strict: true, throwOnError: true };
  try {
    return { mathml: temml.renderToString(tex, options) };
  } catch (error) {
    const known = error instanceof temml.ParseError;
    return { error: known ? error.message : "something is missing in it" };
  }
}

const formulas = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(formulas.map(convert)));
