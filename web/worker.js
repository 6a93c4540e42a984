// Runs in a worker: the engine answers questions without ever holding up the page. A curve of tridents is made in
// pieces, so that a newer question ends an older one.
"use strict";

const ready = createTridens();
let newest = 0; // of the questions for curves; an older one that is still being worked on stops

const breath = () => new Promise((resolve) => setTimeout(resolve, 0));

function joined(parts) {
  const all = { ...parts[parts.length - 1] };
  for (const name of ["x", "value", "standard", "error_estimate"]) {
    all[name] = Float64Array.from(parts.flatMap((part) => Array.from(part[name])));
  }
  return all;
}

// Total cross sections in pieces that take about `slice` ms each; null when a newer question has come.
async function totalsInPieces(engine, question, id) {
  const slice = 40;
  const parts = [];
  let begin = 0;
  let size = question.process === "trident" ? 2 : question.energies_GeV.length;
  while (begin < question.energies_GeV.length) {
    const started = performance.now();
    const piece = { ...question, energies_GeV: question.energies_GeV.slice(begin, begin + size) };
    const answer = engine.totals(piece);
    if (answer.error !== undefined) return answer;
    parts.push(answer);
    begin += size;
    const spent = performance.now() - started;
    if (spent < slice / 2) size *= 4;
    if (begin < question.energies_GeV.length) {
      postMessage({ id, progress: begin / question.energies_GeV.length });
      await breath();
      if (id !== newest) return null;
    }
  }
  return joined(parts);
}

async function curves(engine, message) {
  const id = message.id;
  await breath(); // lets newer questions overtake
  if (id !== newest) return null;
  const totals = await totalsInPieces(engine, message.totals, id);
  if (totals === null) return null;
  return { totals, recoils: message.recoils ? engine.recoils(message.recoils) : null };
}

function catalogue(engine) {
  return {
    models: engine.models(),
    targets: engine.targets(),
    form_factors: engine.form_factors(),
    channels: engine.channels(),
    processes: engine.processes(),
    version: engine.version(),
  };
}

onmessage = async (event) => {
  const message = event.data;
  if (message.kind === "curves") newest = message.id;
  const engine = await ready;
  let answer;
  try {
    if (message.kind === "catalogue") answer = catalogue(engine);
    else if (message.kind === "table") answer = engine.set_table(message.minus, message.plus, message.values);
    else if (message.kind === "energy") answer = engine.energy(message.text, message.what);
    else if (message.kind === "totals") answer = engine.totals(message.question);
    else if (message.kind === "recoils") answer = engine.recoils(message.question);
    else answer = await curves(engine, message);
  } catch (problem) {
    answer = { error: `the calculator stopped (${problem}) reload the page` };
  }
  postMessage({ id: message.id, answer });
};
