// Say the same picture with fewer bytes: SVG texts in and out, as JSON.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const DIGITS = 2;

const { optimize } = createRequire(import.meta.url)(process.argv[2]);
const pictures = JSON.parse(readFileSync(0, "utf8"));
const light = pictures.map((text) => optimize(text, { multipass: true, floatPrecision: DIGITS }).data);
process.stdout.write(JSON.stringify(light));
