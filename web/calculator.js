// The page: reads the settings, asks the engine, draws.
"use strict";

const field = (id) => document.getElementById(id);
const neutrinos = ["nue", "numu", "nutau", "nuebar", "numubar", "nutaubar"];
const energyUnits = { eV: 1e-9, keV: 1e-6, MeV: 1e-3, GeV: 1, TeV: 1e3 };
// What a process starts with, and the number of points of a curve.
const starts = {
  cevns: { neutrino: "numu", target: "Ar40", energy_min: "2 MeV", energy_max: "60 MeV", energy: "30 MeV", points: 101 },
  "nu-e": { neutrino: "numu", target: "Ar", energy_min: "10 MeV", energy_max: "10 GeV", energy: "1 GeV", points: 101 },
  trident: { neutrino: "numu", target: "Ar40", energy_min: "500 MeV", energy_max: "50 GeV", energy: "5 GeV", points: 41 },
};
const unitOfCurve = { cevns: "MeV", "nu-e": "MeV", trident: "GeV" };
const recoilPoints = 121;

let engine, catalogue, last;
const settings = {}; // of the model: parameter -> text
const plots = {};
const latency = { measured: [], previews: [] }; // ms, of whole and of coarse curves

function energyText(GeV) {
  const unit = Object.keys(energyUnits).findLast((name) => energyUnits[name] <= GeV * (1 + 1e-9)) ?? "eV";
  return `${+(GeV / energyUnits[unit]).toPrecision(4)} ${unit}`;
}

// The energy of a text in GeV; undefined where the text is none.
function energyOf(text) {
  const parts = String(text).trim().match(/^([-+.\deE]+?)\s*(eV|keV|MeV|GeV|TeV)$/);
  const value = parts ? +parts[1] * energyUnits[parts[2]] : NaN;
  return value > 0 && Number.isFinite(value) ? value : undefined;
}

const modelInfo = () => catalogue.models.find((one) => one.name === field("model").value);
const parameter = (name) => modelInfo().parameters.find((one) => one.name === name);

function options(select, items, wanted) {
  select.replaceChildren(...items.map(([value, text]) => new Option(text ?? value, value)));
  select.value = items.some(([value]) => value === wanted) ? wanted : (items[0]?.[0] ?? "");
}

// ---- what depends on the process and the model

function showProcess() {
  const process = field("process").value;
  for (const element of document.querySelectorAll("[data-for]")) {
    element.hidden = !element.dataset.for.split(" ").includes(process);
  }
  field("recoil_figure").hidden = process === "trident";
  const models = catalogue.models.filter((one) => one.processes.includes(process) && !one.name.includes("+"));
  options(field("model"), models.map((one) => [one.name, `${one.name}: ${one.title}`]), field("model").value);
  showPairs();
  showModel();
}

function showPairs() {
  const pairs = catalogue.channels.filter(([neutrino]) => neutrino === field("neutrino").value).map(([, pair]) => [pair]);
  options(field("pair"), pairs, field("pair").value || "mu-mu+");
}

function startOf(one) {
  if (one.name === "mass") return settings.mass ?? (field("process").value === "cevns" ? "10 MeV" : "100 MeV");
  if (["coupling", "g"].includes(one.name)) return "1e-4";
  return one.name.startsWith("eps") ? "0.1" : one.default || (one.name === "charge_mu" ? "1" : "");
}

function showModel() {
  const info = modelInfo();
  field("lagrangian").textContent = info.lagrangian;
  const names = info.parameters.map((one) => one.name);
  for (const name of Object.keys(settings)) if (!names.includes(name)) delete settings[name];
  const required = info.parameters.filter((one) => one.default === "");
  for (const one of required) settings[one.name] ??= startOf(one);
  field("mass_row").hidden = !names.includes("mass");
  const sliding = info.parameters.filter((one) => one.name !== "mass" && one.dimension === "number" && one.highest > one.lowest);
  const first =
    ["coupling", "g", "charge_mu", "eps_mumu_dV"].find((name) => sliding.some((one) => one.name === name)) ??
    sliding.find((one) => one.default === "" || one.default === "0")?.name ?? sliding[0]?.name;
  options(field("strength_name"), sliding.map((one) => [one.name, `${one.name}: ${one.meaning}`]), first);
  field("strength_row").hidden = sliding.length === 0;
  const needsOne = first && info.name !== "sm" && !Object.keys(settings).some((name) => name !== "mass" && names.includes(name));
  if (needsOne) settings[first] = startOf(parameter(first));
  field("parameters").replaceChildren(
    ...info.parameters.flatMap((one) => {
      const label = document.createElement("label");
      label.htmlFor = `set_${one.name}`;
      label.textContent = `${one.name}: ${one.meaning}`;
      const input = document.createElement("input");
      input.id = label.htmlFor;
      input.dataset.parameter = one.name;
      input.placeholder = one.default;
      input.spellcheck = false;
      return [label, input];
    }),
  );
  showSettings();
}

