// Cut text into the terms that the index holds and a query looks up.
//
// Latin words are stemmed lightly, and a dotted or underscored name is found by
// its parts, too: `torch.no_grad` gives torch.no_grad, torch, no_grad, no, grad.
// Chinese has no spaces: a run of Han characters gives its pairs of neighbours;
// a character that stands alone gives itself.

const PIECE = /[a-z0-9_]+(?:\.[a-z0-9_]+)*|\p{Script=Han}+/gu;
const HAN = /^\p{Script=Han}/u;
const SHORTEST_STEM = 3;
const ENDINGS = ["ings", "ing", "ed", "es", "s", "e"];

export const isHan = (text) => HAN.test(text);

// Character by character, so that a place in the result is one in the text.
export function fold(text) {
  return Array.from(text, (c) => {
    const folded = c.normalize("NFKC").toLowerCase();
    return folded.length === c.length ? folded : c;
  }).join("");
}

export function stem(word) {
  const ending = ENDINGS.find((e) => word.endsWith(e) && word.length - e.length >= SHORTEST_STEM);
  if (!ending || word.endsWith("ss")) return word;
  return word.slice(0, -ending.length).replace(/([^aeiouls])\1$/, "$1");
}

function namesIn(piece) {
  const parts = piece.split(".");
  const names = [piece, ...parts, ...parts.flatMap((part) => part.split("_"))];
  return names.filter(Boolean).map((name) => (/[._]/.test(name) ? name : stem(name)));
}

function pairsIn(run) {
  const characters = Array.from(run);
  if (characters.length === 1) return characters;
  return characters.slice(1).map((c, i) => characters[i] + c);
}

// A question without its question words; one that has no other words stays.
const QUESTION =
  /为什么|为何|怎么样|怎么办|怎么|怎样|如何|什么是|是什么|什么|请问|使用|\b(?:how (?:do|can|to)(?: i| you| we)?|what (?:is|are|does)|why (?:is|are|does|do))\b/g;

export function withoutQuestion(query) {
  const rest = fold(query).replace(QUESTION, " ");
  return terms(rest).length ? rest : query;
}

export function terms(text) {
  const pieces = fold(text).match(PIECE) ?? [];
  return pieces.flatMap((piece) => [...new Set(isHan(piece) ? pairsIn(piece) : namesIn(piece))]);
}
