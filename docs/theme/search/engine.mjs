// Find the sections of the course that answer a query.

import MiniSearch from "minisearch";
import { fold, isHan, terms, withoutQuestion } from "./words.mjs";

const FIELDS = ["title", "heading", "words", "text", "code"];
const BOOST = { title: 6, words: 10, heading: 3, text: 1, code: 0.7 };
const OF_OTHER_SECTIONS = 0.1;
const BY_OTHER_WORD = 0.5;
const LONG_ENOUGH_TO_COMPLETE = 3;
const LONG_ENOUGH_TO_MISTYPE = 6;
const STEP = 20;
const ABOUT = 2, ENTRY = 1;

const completes = (term) => (isHan(term) ? term.length === 1 : term.length >= LONG_ENOUGH_TO_COMPLETE);
const mistyped = (term) => !isHan(term) && !/[._\d]/.test(term) && term.length >= LONG_ENOUGH_TO_MISTYPE && 1;

const createIndex = () => new MiniSearch({ fields: FIELDS, tokenize: terms, processTerm: (term) => term });
const numbered = (sections) => sections.map((section, id) => ({ ...section, id }));

export function createEngine({ sections, synonyms, digest }) {
  const index = createIndex();
  index.addAll(numbered(sections));
  return { index, sections, synonyms, digest };
}

// The same with the sections' texts, in small steps: a slow phone can go on typing.
// A cache may have kept an older outline: its sections are not those of the texts.
export async function createWholeEngine({ sections, synonyms, digest }, { texts, digest: theirs }) {
  if (digest !== theirs) throw new Error("search-outline.js and search-texts.js are not of one index");
  const whole = sections.map((section, id) => ({ ...section, text: texts[id][0], code: texts[id][1] }));
  const index = createIndex();
  await index.addAllAsync(numbered(whole), { chunkSize: STEP });
  return { index, sections: whole, synonyms, digest };
}

const spaced = (text) => ` ${fold(text).replace(/[\p{P}\s]+/gu, " ").trim()} `;
const same = (a, b) => spaced(a) === spaced(b);
const holds = (text, word) => spaced(text).includes(isHan(word) ? fold(word) : spaced(word));

// Both words of a pair of the glossary mean the same to the reader.
export function otherWords(query, synonyms) {
  const found = synonyms.filter((pair) => pair.some((word) => holds(query, word)));
  return found.flat().filter((word) => !holds(query, word));
}

// Who asks for a term wants the pages that are about it, then its entry in the glossary.
function rank({ title, heading, words = "", weight = 1 }, term) {
  const about = (word) =>
    words.split(", ").some((x) => same(x, word)) || (weight === 1 && word.length > 1 && holds(title, word));
  const names = [...new Set(term)];
  if (names.some(about)) return ABOUT;
  const isEntry = [names, [...names].reverse()].some((x) => x.length && same(heading, x.join(" ")));
  return isEntry ? ENTRY : 0;
}

function search({ index, sections }, query, weight) {
  const found = index.search(query, {
    boost: BOOST,
    prefix: completes,
    fuzzy: mistyped,
    boostDocument: (id) => sections[id].weight ?? 1,
    weights: { prefix: 0.3, fuzzy: 0.2 },
  });
  return found.map(({ id, score }) => [id, score * weight]);
}

// Pages, the best first, each with its sections, the best first.
export function find(engine, question) {
  const { sections, synonyms } = engine;
  const query = withoutQuestion(question);
  const others = otherWords(query, synonyms);
  const term = synonyms.find((pair) => pair.some((word) => same(word, query))) ?? [];
  const scores = new Map();
  for (const [id, score] of [
    ...search(engine, query, 1),
    ...others.flatMap((word) => search(engine, word, BY_OTHER_WORD)),
  ])
    scores.set(id, (scores.get(id) ?? 0) + score);

  const hits = [...scores].map(([id, score]) => ({ id, score, rank: rank(sections[id], term) }));
  const first = (hit) => Number(hit.rank === ENTRY);
  const pages = new Map();
  for (const { id, score, rank } of hits.sort((a, b) => first(b) - first(a) || b.score - a.score || a.id - b.id)) {
    const section = sections[id];
    const page = pages.get(section.page) ?? { page: section.page, title: section.title, rank, score, hits: [] };
    page.rank = Math.max(page.rank, rank);
    if (page.hits.length) page.score += score * OF_OTHER_SECTIONS;
    page.hits.push(section);
    pages.set(section.page, page);
  }
  return { others, pages: [...pages.values()].sort((a, b) => b.rank - a.rank || b.score - a.score) };
}