// Writes the settings of the model into all fields that show them, but for the one that is being edited.
function showSettings(edited) {
  const write = (element, text) => {
    if (element !== edited) element.value = text ?? "";
  };
  for (const input of field("parameters").querySelectorAll("input")) write(input, settings[input.dataset.parameter]);
  write(field("mass"), settings.mass);
  const mass = energyOf(settings.mass ?? "");
  if (mass) write(field("mass_slider"), Math.log10(mass));
  const name = field("strength_name").value;
  if (!name) return;
  const one = parameter(name);
  write(field("strength"), settings[name] ?? one.default);
  const slider = field("strength_slider");
  const logarithmic = one.lowest >= 0 && (["coupling"].includes(name) || /^g(_|$)/.test(name));
  const range = logarithmic || /^g(_|$)/.test(name) ? [-7, 1, 0.01] : [Math.max(one.lowest, -2), Math.min(one.highest, 2), 0.005];
  slider.dataset.logarithmic = range[0] === -7;
  [slider.min, slider.max, slider.step] = range;
  const value = +(settings[name] ?? one.default);
  if (Number.isFinite(value)) write(slider, slider.dataset.logarithmic === "true" ? Math.log10(Math.abs(value) || 1e-7) : value);
}

// ---- reading and drawing

function state() {
  const result = { settings: {} };
  for (const name of stateNames) result[name] = field(name).value.trim();
  for (const [name, text] of Object.entries(settings)) if (text !== "") result.settings[name] = text.trim();
  return result;
}

function complain(text) {
  field("message").hidden = !text;
  field("message").textContent = text ?? "";
}

// The energies of the curve in GeV, or a message in the grammar of the library.
async function energiesOf(now) {
  const values = [];
  for (const name of ["energy_min", "energy_max", "energy"]) {
    // What cannot be read here gets the message of the library.
    const known = energyOf(now[name]);
    const answer = known ? { GeV: known } : await engine.ask({ kind: "energy", text: now[name], what: field(name).labels[0].textContent });
    field(name).setAttribute("aria-invalid", String(Boolean(answer.error)));
    if (answer.error) return answer;
    values.push(answer.GeV);
  }
  const [low, high, chosen] = values;
  if (!(low > 0 && high > low)) return { error: `energies from ${now.energy_min} to ${now.energy_max} (the range must begin above zero and grow) change one of them` };
  if (!(chosen > 0)) return { error: `a neutrino energy of ${now.energy} (it must be above zero) raise it` };
  const count = starts[now.process].points;
  const grid = Array.from({ length: count }, (_, i) => (i === count - 1 ? high : low * (high / low) ** (i / (count - 1))));
  return { grid, chosen, highest: Math.max(high, chosen) };
}

// Computes and draws the present settings; `begun` is the time of the event that asked for it.
async function update(begun = performance.now()) {
  const now = state();
  history.replaceState(null, "", hashOf(now));
  const energies = await energiesOf(now);
  if (energies.error) return complain(energies.error);
  if (document.activeElement !== field("energy_slider")) {
    field("energy_slider").value = Math.log(energies.chosen / energies.grid[0]) / Math.log(energies.grid.at(-1) / energies.grid[0]);
  }
  const question = questionOf(now);
  // The chosen energy is the last one of the list: its value is read off there.
  const totals = { ...question, energies_GeV: [...energies.grid, energies.chosen], highest_energy_GeV: energies.highest };
  const recoils = now.process === "trident" ? null : { ...question, energy_GeV: energies.chosen, count: recoilPoints };
  const patience = setTimeout(() => (field("status").textContent = "computing the integrals of a new mass or target"), 150);
  const answer = await engine.curves(totals, recoils, (part, preview) => {
    if (preview) {
      draw(now, { ...energies, grid: Array.from(preview.x.subarray(0, -1)) }, { totals: preview, recoils: null });
      measured(begun, latency.previews);
    }
    field("status").textContent = `computing: ${Math.round(100 * part)} %`;
  });
  clearTimeout(patience);
  if (answer === null) return undefined; // newer settings are being drawn
  const trouble = [answer.error, answer.totals?.error, answer.recoils?.error].filter(Boolean);
  complain([...new Set(trouble)].join("; "));
  draw(now, energies, answer);
  return measured(begun);
}

