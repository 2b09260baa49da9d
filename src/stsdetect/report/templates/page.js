"use strict";
const byId = (id) => document.getElementById(id);
const candidates = Array.from(document.querySelectorAll("tbody.candidate"));
// Overview: its sources are kept whole, and filtered by rank.
let whole = [];
const overview = embed(figure("overview"), byId("overview")).then((drawn) => {
  const sources = ["places", "ranks", "spans"].flatMap((name) =>
    Array.from(drawn._all_models.values()).filter((model) => model.name === name));
  whole = sources.map((source) => ({ source, data: source.data }));
  showLabels(drawn);
  return drawn;
});

// Labels of the map: each is shown from the scale on at which it covers no other.
function showLabels(drawn) {
  const all = Array.from(drawn._all_models.values());
  const labels = all.filter((model) => ["ranks", "region_names"].includes(model.name));
  const map = all.find((model) => model.type === "Figure" &&
    model.renderers.some((one) => one.data_source?.name === "places"));
  const range = map.y_range;
  const show = () => {
    const scale = map.inner_height / Math.abs(range.end - range.start);
    if (!(scale > 0)) return;
    for (const source of labels) {
      const { text, least } = source.data;
      const shown = Array.from(text, (one, row) => (scale >= least[row] ? one : ""));
      if (shown.some((one, row) => one !== source.data.shown[row])) {
        source.data = { ...source.data, shown };
      }
    }
  };
  for (const name of ["start", "end"]) range.properties[name].change.connect(show);
  map.properties.inner_height.change.connect(show);
  labels.forEach((source) => source.properties.data.change.connect(show));
  show();
}

function keepRanks(kept) {
  for (const { source, data } of whole) {
    const rows = Array.from(data.rank, (rank, row) => (kept.has(rank) ? row : -1))
      .filter((row) => row >= 0);
    source.data = Object.fromEntries(Object.entries(data).map(([name, values]) =>
      [name, rows.map((row) => values[row])]));
  }
}

// Filters and order of the list.
const wanted = () => ({
  words: byId("search").value.toLowerCase().split(/\s+/).filter(Boolean),
  kind: byId("kind").value,
  region: byId("region").value,
  least: Number(byId("least").value),
  waiting: byId("waiting")?.checked,
});
// A card is text until it is asked for: a thousand of them are half a million elements.
const cards = new Map(Array.from(document.querySelectorAll("script[data-card]"),
  (one) => [one.dataset.card, one]));
function cardOf(body) {
  const made = document.createElement("template");
  made.innerHTML = cards.get(body.dataset.rank).textContent;
  return made.content;
}
const text = new Map();
function textOf(body) {
  if (!text.has(body)) {
    text.set(body, (body.textContent + cardOf(body).textContent).toLowerCase());
  }
  return text.get(body);
}

function filter() {
  const { words, kind, region, least, waiting } = wanted();
  const kept = new Set();
  for (const body of candidates) {
    const shown = (!kind || body.dataset.kind === kind) &&
      (!region || body.dataset.region === region) &&
      Number(body.dataset.likelihood) >= least &&
      !(waiting && body.dataset.verdict) &&
      words.every((word) => textOf(body).includes(word));
    body.hidden = !shown;
    if (shown) kept.add(Number(body.dataset.rank));
  }
  byId("least_shown").textContent = `${least} %`;
  byId("shown").textContent =
    kept.size === candidates.length ? "" : `${kept.size} of ${candidates.length} shown`;
  overview.then(() => keepRanks(kept));
}

function sortBy(name) {
  const value = (body) => {
    const raw = body.dataset[name];
    return name === "start" ? raw : Number.isNaN(Number(raw)) ? -1 : Number(raw);
  };
  const ascending = name === "rank" || name === "start";
  const rank = (body) => Number(body.dataset.rank);
  const ordered = candidates.slice().sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === b) return rank(one) - rank(other);
    return (a < b) === ascending ? -1 : 1;
  });
  byId("list").append(...ordered);
  document.querySelectorAll("[data-sort]").forEach((button) =>
    button.setAttribute("aria-pressed", String(button.dataset.sort === name)));
}

function open(body, opened = undefined) {
  const [row, below] = body.rows;
  const shown = opened ?? below.hidden;
  below.hidden = !shown;
  row.setAttribute("aria-expanded", String(shown));
  const cell = below.cells[0];
  if (!shown || cell.childElementCount) return;
  const rank = body.dataset.rank;
  cell.append(cardOf(body));
  const element = cell.querySelector(".sheet");
  if (element) overview.then((drawn) => drawSheet(rank, element, drawn));
  body.dispatchEvent(new Event("unpacked", { bubbles: true }));
}

function openTarget() {
  const body = location.hash && byId(location.hash.slice(1));
  if (!body || !body.matches("tbody.candidate")) return;
  open(body, true);
  body.scrollIntoView();
}

for (const body of candidates) {
  body.rows[0].addEventListener("click", () => {
    if (!String(getSelection())) open(body);
  });
  body.rows[0].addEventListener("keydown", (event) => {
    if (event.key === "Enter") open(body);
  });
}
byId("filters").addEventListener("input", filter);
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("reset", () => setTimeout(filter));
document.querySelectorAll("[data-sort]").forEach((button) =>
  button.addEventListener("click", () => sortBy(button.dataset.sort)));
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input")) {
    event.preventDefault();
    byId("search").focus();
  }
});
byId("theme").addEventListener("click", () => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
  document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
});
addEventListener("hashchange", openTarget);
if (location.hash) openTarget(); else open(candidates[0], true);
