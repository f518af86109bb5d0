// Draws the charts of a page and opens the panel of a figure. Everything shown is set as text; nothing from the data is
// ever read as markup. `ast` makes Vega interpret its expressions, so that the policy needs no unsafe-eval.
const FIGURES = "/dashboards/figures/";

const tip = document.createElement("div");
tip.id = "tip";
tip.setAttribute("role", "status");
tip.hidden = true;
document.body.append(tip);

function tooltip(_handler, event, _item, value) {
  tip.hidden = !value;
  if (!value) return;
  const between = document.documentElement.lang.startsWith("zh") ? "：" : ": ";
  const said = [value.series, value.shown].filter((part) => part && part !== "null").join(between);
  tip.replaceChildren(...[["tip-name", value.name], ["tip-value", said], ["tip-figure", value.figure]]
    .filter(([, text]) => text).map(([role, text]) => {
      const line = document.createElement("div");
      line.className = role;
      line.textContent = text;
      return line;
    }));
  const box = tip.getBoundingClientRect();
  tip.style.setProperty("left", `${Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 8))}px`);
  tip.style.setProperty("top", `${event.clientY + 18 + box.height > innerHeight ? event.clientY - box.height - 10 : event.clientY + 18}px`);
}

const options = { mode: "vega-lite", ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip };

function open(address) {
  globalThis.htmx.ajax("GET", address, { target: "#aside", swap: "innerHTML" });
}

async function draw(id, specification) {
  const element = document.getElementById(id);
  const { view } = await globalThis.vegaEmbed(element, specification, options);
  element.querySelector("svg")?.setAttribute("aria-hidden", "true"); // the plot has a name that says what it shows
  element.classList.add("drawn");
  element.closest("figure").querySelector("details").open = false; // the numbers stay open where no chart is drawn
  view.addEventListener("click", (_event, item) => {
    const figure = item?.datum?.figure;
    if (figure) open(FIGURES + encodeURIComponent(figure));
  });
}

async function drawAll(root) {
  for (const held of root.querySelectorAll("script.charts")) {
    for (const [id, specification] of Object.entries(JSON.parse(held.textContent))) {
      try {
        await draw(id, specification);
      } catch (problem) {
        console.error(id, problem);
        document.getElementById(id)?.classList.add("undrawn");
      }
    }
  }
  document.documentElement.dataset.drawn = "true";
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-figure]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  open(link.href);
});
document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id !== "aside") drawAll(document); });
await drawAll(document);
