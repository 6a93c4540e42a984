// Runs in a worker: the engine answers questions without ever holding up the page. A curve of tridents is made in
// pieces, so that a newer question ends an older one.
"use strict";

const ready = createTridens();
let newest = 0; // of the questions for curves; an older one that is still being worked on stops

const breath = () => new Promise((resolve) => setTimeout(resolve, 0));

const columns = ["x", "value", "standard", "error_estimate"];

// The order in which energies are asked: the chosen one, which is the last of the list, and every fourth of the curve
// with its end; then those between. `coarse` is the number of the first.
function orderOf(count, coarsely) {
  const all = Array.from({ length: count }, (_, i) => i);
  if (!coarsely) return { order: all, coarse: count };
  const early = (i) => i % 4 === 0 || i >= count - 2;
  const first = all.filter(early).reverse();
  return { order: [...first, ...all.filter((i) => !early(i))], coarse: first.length };
}

// One answer of the parts, in the order of the list of energies; `order` says where each value belongs.
function joined(parts, order) {
  const all = { ...parts[parts.length - 1] };
  for (const name of columns) {
    const values = parts.flatMap((part) => Array.from(part[name]));
    const places = values.map((value, k) => [order[k], value]).sort((one, other) => one[0] - other[0]);
    all[name] = Float64Array.from(places, ([, value]) => value);
  }
  return all;
}

// Total cross sections in pieces that take about `slice` ms each, a coarse curve before the whole one where it takes
// longer than `quick` ms; null when a newer question has come.
async function totalsInPieces(engine, question, id) {
  const slice = 20, quick = 15;
  const tridents = question.process === "trident";
  const { order, coarse } = orderOf(question.energies_GeV.length, tridents);
  const begun = performance.now();
  const parts = [];
  let begin = 0;
  let size = tridents ? 2 : order.length;
  while (begin < order.length) {
    const started = performance.now();
    const end = Math.min(begin + size, begin < coarse ? coarse : order.length);
    const piece = { ...question, energies_GeV: order.slice(begin, end).map((i) => question.energies_GeV[i]) };
    const answer = engine.totals(piece);
    if (answer.error !== undefined) return answer;
    parts.push(answer);
    begin = end;
    const spent = performance.now() - started;
    if (spent < slice / 2) size *= 2;
    if (begin === order.length) break;
    const preview = begin === coarse && performance.now() - begun > quick ? joined(parts, order) : undefined;
    postMessage({ id, progress: begin / order.length, preview });
    await breath();
    if (id !== newest) return null;
  }
  return joined(parts, order);
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
    else if (message.kind === "transfers") answer = engine.set_transfer_table(message.lepton, message.values);
    else if (message.kind === "energy") answer = engine.energy(message.text, message.what);
    else if (message.kind === "totals") answer = engine.totals(message.question);
    else if (message.kind === "recoils") answer = engine.recoils(message.question);
    else answer = await curves(engine, message);
  } catch (problem) {
    answer = { error: `the calculator stopped (${problem}) reload the page` };
  }
  postMessage({ id: message.id, answer });
};
