// The frame's own few lines: the menu on a phone, the CSRF token of partial requests, dialogs that close.
// Everything shown is set as text; nothing from the data is ever read as markup.

const menuButton = document.querySelector(".menu-button");
menuButton?.addEventListener("click", () => {
  const open = document.body.classList.toggle("menu-open");
  menuButton.setAttribute("aria-expanded", String(open));
});

document.querySelector("nav#menu [aria-current]")?.scrollIntoView({ block: "nearest" });

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.body.classList.remove("menu-open");
  menuButton?.setAttribute("aria-expanded", "false");
  document.querySelectorAll("details.who[open]").forEach((one) => { one.open = false; });
  closeAside();
});

// The panel beside the page takes the focus and gives it back to where it was opened.
const aside = document.getElementById("aside");
let opener = null;
function closeAside() {
  if (!aside?.childElementCount) return;
  aside.replaceChildren();
  opener?.focus();
}
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target === aside && !aside.childElementCount) opener = document.activeElement;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === aside) aside.focus();
});

const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? cookie("csrftoken");
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

// A form that filters sends itself when something in it changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-sends-itself]");
  form?.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-closes-aside]")) closeAside();
});

// A table wider than the screen is reached by keyboard too.
function reachable() {
  for (const region of document.querySelectorAll(".scroll")) {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
  }
}
reachable();
addEventListener("resize", reachable);
document.addEventListener("htmx:afterSettle", reachable);

// On a phone the rows of a list stand below each other: each value then says of which column it is.
function labelled() {
  for (const table of document.querySelectorAll("table.listed")) {
    const heads = [...table.tHead.rows[0].cells].map((one) => one.textContent.trim());
    const cells = [...table.tBodies].flatMap((body) => [...body.rows]).flatMap((row) => [...row.cells]);
    for (const cell of cells) cell.dataset.label = heads[cell.cellIndex] ?? "";
  }
}
labelled();
document.addEventListener("htmx:afterSettle", labelled);
