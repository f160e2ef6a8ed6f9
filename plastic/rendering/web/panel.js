/* What is said in words: the prediction, what was found, a concept's facts.
 * Names go in as text content only: a sample may be called <script>.
 */
"use strict";

const byId = (id) => document.getElementById(id);

/** Make an element; a child that is a string is text. */
function element(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

/** A button that leads to a concept. */
function link(explorer, i, most = 40) {
  const { memory } = explorer;
  const dot = element("i", { className: "dot" });
  dot.style.background = memory.colours[memory.levels[i]];
  const open = () => explorer.open(i);
  return element("button", { className: "concept", onclick: open }, dot, brief(memory.names[i], most));
}

const number = (n) => n.toLocaleString("en");

/** The probabilities of what comes next, and who fired for them. */
function showPrediction(explorer, past, prediction) {
  const { memory } = explorer;
  byId("prediction").hidden = false;
  byId("heard").textContent = `after ${said(memory, past)}`;
  const ranked = prediction.chances.map((chance, next) => [chance, memory.shown[next]]);
  if (memory.unseenWidth) ranked.push([prediction.unseen, "(unseen)"]);
  const order = ranked.map((_, next) => next);
  order.sort((a, b) => ranked[b][0] - ranked[a][0] || a - b);
  const rows = order.slice(0, 10).map((next) => chanceRow(...ranked[next], ranked[order[0]][0]));
  const rest = order.slice(10).reduce((sum, next) => sum + ranked[next][0], 0);
  if (order.length > 10) {
    const others = `${number(order.length - 10)} others`;
    rows.push(element("tr", { className: "hint" }, element("td", { colSpan: 2 }, others), element("td", {}, percent(rest))));
  }
  byId("chances").tBodies[0].replaceChildren(...rows);
  showFired(explorer, prediction, order.filter((next) => next <= memory.stop).slice(0, 6));
}

const percent = (chance) => `${(100 * chance).toFixed(chance < 0.0995 ? 2 : 1)} %`;

function said(memory, past) {
  const shown = past.map((symbol) => memory.shown[symbol] ?? "?");
  return brief(shown.join(memory.between) || "·", 60);
}

function chanceRow(chance, name, highest) {
  const bar = element("div", { className: "bar" });
  bar.style.width = `${(100 * chance) / highest}%`;
  return element(
    "tr", {},
    element("th", {}, brief(name, 16)),
    element("td", { className: "bars" }, bar),
    element("td", {}, percent(chance)),
  );
}

function showFired(explorer, { terms, left }, ranked) {
  const { memory } = explorer;
  let room = 20; // characters across, for as many columns as they are enough for
  const top = ranked.filter((next) => (room -= 2 + brief(memory.shown[next], 8).length) > 0);
  const cells = (tag, texts) => texts.map((text) => element(tag, {}, text));
  const head = [...cells("th", ["concept", "say", ...top.map((next) => brief(memory.shown[next], 8))])];
  byId("fired").tHead.replaceChildren(element("tr", {}, ...head));
  const rows = terms.map(({ concept, synapses, weight }) => {
    const name = concept === null ? "(shared)" : link(explorer, concept, 16);
    const strengths = top.map((next) => synapses.get(next) ?? "").map(String);
    return element("tr", {}, element("th", {}, name), ...cells("td", [percent(weight), ...strengths]));
  });
  const uniform = element("th", {}, "(uniform)");
  rows.push(element("tr", {}, uniform, ...cells("td", [percent(left), ...top.map(() => "")])));
  byId("fired").tBodies[0].replaceChildren(...rows);
}

/** What a search found. */
function showFound(explorer, query, found, most = 50) {
  const { memory } = explorer;
  const shown = found.length > most ? `, the ${most} most frequent:` : "";
  byId("found").textContent = query ? `${number(found.length)} found${shown}` : "";
  byId("results").replaceChildren(
    ...found.slice(0, most).map((i) =>
      element("li", {}, link(explorer, i), element("span", { className: "hint" }, number(memory.counts[i])))),
  );
}

/** All that is known of a concept. */
function showFacts(explorer, i) {
  const { memory } = explorer;
  const children = memory.children(i).sort((a, b) => memory.counts[b] - memory.counts[a] || a - b);
  const synapses = memory.synapses(i);
  const close = element("button", { className: "close", onclick: () => explorer.close() }, "×");
  close.setAttribute("aria-label", "close");
  const list = (concepts) => concepts.map((one) => element("li", {}, link(explorer, one)));
  byId("facts").replaceChildren(
    close,
    element("h2", {}, brief(memory.names[i], 60)),
    element("dl", {},
      ...fact("r_level", number(memory.levels[i])),
      ...fact("count", `${number(memory.counts[i])} moments`),
      ...fact("length", number(memory.lengths[i])),
      ...fact("saves", `${number(memory.usefulness(i))} symbols`)),
    element("h3", {}, `Synapses (${number(synapses.length)})`),
    element("p", { className: "synapses" }, ...synapses.slice(0, 12).map(([next, strength]) =>
      element("span", {}, element("b", {}, brief(memory.shown[next], 16)), ` ${number(strength)}`))),
    element("h3", {}, "More abstract"),
    element("ul", {}, ...list(memory.chain(i).slice(1))),
    element("h3", {}, `More specific (${number(children.length)})`),
    element("ul", {}, ...list(children.slice(0, 12))),
    element("button", { className: "wide", onclick: () => explorer.askAfter(i) }, "What comes next after it?"),
  );
  byId("facts").hidden = false;
}

const fact = (name, value) => [element("dt", {}, name), element("dd", {}, value)];

/** Colours of the r_levels, with a switch for each. */
function showLegend(explorer) {
  const { memory } = explorer;
  const sizes = memory.colours.map(() => 0);
  memory.levels.forEach((level) => sizes[level]++);
  byId("legend").append(...memory.colours.map((colour, level) => {
    const dot = element("i", { className: "dot" });
    dot.style.background = colour;
    const box = element("input", { type: "checkbox", checked: true });
    box.onchange = () => explorer.stage.toggle(level, box.checked);
    return element("label", {}, box, dot, `${level}`, element("span", { className: "hint" }, number(sizes[level])));
  }));
}
