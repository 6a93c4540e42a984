// The page's side of the engine: a worker that is started from the text in the page, since a page opened from a file may
// not load another file.
"use strict";

class Engine {
  constructor() {
    const source = document.getElementById("engine_source").textContent;
    this.worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    this.waiting = new Map();
    this.loaded = new Set();
    this.count = 0;
    this.worker.onmessage = (event) => {
      const { id, answer, progress, preview } = event.data;
      const asked = this.waiting.get(id);
      if (!asked) return;
      if (progress !== undefined) {
        asked.progress?.(progress, preview);
        return;
      }
      this.waiting.delete(id);
      asked.resolve(answer);
    };
    this.worker.onerror = (event) => {
      for (const asked of this.waiting.values()) {
        asked.resolve({ error: `the calculator did not start (${event.message}) use a browser with WebAssembly` });
      }
      this.waiting.clear();
    };
  }

  ask(message, progress, transfer = []) {
    const id = ++this.count;
    return new Promise((resolve) => {
      this.waiting.set(id, { resolve, progress });
      this.worker.postMessage({ ...message, id }, transfer);
    });
  }

  // The tables of a lepton pair go to the engine once, when they are first needed.
  async needTables(pair) {
    const names = pair.match(/^(e|mu|tau)-(e|mu|tau)\+$/);
    if (!names) return;
    const order = ["e", "mu", "tau"];
    const [minus, plus] = names.slice(1).sort((a, b) => order.indexOf(a) - order.indexOf(b));
    await this.send(`trident_${minus}_${plus}`, { kind: "table", minus, plus }, Float64Array);
    if (minus === plus) await this.send(`transfer_${minus}_${minus}`, { kind: "transfers", lepton: minus }, Float32Array);
  }

  // The numbers that an element of the page holds as base64.
  async send(id, message, Numbers) {
    if (this.loaded.has(id)) return;
    this.loaded.add(id);
    const text = atob(document.getElementById(id).textContent);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
    const answer = await this.ask({ ...message, values: new Numbers(bytes.buffer) }, undefined, [bytes.buffer]);
    if (answer.error) throw new Error(answer.error);
  }

  // Curves for the plots; null when a newer question has been asked meanwhile. `progress(part, preview)` gets the part that is
  // done, and once a coarse curve with the value at the chosen energy where the whole takes long.
  async curves(totals, recoils, progress) {
    if (totals.process === "trident") await this.needTables(totals.pair);
    return this.ask({ kind: "curves", totals, recoils }, progress);
  }

  // One question alone, for tests and for the console: {kind: "totals" or "recoils", ...}.
  async evaluate(question) {
    if (question.process === "trident" && question.pair) await this.needTables(question.pair);
    const answer = await this.ask({ kind: question.kind, question });
    const plain = (value) => (value instanceof Float64Array ? Array.from(value) : value);
    return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, plain(value)]));
  }
}
