// Settings of the page as a question to the engine, as a command line of the program, and as text in the address.
"use strict";

const elastic = (state) => state.process !== "trident";

// Names of what the address may hold; the parameters of the model come with the prefix "set.".
const stateNames = [
  "process", "neutrino", "pair", "target", "form_factor", "model", "strength_name", "energy_min", "energy_max", "energy",
  "recoil_min", "kinematics", "axial", "binding", "pauli",
];

function hashOf(state) {
  const items = stateNames.filter((name) => state[name]).map((name) => [name, state[name]]);
  for (const [name, value] of Object.entries(state.settings)) items.push([`set.${name}`, value]);
  return "#" + items.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

// What an address says; unknown names are told, not passed over.
function stateOfHash(hash) {
  const state = { settings: {} };
  const unknown = [];
  for (const item of hash.replace(/^#/, "").split("&").filter(Boolean)) {
    const [name, ...rest] = item.split("=");
    let value;
    try {
      value = decodeURIComponent(rest.join("="));
    } catch {
      unknown.push(item);
      continue;
    }
    if (name.startsWith("set.")) state.settings[name.slice(4)] = value;
    else if (stateNames.includes(name)) state[name] = value;
    else unknown.push(name);
  }
  return { state, unknown };
}

function questionOf(state) {
  const question = {
    process: state.process,
    neutrino: state.neutrino,
    target: state.target,
    model: state.model,
    settings: { ...state.settings },
  };
  if (state.process !== "nu-e") question.form_factor = state.form_factor || "default";
  if (state.process === "trident") {
    question.pair = state.pair;
    question.pauli = state.pauli !== "off";
  } else {
    question.recoil_min = state.recoil_min;
  }
  if (state.process === "cevns") {
    question.kinematics = state.kinematics;
    question.axial = state.axial;
  }
  if (state.process === "nu-e") question.binding = state.binding;
  return question;
}

const quoted = (text) => (/^[\w.,:=+%\/-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`);
const compact = (text) => text.replace(/\s+/g, "");

// One command for totals at the given energies (texts with unit), one for the spectrum at the given recoils.
function commandOf(state, energies, recoils = []) {
  const words = ["tridens", "xsec", state.process, "--nu", state.neutrino];
  if (state.process === "trident") words.push("--pair", state.pair);
  words.push("--target", state.target, "--energy", energies.map(compact).join(","));
  if (recoils.length) words.push("--recoil", recoils.map(compact).join(","));
  else if (elastic(state) && state.recoil_min) words.push("--recoil-min", compact(state.recoil_min));
  if (state.process !== "nu-e" && state.form_factor && state.form_factor !== "default") {
    words.push("--form-factor", state.form_factor);
  }
  if (state.process === "cevns" && state.kinematics !== "exact") words.push("--kinematics", state.kinematics);
  if (state.process === "cevns" && state.axial !== "auto") words.push("--axial", state.axial);
  if (state.process === "nu-e" && state.binding !== "free") words.push("--binding", state.binding);
  if (state.process === "trident" && state.pauli === "off") words.push("--no-pauli");
  if (state.model !== "sm") words.push("--model", state.model);
  for (const [name, value] of Object.entries(state.settings)) words.push("--set", `${name}=${compact(value)}`);
  return words.map(quoted).join(" ");
}

// A table of one plot with its provenance.
function csvOf(plot, { version, command, choices, papers }) {
  const lines = [
    `# Tridens ${version}, calculator in the browser`,
    `# command: ${command}`,
    ...choices.map(([name, value]) => `# ${name}: ${value}`),
    `# papers to cite: ${papers.join(", ")}`,
    `${plot.columns.join(",")}`,
  ];
  for (let i = 0; i < plot.x.length; ++i) lines.push([plot.x[i], plot.value[i], plot.standard[i]].join(","));
  return lines.join("\n") + "\n";
}
