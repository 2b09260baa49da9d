"use strict";
const byId = (id) => document.getElementById(id);
const candidates = Array.from(document.querySelectorAll("tbody.candidate"));
const figure = (name) =>
  JSON.parse(document.querySelector(`script[data-figure="${name}"]`).textContent);

let numbered = 0;
async function embed(item, element) {
  element.id ||= `figure-${++numbered}`;
  const before = new Set(Bokeh.documents);
  await Bokeh.embed.embed_item(Object.assign(item, { target_id: element.id }));
  return Bokeh.documents.find((one) => !before.has(one));
}

// Overview: its sources are kept whole, and filtered by rank.
let whole = [];
const overview = embed(figure("overview"), byId("overview")).then((drawn) => {
  const sources = ["places", "ranks", "spans"].flatMap((name) =>
    Array.from(drawn._all_models.values()).filter((model) => model.name === name));
  whole = sources.map((source) => ({ source, data: source.data }));
});

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
const text = new Map(candidates.map((body) => {
  const card = document.querySelector(`template[data-card="${body.dataset.rank}"]`);
  return [body, (body.textContent + card.content.textContent).toLowerCase()];
}));

function filter() {
  const { words, kind, region, least, waiting } = wanted();
  const kept = new Set();
  for (const body of candidates) {
    const shown = (!kind || body.dataset.kind === kind) &&
      (!region || body.dataset.region === region) &&
      Number(body.dataset.likelihood) >= least &&
      !(waiting && body.dataset.verdict) &&
      words.every((word) => text.get(body).includes(word));
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

// A candidate is unpacked and drawn when it is first opened.
async function unpack(rank) {
  const packed = document.querySelector(`script[data-sheet="${rank}"]`).textContent;
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

async function draw(rank, element) {
  const sheet = await unpack(rank);
  const drawn = await embed(figure("skeleton"), element);
  const models = Array.from(drawn._all_models.values());
  const named = (name) => models.filter((model) => model.name === name);
  for (const model of named("time")) [model.start, model.end] = sheet.time;
  for (const model of named("shade")) [model.left, model.right] = sheet.shade;
  for (const [name, data] of Object.entries(sheet)) {
    if (name === "time" || name === "shade") continue;
    const y = data.y.map((value) => (value === null ? NaN : value));
    for (const source of named(name)) source.data = { x: data.x, y };
  }
}

function open(body, opened = undefined) {
  const [row, below] = body.rows;
  const shown = opened ?? below.hidden;
  below.hidden = !shown;
  row.setAttribute("aria-expanded", String(shown));
  const cell = below.cells[0];
  if (!shown || cell.childElementCount) return;
  const rank = body.dataset.rank;
  cell.append(document.querySelector(`template[data-card="${rank}"]`).content.cloneNode(true));
  const element = cell.querySelector(".sheet");
  if (element) draw(rank, element);
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
