// A plot of curves over one axis as SVG, with a panel below it for the ratio to the Standard Model. Drawn as one string:
// a few hundred points take a millisecond.
"use strict";

class Plot {
  // `figure`: the element that holds svg, and an output for the read-out.
  constructor(figure) {
    this.svg = figure.querySelector("svg");
    this.readout = figure.querySelector("output");
    this.width = 640;
    this.height = 420;
    this.box = { left: 84, right: 624, top: 12, bottom: 262 };
    this.below = { left: 84, right: 624, top: 282, bottom: 370 };
    this.cursor = -1;
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    this.svg.addEventListener("pointermove", (event) => this.point(event));
    this.svg.addEventListener("pointerleave", () => this.show(-1));
    this.svg.addEventListener("keydown", (event) => this.step(event));
  }

  // data: {x, value, standard, xName, yName, xLog, yLog}
  draw(data) {
    this.data = data;
    const shown = [...data.value, ...data.standard].filter((y) => Number.isFinite(y) && (!data.yLog || y > 0));
    if (data.x.length < 2 || shown.length === 0 || !shown.some((y) => y !== 0)) {
      this.clear("nothing to draw: the cross section is zero in this range (below threshold?)");
      return;
    }
    const ratio = Array.from(data.value, (y, i) => (data.standard[i] > 0 ? y / data.standard[i] : NaN));
    const finite = ratio.filter(Number.isFinite);
    this.ratio = ratio;
    this.xScale = scale([data.x[0], data.x[data.x.length - 1]], data.xLog, this.box.left, this.box.right);
    const top = Math.max(...shown);
    const bottom = data.yLog ? Math.max(Math.min(...shown), top * 1e-6) : Math.min(0, ...shown);
    const padded = data.yLog ? [bottom / 1.5, top * 1.8] : [bottom, top * 1.06];
    this.yScale = scale(padded, data.yLog, this.box.bottom, this.box.top);
    this.ratioScale = ratioScale(finite, this.below);
    this.svg.innerHTML = this.axes() + this.curves() + '<g class="cursor"></g>';
    this.show(this.cursor);
  }

  clear(message) {
    this.data = null;
    this.svg.innerHTML = `<text x="${this.width / 2}" y="${this.height / 2}" text-anchor="middle">${escaped(message)}</text>`;
    this.readout.textContent = "";
  }

  axes() {
    const { box, below, data } = this;
    const parts = [];
    for (const area of [box, below]) {
      parts.push(
        `<rect class="frame" x="${area.left}" y="${area.top}" width="${area.right - area.left}" height="${area.bottom - area.top}"/>`,
      );
    }
    for (const tick of this.xScale.ticks()) {
      const x = this.xScale.at(tick.value).toFixed(1);
      parts.push(`<path class="grid" d="M${x} ${box.top}V${box.bottom}M${x} ${below.top}V${below.bottom}"/>`);
      if (tick.label) parts.push(`<text x="${x}" y="${below.bottom + 17}" text-anchor="middle">${tick.label}</text>`);
    }
    for (const [axis, area] of [
      [this.yScale, box],
      [this.ratioScale, below],
    ]) {
      for (const tick of axis.ticks()) {
        const y = axis.at(tick.value).toFixed(1);
        parts.push(`<path class="grid" d="M${area.left} ${y}H${area.right}"/>`);
        if (tick.label) {
          parts.push(`<text x="${area.left - 6}" y="${(+y + 4).toFixed(1)}" text-anchor="end">${tick.label}</text>`);
        }
      }
    }
    const middle = (area) => `${-(area.top + area.bottom) / 2}" y="17`;
    parts.push(
      `<text x="${(box.left + box.right) / 2}" y="${this.height - 8}" text-anchor="middle">${escaped(data.xName)}</text>`,
      `<text transform="rotate(-90)" x="${middle(box)}" text-anchor="middle">${escaped(data.yName)}</text>`,
      `<text transform="rotate(-90)" x="${middle(below)}" text-anchor="middle">ratio to SM</text>`,
    );
    return parts.join("");
  }

  curves() {
    const { data, box, below } = this;
    const clip =
      `<clipPath id="${this.svg.id}-a"><rect x="${box.left}" y="${box.top}" width="${box.right - box.left}" height="${box.bottom - box.top}"/></clipPath>` +
      `<clipPath id="${this.svg.id}-b"><rect x="${below.left}" y="${below.top}" width="${below.right - below.left}" height="${below.bottom - below.top}"/></clipPath>`;
    const line = (name, y, axis, area) =>
      `<path class="${name}" clip-path="url(#${this.svg.id}-${area})" d="${this.path(y, axis)}"/>`;
    return (
      clip +
      line("standard", data.standard, this.yScale, "a") +
      line("model", data.value, this.yScale, "a") +
      line("standard", data.x.map(() => 1), this.ratioScale, "b") +
      line("model", this.ratio, this.ratioScale, "b") +
      `<g class="legend"><path class="model" d="M${box.right - 150} ${box.top + 16}h28"/><text x="${box.right - 116}" y="${box.top + 20}">${escaped(data.name)}</text>` +
      `<path class="standard" d="M${box.right - 150} ${box.top + 34}h28"/><text x="${box.right - 116}" y="${box.top + 38}">Standard Model</text></g>`
    );
  }

