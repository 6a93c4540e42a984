// The index of the gallery: shows the cards that hold the words and the verdict asked for, grouped as asked.
"use strict";

const words = document.getElementById("words");
const verdict = document.getElementById("verdict");
const group = document.getElementById("group");
const count = document.getElementById("count");

function matches(card) {
  const text = card.dataset.text;
  const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const verdicts = card.dataset.verdicts.split(" ");
  return asked.every((word) => text.includes(word)) && (verdict.value === "" || verdicts.includes(verdict.value));
}

function update() {
  const found = new Set();
  const all = new Set();
  for (const grouping of document.querySelectorAll("[data-grouping]")) {
    grouping.hidden = grouping.dataset.grouping !== group.value;
    for (const section of grouping.querySelectorAll("section")) {
      let some = false;
      for (const card of section.querySelectorAll(".card")) {
        card.hidden = !matches(card);
        some = some || !card.hidden;
        all.add(card.dataset.id);
        if (!card.hidden) found.add(card.dataset.id);
      }
      section.hidden = !some;
    }
  }
  count.value = `${found.size} of ${all.size} entries`;
}

for (const control of [words, verdict, group]) control.addEventListener("input", update);
document.querySelector(".filter").hidden = false;
update();
