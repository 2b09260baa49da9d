"use strict";
// Verdicts: given here, kept by the server, told to all who have the page open.
const EVERY_MS = 10000;
const analyst = byId("analyst");
const byCandidate = new Map(candidates.map((body) => [body.dataset.candidate, body]));
let labels = [];
let verdicts = {};

const tell = (words) => { byId("told").textContent = words; };
const inWords = (verdict) => verdict.replace("_", " ");

async function ask(options) {
  const answer = await fetch("labels", options);
  if (!answer.ok) throw new Error(await answer.text());
  ({ labels, verdicts } = await answer.json());
  candidates.forEach(show);
}

// What was said of one candidate: in its row, and where it is open.
function show(body) {
  const name = body.dataset.candidate;
  const chip = body.querySelector(".chip.verdict");
  body.dataset.verdict = verdicts[name] ?? "";
  chip.hidden = !body.dataset.verdict;
  chip.textContent = inWords(body.dataset.verdict);
  const list = body.querySelector(".said");
  if (!list) return;
  const own = labels.filter((label) => label.candidate_id === name);
  list.replaceChildren(...own.map((label) => {
    const line = document.createElement("li");
    const note = label.note ? `: ${label.note}` : "";
    line.textContent =
      `${inWords(label.verdict)}, ${label.analyst}, ${label.labelled_at} UTC${note}`;
    return line;
  }));
  const mine = own.filter((label) => label.analyst === analyst.value.trim()).at(-1);
  body.querySelectorAll("[data-verdict]").forEach((button) =>
    button.setAttribute("aria-pressed", String(button.dataset.verdict === mine?.verdict)));
}

async function say(button) {
  const body = button.closest("tbody.candidate");
  const remark = body.querySelector(".remark");
  if (!analyst.value.trim()) {
    tell("Write your name here first.");
    analyst.focus();
    return;
  }
  const said = {
    candidate_id: body.dataset.candidate,
    verdict: button.dataset.verdict,
    note: remark.value.trim(),
    analyst: analyst.value.trim(),
  };
  await ask({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(said),
  });
  remark.value = "";
  tell(`Kept: ${inWords(said.verdict)}, rank ${body.dataset.rank}.`);
}

const complain = (fault) => tell(`Not kept, or not read: ${fault.message}`);

analyst.value = localStorage.getItem("analyst") ?? "";
analyst.addEventListener("change", () => {
  localStorage.setItem("analyst", analyst.value.trim());
  candidates.forEach(show);
});
byId("list").addEventListener("unpacked", (event) => show(event.target));
byId("list").addEventListener("click", (event) => {
  const button = event.target.closest("[data-verdict]");
  if (button) say(button).catch(complain);
});
const look = () => ask({}).catch(complain);
look();
setInterval(look, EVERY_MS);
