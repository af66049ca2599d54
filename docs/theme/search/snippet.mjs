// Choose the piece of a text that shows why it was found, and what to mark in it.

import { fold, isHan, terms } from "./words.mjs";

const LATIN_LENGTH = 160;
const HAN_LENGTH = 80;
const LONG_ENOUGH_TO_MARK = 3;
const LETTER = /[a-z0-9_]/;

function places(text, term) {
  const found = [];
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    let end = at + term.length;
    if (!isHan(term)) {
      if (LETTER.test(text[at - 1] ?? "")) continue;
      while (LETTER.test(text[end] ?? "")) end += 1;
    }
    found.push([at, end]);
  }
  return found;
}

// What of a query is worth marking: no "of" beside longer words.
function worthMarking(query) {
  const all = [...new Set(terms(query))];
  const telling = all.filter((term) => isHan(term) || term.length >= LONG_ENOUGH_TO_MARK);
  return telling.length ? telling : all;
}

// Where the query's words stand in a text, as [start, end], overlaps joined.
export function marks(text, query) {
  const folded = fold(text);
  const found = worthMarking(query).flatMap((term) => places(folded, term));
  const joined = [];
  for (const [start, end] of found.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

function bestStart(found, length) {
  const covered = (start) =>
    found.reduce((sum, [a, b]) => sum + (a >= start && b <= start + length ? b - a : 0), 0);
  const starts = found.map(([start]) => start);
  return starts.reduce((best, start) => (covered(start) > covered(best) ? start : best), starts[0] ?? 0);
}

// The end of the word that a place is in; Chinese may be cut anywhere.
function wordEnd(text, at) {
  const rest = text.slice(at).search(/[^\p{L}\p{N}_]|\p{Script=Han}/u);
  return rest < 0 ? text.length : Math.min(text.length, at + rest);
}

// Pieces of text in order, each marked or not; "…" where something is left out.
export function snippet(text, query) {
  const found = marks(text, query);
  const length = isHan(text.match(/\p{L}/u)?.[0] ?? "") ? HAN_LENGTH : LATIN_LENGTH;
  const lead = Math.floor(length / 5);
  let from = Math.max(0, bestStart(found, length - lead) - lead);
  if (from > 0) from += Math.max(0, text.slice(from, from + lead).search(/[\s\p{P}]/u) + 1);
  const to = wordEnd(text, from + length);

  const pieces = from > 0 ? [{ text: "… ", mark: false }] : [];
  let at = from;
  for (const [start, end] of found.filter(([a, b]) => a >= from && b <= to)) {
    pieces.push({ text: text.slice(at, start), mark: false }, { text: text.slice(start, end), mark: true });
    at = end;
  }
  pieces.push({ text: text.slice(at, to) + (to < text.length ? " …" : ""), mark: false });
  return pieces.filter((piece) => piece.text);
}
