// The page's own few lines: draw the charts, say what a point is, find a figure, keep the place in the contents.
// Everything shown is set as text; nothing from the data is ever read as markup.

const byId = (id) => document.getElementById(id);

// --- tooltip -------------------------------------------------------------------------------------------------------

const tip = byId("tooltip");

function tell(lines, x, y) {
  tip.replaceChildren(...lines.filter((line) => line.text).map(({ text, role }) => {
    const line = document.createElement("div");
    line.textContent = text;
    line.className = role;
    return line;
  }));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  tip.style.setProperty("left", `${Math.max(4, Math.min(x + 14, innerWidth - box.width - 8))}px`);
  tip.style.setProperty("top", `${y + 18 + box.height > innerHeight ? y - box.height - 10 : y + 18}px`);
}

const hush = () => { tip.hidden = true; };

function chartTooltip(_handler, event, _item, value) {
  if (!value) return hush();
  const said = [value.series, value.shown].filter((part) => part && part !== "null").join("：");
  tell([
    { text: value.name, role: "tip-name" },
    { text: document.documentElement.lang.startsWith("zh") ? said : said.replace("：", ": "), role: "tip-value" },
    { text: value.figure, role: "tip-figure" },
  ], event.clientX, event.clientY);
}

function figureTooltip(event) {
  const named = event.target.closest?.("[data-figure]");
  if (!named) return hush();
  const box = named.getBoundingClientRect();
  const line = byId(named.dataset.figure);
  const said = line ? [line.cells[2], line.cells[3], line.cells[5]].map((cell) => cell.textContent) : [];
  const what = said.filter(Boolean).join(" · "); // a figure of everything has no slice
  tell([{ text: what, role: "tip-name" }, { text: named.dataset.figure, role: "tip-figure" }], box.left, box.bottom - 12);
}

document.addEventListener("mouseover", figureTooltip);
document.addEventListener("focusin", figureTooltip);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hush(); });

// --- charts --------------------------------------------------------------------------------------------------------

// `ast` makes Vega interpret its expressions instead of compiling them, so the policy needs no unsafe-eval.
const options = { mode: "vega-lite", ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: chartTooltip };

const views = new Map();
const PAPER = 680; // pixels between the margins of a sheet, A4 or Letter
const HALF = 0.48; // of the sheet for each of two charts in a row
const FLATTER = 0.68; // of their height charts take on paper

async function draw(id, specification) {
  const { view } = await globalThis.vegaEmbed(byId(id), specification, options);
  views.set(byId(id), { view, high: view.height() });
  byId(id).querySelector("svg").setAttribute("aria-hidden", "true"); // the plot has its own words, and a table below it
  view.addEventListener("click", (_event, item) => {
    const figure = item?.datum?.figure;
    if (figure && byId(figure)) location.hash = figure;
  });
}

const specifications = JSON.parse(byId("specifications").textContent);
for (const [id, specification] of Object.entries(specifications)) {
  try {
    await draw(id, specification);
    byId(id).closest("figure").querySelector("details").open = false; // the numbers stay open where no chart is drawn
  } catch (problem) {
    console.error(id, problem);
  }
}
document.documentElement.dataset.drawn = "true";

// On paper charts stand two in a row, a single one takes it whole; after that they are as on the screen again.
function fit(widthOf, flatter) {
  for (const [plot, { view, high }] of views) {
    if (isRing(plot)) continue; // as wide as it is, everywhere
    view.width(widthOf(plot)).height(high * flatter).resize().run();
  }
}
function paperOf(plot) {
  const before = chartsFrom(plot.closest("figure"), "previousElementSibling");
  const after = chartsFrom(plot.closest("figure"), "nextElementSibling");
  const single = after === 0 && before % 2 === 0;
  return single ? PAPER : HALF * PAPER;
}
function chartsFrom(figure, next) {
  let count = 0;
  for (let one = figure[next]; one?.matches(".chart"); one = one[next]) count += 1;
  return count;
}
const isRing = (plot) => plot.previousElementSibling?.classList.contains("parts");
addEventListener("beforeprint", () => fit(paperOf, FLATTER));
addEventListener("afterprint", () => fit((plot) => plot.clientWidth, 1));

// --- words ---------------------------------------------------------------------------------------------------------

// Headings and names in Chinese end their lines between words, which the browser's own dictionary tells apart. What it
// knows no word for it parts into single letters: these stay with their neighbours, but for those that join phrases.
const HAN = /^\p{Script=Han}/u;
const JOINS = /^[与和及由按在为较比从对将被把各每已未仍]$/;
const dictionary = document.documentElement.lang.startsWith("zh") && globalThis.Intl?.Segmenter
  ? new Intl.Segmenter("zh", { granularity: "word" }) : null;

function wordEnds(text) {
  const ends = [];
  let before = "";
  for (const { segment, index } of dictionary.segment(text)) {
    const begins = HAN.test(segment) ? segment.length > 1 || JOINS.test(segment)
      : before.length > 1 && /^[\w¥$€+−-]/.test(segment); // 前3月 is one word
    if (begins && (HAN.test(before) || (/[\w%]$/.test(before) && HAN.test(segment)))) ends.push(index);
    before = segment;
  }
  return ends;
}

function keepWords(element) {
  const ends = wordEnds(element.textContent).reverse();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let start = 0; walker.nextNode(); start += walker.currentNode.length) texts.push([walker.currentNode, start]);
  for (const [node, start] of texts.reverse()) {
    const amount = node.parentElement.closest(".amount");
    for (const end of ends.filter((one) => one >= start && one < start + node.length)) {
      const wbr = document.createElement("wbr");
      if (end === start) (amount ?? node).before(wbr);
      else if (!amount) node.splitText(end - start).before(wbr);
    }
  }
  element.classList.add("worded");
}
if (dictionary) {
  const told = "h2, h3, h4, .callout-head, .card-name, .steps b, .block td:is(.short, .name):not(.right, .whole), th";
  for (const one of document.querySelectorAll(`main :is(${told})`)) if (!one.closest("#register")) keepWords(one);
}

// --- tables --------------------------------------------------------------------------------------------------------

// What is a little wider than the screen stands closer; what is wider still says that it moves.
const overflows = (table) => table.scrollWidth > table.clientWidth;
const wide = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    target.classList.remove("close", "moves");
    target.classList.add("fits");
    if (overflows(target)) target.classList.replace("fits", "close");
    if (overflows(target)) target.classList.replace("close", "moves");
  }
});
document.querySelectorAll(".scroll").forEach((table) => wide.observe(table));

// --- register ------------------------------------------------------------------------------------------------------

const search = byId("search");
search?.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of byId("register").tBodies[0].rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  }
});

addEventListener("hashchange", () => {
  const row = byId(decodeURIComponent(location.hash.slice(1)));
  if (row?.closest("#register")) {
    row.hidden = false;
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
  }
});

// --- contents ------------------------------------------------------------------------------------------------------

const contents = document.querySelector("nav");
const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.getAttribute("href").slice(1), link]));
const watcher = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (isIntersecting) {
      links.forEach((link) => link.removeAttribute("aria-current"));
      const link = links.get(target.id);
      link?.setAttribute("aria-current", "true");
      if (link) contents.scrollTo({ left: link.offsetLeft - 16, top: link.offsetTop - contents.clientHeight / 2 });
    }
  }
}, { rootMargin: "-15% 0px -75% 0px" });
document.querySelectorAll("main > section").forEach((section) => watcher.observe(section));