// The time until the drawn page is on the screen: after the next frame.
function measured(begun, times = latency.measured) {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => {
        const spent = performance.now() - begun;
        times.push(spent);
        if (times === latency.measured) field("status").textContent = `drawn ${spent.toFixed(0)} ms after the change`;
        resolve(spent);
      };
      after.port2.postMessage(null);
    });
  });
}

function draw(now, energies, answer) {
  const { totals, recoils } = answer;
  last = { now, energies, totals, recoils };
  if (totals?.error !== undefined || !totals) plots.total.clear("no total cross section: see the message above");
  else drawTotals(now, energies, totals);
  field("recoil_energy").textContent = now.energy;
  if (recoils?.error !== undefined) plots.recoil.clear("no spectrum: see the message above");
  else if (recoils) drawRecoils(now, recoils);
  const described = totals?.error === undefined ? totals : recoils;
  const texts = described?.choices ?? [];
  const list = [...texts, ["papers to cite", (described?.papers ?? []).join(", ")], ["version", catalogue.version]];
  field("choices").replaceChildren(
    ...list.flatMap(([name, text]) => [Object.assign(document.createElement("dt"), { textContent: name }), Object.assign(document.createElement("dd"), { textContent: text })]),
  );
  const commands = [commandOf(now, [now.energy])];
  if (recoils?.x?.length) commands.push(commandOf(now, [now.energy], [energyText(recoils.x[recoilPoints >> 1] * energyUnits.keV)]));
  field("command").textContent = `${commands.join("\n")}\n# Tridens ${catalogue.version}`;
  const info = catalogue.processes.find((one) => one.name === now.process);
  field("validity").textContent = `Valid: ${info.validity}. Left out: ${info.omissions}. Model: ${modelInfo().validity}.`;
}

function drawTotals(now, energies, totals) {
  const n = energies.grid.length;
  const unit = unitOfCurve[now.process];
  plots.total.draw({
    name: now.model, x: energies.grid.map((e) => e / energyUnits[unit]),
    value: totals.value.subarray(0, n), standard: totals.standard.subarray(0, n),
    xName: `neutrino energy [${unit}]`, xSymbol: "E", xUnit: unit, yName: `σ [cm² per ${totals.per}]`, yUnit: "cm²",
    xLog: field("total_x_log").checked, yLog: field("total_y_log").checked,
    columns: [`energy_${unit}`, `sigma_${now.model}_cm2_per_${totals.per.replace(/ /g, "_")}`, "sigma_sm_cm2"],
  });
  const [value, standard, error] = [totals.value[n], totals.standard[n], totals.error_estimate[n]];
  const shift = standard > 0 ? `; shift against the Standard Model ${(100 * (value / standard - 1)).toPrecision(4)} %` : "";
  field("value").textContent = `σ(${now.energy}) = ${value.toExponential(9)} cm² per ${totals.per} (numerical error ${error.toExponential(1)})${shift}; Standard Model ${standard.toExponential(9)} cm²` +
    (value === 0 ? ". Zero: below threshold, or no recoil above the lowest one asked for." : ".");
  const idle = now.model !== "sm" && totals.value.every((y, i) => y === totals.standard[i]);
  if (idle) field("value").textContent += " The model adds nothing to the Standard Model for this neutrino and target.";
}

function drawRecoils(now, recoils) {
  const MeV = recoils.x.at(-1) > 3e3;
  const unit = MeV ? "MeV" : "keV";
  plots.recoil.draw({
    name: now.model, closes: true, x: Array.from(recoils.x, (t) => (MeV ? t / 1e3 : t)), value: recoils.value, standard: recoils.standard,
    xName: `recoil energy [${unit}]`, xSymbol: "T", xUnit: unit, yName: `dσ/dT [cm²/keV per ${recoils.per}]`, yUnit: "cm²/keV",
    xLog: field("recoil_x_log").checked, yLog: field("recoil_y_log").checked,
    columns: [`recoil_${unit}`, `dsigma_dT_${now.model}_cm2_per_keV_per_${recoils.per.replace(/ /g, "_")}`, "dsigma_dT_sm_cm2_per_keV"],
  });
}

// ---- events