  path(y, axis) {
    let pen = "M";
    let path = "";
    for (let i = 0; i < y.length; ++i) {
      const place = axis.at(y[i]);
      if (!Number.isFinite(place)) {
        pen = "M";
        continue;
      }
      path += `${pen}${this.xScale.at(this.data.x[i]).toFixed(2)} ${Math.max(-1e4, Math.min(1e4, place)).toFixed(2)}`;
      pen = "L";
    }
    return path;
  }

  point(event) {
    if (!this.data) return;
    const area = this.svg.getBoundingClientRect();
    const wanted = ((event.clientX - area.left) / area.width) * this.width;
    let nearest = 0;
    const distance = (i) => Math.abs(this.xScale.at(this.data.x[i]) - wanted);
    for (let i = 1; i < this.data.x.length; ++i) if (distance(i) < distance(nearest)) nearest = i;
    this.show(nearest);
  }

  step(event) {
    if (!this.data) return;
    const last = this.data.x.length - 1;
    const move = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10, Home: -last, End: last }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    this.show(Math.max(0, Math.min(last, (this.cursor < 0 ? 0 : this.cursor) + move)));
  }

  show(index) {
    this.cursor = this.data && index < this.data.x.length ? index : -1;
    const mark = this.svg.querySelector(".cursor");
    if (!this.data || !mark) return;
    if (this.cursor < 0) {
      mark.innerHTML = "";
      this.readout.textContent = "point at the plot, or focus it and use the arrow keys, to read values";
      return;
    }
    const { x, value, standard } = this.data;
    const at = this.xScale.at(x[index]);
    const dot = (y, axis, name) =>
      Number.isFinite(axis.at(y)) ? `<circle class="${name}" cx="${at}" cy="${axis.at(y)}" r="3.5"/>` : "";
    mark.innerHTML =
      `<path d="M${at} ${this.box.top}V${this.below.bottom}"/>` +
      dot(standard[index], this.yScale, "standard") +
      dot(value[index], this.yScale, "model") +
      dot(this.ratio[index], this.ratioScale, "model");
    const ratio = Number.isFinite(this.ratio[index]) ? this.ratio[index].toPrecision(6) : "-";
    this.readout.textContent =
      `${this.data.xSymbol} = ${x[index].toPrecision(5)} ${this.data.xUnit}: ${value[index].toPrecision(6)} ${this.data.yUnit}, ` +
      `SM ${standard[index].toPrecision(6)}, ratio ${ratio}`;
  }
}

const superscript = (n) => String(n).replace(/[-\d]/g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[+c]));

function label(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e5) return String(+value.toPrecision(6));
  const power = Math.floor(Math.log10(size) + 1e-9);
  const digits = +(value / 10 ** power).toPrecision(4);
  return (digits === 1 ? "" : `${digits}·`) + `10${superscript(power)}`;
}

function scale([low, high], logarithmic, from, to) {
  const map = logarithmic ? Math.log10 : (v) => v;
  const a = map(low);
  const b = map(high) === a ? a + 1 : map(high);
  return {
    at: (v) => from + ((map(v) - a) / (b - a)) * (to - from),
    ticks: () => (logarithmic ? logarithmicTicks(a, b) : linearTicks(low, high)),
  };
}

function linearTicks(low, high) {
  const rough = (high - low) / 5;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 5, 10].find((m) => m * unit >= rough);
  const ticks = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high * (1 + 1e-12) + 1e-9 * step; ++n) {
    ticks.push({ value: n * step, label: label(+(n * step).toPrecision(12)) });
  }
  return ticks;
}

function logarithmicTicks(a, b) {
  const decades = b - a;
  const every = Math.max(1, Math.ceil(decades / 7));
  const ticks = [];
  for (let power = Math.floor(a); power <= Math.ceil(b); ++power) {
    for (let digit = 1; digit < 10; ++digit) {
      if (digit > 1 && every > 1) break;
      const value = digit * 10 ** power;
      const place = Math.log10(value);
      if (place < a - 1e-9 || place > b + 1e-9) continue;
      const named = digit === 1 ? power % every === 0 : decades < 1.3 ? digit % 2 === 0 || digit === 3 : decades < 2 && digit === 3;
      ticks.push({ value, label: named ? label(+value.toPrecision(3)) : "" });
    }
  }
  return ticks;
}

// Around one, linear; logarithmic when the curves differ by more than a factor of twenty.
function ratioScale(ratio, area) {
  const low = Math.min(1, ...ratio);
  const high = Math.max(1, ...ratio);
  if (high > 20 || (low > 0 && low < 0.05)) {
    return scale([Math.max(low, high * 1e-8) / 1.5, high * 1.5], true, area.bottom, area.top);
  }
  const room = Math.max(0.1 * (high - low), 0.002);
  const axis = scale([low - room, high + room], false, area.bottom, area.top);
  const all = axis.ticks;
  axis.ticks = () => all().filter((tick, i, ticks) => ticks.length < 6 || i % 2 === 0);
  return axis;
}

const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
