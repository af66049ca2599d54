// How the search cuts, finds and marks; run by pytest with `node --test`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createEngine, createWholeEngine, find, otherWords } from "../../../docs/theme/search/engine.mjs";
import { marks, snippet } from "../../../docs/theme/search/snippet.mjs";
import { tell, telling } from "../../../docs/theme/search/view.mjs";
import { fold, stem, terms, withoutQuestion } from "../../../docs/theme/search/words.mjs";

const section = (page, fields) => ({
  page, title: "", heading: "", words: "", text: "", code: "", anchor: "", ...fields,
});
const found = (sections, query, synonyms = []) =>
  find(createEngine({ sections, synonyms }), query).pages.map((x) => x.page);
const text = (pieces) => pieces.map((x) => x.text).join("");
const marked = (pieces) => pieces.filter((x) => x.mark).map((x) => x.text);

test("a dotted name is found by its parts", () => {
  assert.deepEqual(terms("torch.no_grad"), ["torch.no_grad", "torch", "no_grad", "no", "grad"]);
});
test("Chinese is cut into pairs; a single character stays", () => {
  assert.deepEqual(terms("自动求导 叶"), ["自动", "动求", "求导", "叶"]);
});
test("Chinese and Latin are cut where they touch", () => {
  assert.deepEqual(terms("用GPU算"), ["用", "gpu", "算"]);
});
test("punctuation and full-width letters do not matter", () => {
  assert.deepEqual(terms("（ＧＰＵ）！"), ["gpu"]);
});
test("forms of a word have one stem", () => {
  for (const [a, b] of [["gradients", "gradient"], ["timing", "time"], ["cleared", "clearing"], ["stepping", "step"]])
    assert.equal(stem(a), stem(b));
});
test("short words and double s are left alone", () => {
  assert.deepEqual(["is", "red", "loss", "sum"].map(stem), ["is", "red", "loss", "sum"]);
});
test("folding keeps every place", () => {
  for (const x of ["İstanbul ﬁne ½", "梯度 GPU"]) assert.equal(fold(x).length, x.length);
});
test("question words do not count beside others", () => {
  const asked = { "怎么安装": "安装", "为什么 第一次慢": "第一次慢", "How do I install it": "install it" };
  for (const [query, rest] of Object.entries(asked)) assert.equal(withoutQuestion(query).trim(), rest);
});
test("a question of nothing else is left alone", () => {
  assert.equal(withoutQuestion("为什么"), "为什么");
});
test("a list that was cut says so", () => {
  const words = { none: "none", count: "{n}", best: "{n} of {all}" };
  assert.deepEqual([0, 10, 11].map((n) => tell(n, words)), ["none", "10", "10 of 11"]);
});
test("a title counts more than a sentence", () => {
  const sections = [section("a", { text: "stride ".repeat(3) }), section("b", { title: "Stride" })];
  assert.equal(found(sections, "stride")[0], "b");
});
test("the readers' words count like a title", () => {
  const sections = [section("a", { text: "memory of the device" }), section("b", { words: "out of memory" })];
  assert.equal(found(sections, "out of memory")[0], "b");
});
test("a page that lists lessons comes after the lesson", () => {
  const sections = [section("list", { title: "Autograd", weight: 0.2 }), section("b", { title: "Autograd" })];
  assert.deepEqual(found(sections, "autograd"), ["b", "list"]);
});
test("the beginning of a word finds it", () => {
  assert.deepEqual(found([section("a", { text: "broadcasting" })], "broadc"), ["a"]);
});
test("a mistyped word finds it", () => {
  assert.deepEqual(found([section("a", { text: "gradient" })], "gradint"), ["a"]);
});
test("a mistyped name of code finds nothing", () => {
  assert.deepEqual(found([section("a", { code: "conv2d" })], "conv3d"), []);
});
test("a word finds pages in which only its other language stands", () => {
  const pairs = [["broadcasting", "广播"]];
  assert.deepEqual(found([section("a", { text: "广播是什么" })], "broadcasting", pairs), ["a"]);
  assert.deepEqual(otherWords("什么是广播", pairs), ["broadcasting"]);
});
const TERM = [["loss", "损失"]];
const mentions = section("m", { text: "loss ".repeat(9) });
const entry = section("glossary", { heading: "loss 损失", anchor: "term-loss", weight: 0.4 });
test("a term of the glossary leads to its entry before pages that mention it", () => {
  assert.deepEqual(found([mentions, entry], "Loss", TERM), ["glossary", "m"]);
  assert.equal(found([mentions, entry], "损失", TERM)[0], "glossary");
});
test("the entry of a term comes before entries that mention it", () => {
  const other = section("glossary", { heading: "loss curve, loss, loss 曲线", anchor: "term-other", text: "loss ".repeat(9) });
  const { pages } = find(createEngine({ sections: [other, entry], synonyms: TERM }), "loss");
  assert.deepEqual(pages[0].hits.map((hit) => hit.anchor), ["term-loss", "term-other"]);
});
test("a term of the glossary leads to the page about it before its entry", () => {
  const byWords = section("a", { words: "descent, loss" });
  const byTitle = section("b", { title: "The loss, step by step" });
  assert.deepEqual(found([mentions, entry, byWords], "loss", TERM), ["a", "glossary", "m"]);
  assert.deepEqual(found([mentions, entry, byTitle], "loss", TERM), ["b", "glossary", "m"]);
});
test("a list of lessons is not about the terms in its title", () => {
  const list = section("list", { title: "Loss and more", weight: 0.2 });
  assert.deepEqual(found([list, entry], "loss", TERM), ["glossary", "list"]);
});
test("a query that is no term keeps its order", () => {
  const sections = [entry, section("a", { title: "Falling" })];
  assert.equal(found(sections, "falling loss", TERM)[0], "a");
});
test("a word inside another one has no other language", () => {
  assert.deepEqual(otherWords("leaflet", [["leaf", "叶子"]]), []);
});
test("a word before a question mark has its other language", () => {
  assert.deepEqual(otherWords("what is a leaf?", [["leaf", "叶子"]]), ["叶子"]);
});
test("hits of a page are together, the best first", () => {
  const sections = [section("a", { anchor: "x", text: "loss" }), section("a", { anchor: "y", heading: "Loss" })];
  const { pages } = find(createEngine({ sections, synonyms: [] }), "loss");
  assert.deepEqual(pages.map((x) => x.hits.map((hit) => hit.anchor)), [["y", "x"]]);
});
test("a page that its keywords find shows where it speaks of them", () => {
  const hits = [section("a", { heading: "Start" }), section("a", { heading: "Loss", text: "the loss falls" })];
  assert.deepEqual(telling(hits, "loss").map((x) => x.heading), ["Loss"]);
  assert.deepEqual(telling(hits.slice(0, 1), "loss").map((x) => x.heading), ["Start"]);
});
test("texts of the same index complete the outline", async () => {
  const outline = { sections: [section("a", {})], synonyms: [], digest: "1" };
  const whole = await createWholeEngine(createEngine(outline), { texts: [["stride", ""]], digest: "1" });
  assert.deepEqual(find(whole, "stride").pages.map((x) => x.page), ["a"]);
});
test("texts of another index are not taken", async () => {
  const outline = { sections: [section("a", {})], synonyms: [], digest: "1" };
  const engine = createEngine(outline);
  await assert.rejects(createWholeEngine(engine, { texts: [["stride", ""]], digest: "2" }), /not of one index/);
});
test("nothing asked, nothing found", () => {
  assert.deepEqual(found([section("a", { text: "x" })], " ?! "), []);
});
test("neighbouring pairs are marked as one", () => {
  assert.deepEqual(marks("它会自动求导。", "自动求导"), [[2, 6]]);
});
test("the whole word is marked, not its stem", () => {
  assert.deepEqual(marked(snippet("The Gradients add up.", "gradient")), ["Gradients"]);
});
test("a part of a word is not marked", () => {
  assert.deepEqual(marks("sgrad regrad grad", "grad"), [[13, 17]]);
});
test("small words beside longer ones are not marked", () => {
  assert.deepEqual(marked(snippet("out of memory", "out of memory")), ["out", "memory"]);
});
test("a snippet is about the words, however late they come", () => {
  const pieces = snippet("many words before it. ".repeat(40) + "Then the stride comes.", "stride");
  assert.deepEqual(marked(pieces), ["stride"]);
  assert.ok(text(pieces).length < 200 && text(pieces).startsWith("… "));
});
test("a snippet ends with a whole word", () => {
  const shown = text(snippet("gradient " + "computation ".repeat(40), "gradient"));
  assert.match(shown, /^gradient( computation)+ …$/);
});
test("a snippet says what the text says", () => {
  const page = "a <b>tensor</b> & more";
  assert.equal(text(snippet(page, "tensor")), page);
});
test("a snippet without a hit is the beginning", () => {
  assert.ok(text(snippet("begin here. ".repeat(50), "zzz")).startsWith("begin here."));
});
