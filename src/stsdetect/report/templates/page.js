"use strict";
// A figure is drawn when it is first seen, so that a long page opens at once.
const drawn = new Set();

function draw(element) {
  if (drawn.has(element.id)) return;
  const source = document.querySelector(`script[data-figure="${element.id}"]`);
  if (!source) return;
  drawn.add(element.id);
  const item = JSON.parse(source.textContent);
  item.target_id = element.id;
  Bokeh.embed.embed_item(item);
}

function drawBelow(parent) {
  parent.querySelectorAll(".figure").forEach(draw);
}

document.querySelectorAll(".figure.overview").forEach(draw);
document.querySelectorAll("details.card").forEach((card) => {
  if (card.open) drawBelow(card);
  card.addEventListener("toggle", () => { if (card.open) drawBelow(card); });
});

function openTarget() {
  const card = location.hash && document.querySelector(location.hash);
  if (card instanceof HTMLDetailsElement) card.open = true;
}
window.addEventListener("hashchange", openTarget);
openTarget();