function download(kind) {
  const plot = plots[kind].data;
  if (!plot) return;
  const command = field("command").textContent.split("\n")[kind === "total" ? 0 : 1];
  const source = kind === "total" ? last.totals : last.recoils;
  const text = csvOf(plot, { version: catalogue.version, command, choices: source.choices, papers: source.papers });
  const link = Object.assign(document.createElement("a"), { download: `tridens-${last.now.process}-${kind}.csv` });
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function changed(event) {
  const target = event.target;
  if (target.id === "process") {
    const start = starts[target.value];
    for (const name of ["neutrino", "target", "energy_min", "energy_max", "energy"]) field(name).value = start[name];
    field("recoil_min").value = "";
    showProcess();
  } else if (target.id === "neutrino") showPairs();
  else if (target.id === "model") showModel();
  else if (target.id === "strength_name") showSettings();
  else if (target.dataset.parameter || ["mass", "strength"].includes(target.id)) {
    settings[target.dataset.parameter ?? (target.id === "mass" ? "mass" : field("strength_name").value)] = target.value;
    if (target.value.trim() === "") delete settings[target.dataset.parameter];
    showSettings(target);
  } else if (target.id === "mass_slider") {
    settings.mass = energyText(10 ** +target.value);
    showSettings(target);
  } else if (target.id === "strength_slider") {
    const value = target.dataset.logarithmic === "true" ? 10 ** +target.value : +target.value;
    settings[field("strength_name").value] = String(+value.toPrecision(4));
    showSettings(target);
  } else if (target.id === "energy_slider") {
    const [low, high] = [energyOf(field("energy_min").value), energyOf(field("energy_max").value)];
    if (low && high) field("energy").value = energyText(low * (high / low) ** +target.value);
  }
  return update(event.timeStamp || performance.now());
}

async function copy(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed here: select and copy by hand";
  }
  setTimeout(() => (button.textContent = before), 1500);
}

function adopt(hash) {
  const { state: given, unknown } = stateOfHash(hash);
  const process = starts[given.process] ? given.process : "cevns";
  field("process").value = process;
  for (const [name, text] of Object.entries({ ...starts[process], form_factor: "default", recoil_min: "", ...given })) {
    if (stateNames.includes(name) && !["model", "pair", "strength_name"].includes(name)) field(name).value = text;
  }
  showProcess();
  if (given.pair) field("pair").value = given.pair;
  field("model").value = given.model ?? (given.process ? "sm" : "light-vector");
  for (const name of Object.keys(settings)) delete settings[name];
  Object.assign(settings, given.settings);
  showModel();
  if (given.strength_name) field("strength_name").value = given.strength_name;
  showSettings();
  return unknown;
}

async function start() {
  engine = new Engine();
  window.tridens_evaluate = (question) => engine.evaluate(question);
  catalogue = await engine.ask({ kind: "catalogue" });
  if (catalogue.error) return complain(catalogue.error);
  field("version").textContent = catalogue.version;
  options(field("process"), catalogue.processes.map((one) => [one.name, `${one.name}: ${one.title}`]), "cevns");
  options(field("neutrino"), neutrinos.map((name) => [name]), "numu");
  field("targets").replaceChildren(...["Ar40", "Xe132", "Cs133", ...catalogue.targets].map((name) => new Option(name, name)));
  field("form_factors").replaceChildren(new Option("default", "default"), ...catalogue.form_factors.map(([name, formula]) => new Option(formula, name)));
  plots.total = new Plot(field("total_figure"));
  plots.recoil = new Plot(field("recoil_figure"));
  const unknown = adopt(location.hash);
  field("settings").addEventListener("input", changed);
  field("settings").addEventListener("submit", (event) => event.preventDefault());
  for (const box of document.querySelectorAll("figcaption input")) {
    box.addEventListener("input", () => last && draw(last.now, last.energies, last));
  }
  for (const kind of ["total", "recoil"]) field(`${kind}_csv`).addEventListener("click", () => download(kind));
  field("copy_command").addEventListener("click", (event) => copy(field("command").textContent, event.target));
  field("copy_link").addEventListener("click", (event) => copy(location.href, event.target));
  window.addEventListener("hashchange", () => (adopt(location.hash), update()));
  await update();
  if (unknown.length) complain(`the address says '${unknown.join("', '")}' (this page has no such setting) known: ${stateNames.join(", ")}, set.PARAMETER`);
  document.documentElement.dataset.ready = "true";
  return undefined;
}

window.tridens_latency = latency.measured;
window.tridens_previews = latency.previews;
window.addEventListener("DOMContentLoaded", start);
