"use strict";
// Figures of one candidate: unpacked and drawn when it is first opened.
const figure = (name) =>
  JSON.parse(document.querySelector(`script[data-figure="${name}"]`).textContent);

// One after the other, since what is new among the documents is the figure drawn.
let numbered = 0, drawing = Promise.resolve();
function embed(item, element) {
  element.id ||= `figure-${++numbered}`;
  drawing = drawing.then(async () => {
    const before = new Set(Bokeh.documents);
    await Bokeh.embed.embed_item(Object.assign(item, { target_id: element.id }));
    return Bokeh.documents.find((one) => !before.has(one));
  });
  return drawing;
}

async function unpack(rank) {
  const packed = document.querySelector(`script[data-sheet="${rank}"]`).textContent;
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

// Numbers stand as steps, each less the one before; rings and lines one after another.
function sums(steps, factor = 1) {
  let sum = 0;
  return steps.map((step) => (sum += step) * factor);
}
function pieces(values, cuts) {
  const edges = [0, ...cuts, values.length];
  return edges.slice(1).map((end, place) => values.slice(edges[place], end));
}
const places = ({ x, y }) => ({ x: sums(x), y: sums(y) });
const rings = ({ x, y, cut }) => x.length
  ? { x: pieces(sums(x), cut), y: pieces(sums(y), cut) } : { x: [], y: [] };
const overTime = ({ time, y }, perUnit, x = sums(time, 1000)) =>
  ({ x, y: y.map((value) => (value === null ? NaN : value / perUnit)) });

// A line over time breaks where nothing is known for half an hour, or for three steps.
function broken({ x, y }) {
  const apart = x.slice(1).map((time, place) => time - x[place]);
  const most = Math.max(1800e3, 3 * Math.min(...apart));
  const line = { x: [], y: [] };
  x.forEach((time, place) => {
    if (place && apart[place - 1] > most) { line.x.push(time); line.y.push(NaN); }
    line.x.push(time);
    line.y.push(y[place]);
  });
  return line;
}

// What is known of a draught holds on: from before what is shown to its end.
function heldOn({ x, y }, [start, end]) {
  const before = x.findLastIndex((time) => time <= start);
  const shown = x.map((_, place) => place)
    .filter((place) => place >= before && x[place] < end);
  if (!shown.length) return { x: [], y: [] };
  const values = shown.map((place) => y[place]);
  return { x: [...shown.map((place) => Math.max(start, x[place])), end],
    y: [...values, values.at(-1)] };
}

function trackSources(side, packed, [start, end]) {
  const { x, y } = places(packed), time = sums(packed.time, 1000);
  const within = time.map((one) => one >= start && one <= end);
  const cut = [x, y, time, within].map((values) => pieces(values, packed.cut));
  const inside = cut[0].map((_, place) => (__, row) => cut[3][place][row]);
  const holes = (values) => pieces(packed.hole.map((row) => values[row]),
    packed.hole.map((_, place) => place).filter((place) => place && place % 2 === 0));
  const lane = side === "a" ? -9 : -20;
  const series = (values, perUnit) => {
    const line = { x: [], y: [] };
    pieces(values, packed.cut).forEach((part, place) => {
      line.x.push(...cut[2][place], cut[2][place].at(-1));
      line.y.push(...part.map((one) => (one === null ? NaN : one / perUnit)), NaN);
    });
    return line;
  };
  return {
    path: { time, x, y, cuts: new Set(packed.cut) },
    [`track_${side}`]: { x: cut[0], y: cut[1] },
    [`together_${side}`]: { x: cut[0].map((part, place) => part.filter(inside[place])),
      y: cut[1].map((part, place) => part.filter(inside[place])) },
    [`hole_${side}`]: packed.hole.length
      ? { x: holes(x), y: holes(y) } : { x: [], y: [] },
    [`speed_${side}`]: series(packed.speed, 10),
    [`heading_${side}`]: series(packed.heading, 1),
    [`heard_${side}`]: { x: cut[2].filter((part) => part.length)
      .map((part) => [part[0], part.at(-1)]),
      y: cut[2].filter((part) => part.length).map(() => [lane, lane]) },
  };
}

function sourcesOf(sheet) {
  const [time, shade] = [sheet.time, sheet.shade].map((two) => two.map((s) => 1000 * s));
  const sources = {
    time, shade, paths: {}, frame: places(sheet.frame), place: places(sheet.place),
    gone: places(sheet.gone),
    area: rings(sheet.area), distance: broken(overTime(sheet.distance, 1)),
  };
  for (const name of ["land", "water"]) if (sheet[name]) sources[name] = rings(sheet[name]);
  for (const side of ["a", "b"]) {
    const { path, ...own } = trackSources(side, sheet[`track_${side}`], shade);
    sources.paths[side] = path;
    Object.assign(sources, own);
    sources[`hearing_${side}`] = overTime(sheet[`hearing_${side}`], 1);
    sources[`draught_${side}`] = heldOn(overTime(sheet[`draught_${side}`], 10), time);
  }
  return sources;
}

// Where a vessel was: on the line between two reports, the dashed one too.
function placeAt({ time, x, y, cuts }, now) {
  const after = time.findIndex((one, place) => one >= now &&
    (place === 0 || time[place - 1] <= now));
  if (after < 0 || (after === 0 && time[0] > now)) return { x: [], y: [] };
  if (after === 0) return { x: [x[0]], y: [y[0]] };
  const share = (now - time[after - 1]) / (time[after] - time[after - 1] || 1);
  const between = (values) =>
    [values[after - 1] + share * (values[after] - values[after - 1])];
  return { x: between(x), y: between(y) };
}

async function drawSheet(rank, element, overview) {
  const sheet = sourcesOf(await unpack(rank));
  const models = [];
  for (const name of ["map", "panels"]) {
    const part = document.createElement("div");
    element.append(part);
    const drawn = await embed(figure(name), part);
    models.push(...drawn._all_models.values());
  }
  const named = (name) => models.filter((model) => model.name === name);
  for (const model of named("time")) [model.start, model.end] = sheet.time;
  for (const model of named("shade")) [model.left, model.right] = sheet.shade;
  for (const name of ["land", "water"]) {
    const coarse = Array.from(overview._all_models.values())
      .find((model) => model.name === name);
    sheet[name] ??= coarse ? coarse.data : { x: [], y: [] };
  }
  for (const [name, data] of Object.entries(sheet)) {
    for (const source of named(name)) if (data.x) source.data = { x: data.x, y: data.y };
  }
  // A panel that would be empty is left out.
  for (const name of ["distance", "speed", "heading", "draught"]) {
    for (const panel of named(`panel_${name}`)) {
      const most = name === "distance" ? panel.y_range.end : Infinity;
      panel.visible = [name, `${name}_a`, `${name}_b`].some((one) =>
        sheet[one] && sheet[one].y.some((value) => value <= most));
    }
  }
  // One cursor: over time in every panel, and where the two were then on the map.
  for (const cursor of named("cursor")) {
    cursor.properties.location.change.connect(() => {
      for (const side of ["a", "b"]) {
        const place = placeAt(sheet.paths[side], cursor.location ?? NaN);
        for (const source of named(`now_${side}`)) source.data = place;
      }
    });
  }
  element.dataset.drawn = "";
}
