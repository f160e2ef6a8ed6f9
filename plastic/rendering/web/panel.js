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
  dot.style.background = `var(--shade-${memory.shade(memory.levels[i])})`;
  const open = () => explorer.open(i);
  return element("button", { className: "concept", onclick: open }, dot, brief(memory.names[i], most));
}

const number = (n) => n.toLocaleString("en");
const signed = (n) => `${n < 0 ? "−" : "+"}${Math.abs(n).toFixed(2)}`;

const times = (weight) => `${weight.toFixed(2)} times`;

/** Who may have a say beside waking and sleep: in a word, and in a few. */
const OTHERS = {
  recurrence: ["what recurs", "what followed before in this very sample"],
  elsewhere: ["what another sample says", "what followed where another sample was alike"],
};

const believed = ([waking, sleep, ...others], kinds) => [
  `what waking says counts ${times(waking)}`,
  `what sleep says ${times(sleep)}`,
  ...kinds.map((kind, at) => `${OTHERS[kind][0]} ${times(others[at])}`),
].join(", ");

/** What the page says of a sleep. */
function slept(sleep) {
  const shown = sleep.names.length;
  const some = shown < sleep.of ? ` Of ${number(sleep.of)} slot concepts it has the ${number(shown)} that save most, so that these probabilities are near the memory's, not equal.` : "";
  const others = sleep.kinds.map((kind) => OTHERS[kind][1]).join(" and ");
  return `This memory has slept: probabilities are waking's and sleep's, mixed${others && ` with ${others}`}; ` +
    `${believed(sleep.weights[0], sleep.kinds)}.${some}${sleep.unfollowed ? UNFOLLOWED : ""}`;
}

const UNFOLLOWED = " The memory also looks up what followed where other samples were alike; this page does not, " +
  "for they are too many, so that its probabilities are not the memory's.";

const REPEAT = "How likely known samples are to come again is estimated from how often samples repeat, " +
  "and probabilities where a sample begins are corrected by it.";

/** What a dot is and its numbers, beside it. */
function showTip(explorer, i) {
  const { memory, stage } = explorer;
  const slot = memory.slot(i);
  const told = [`${brief(memory.names[i], 40)}: `];
  if (slot >= 0) told.push(`slot concept, r_level ${memory.levels[i]}, saves ${memory.sleep.saved[slot]} nats; `);
  else if (slot === -1) told.push(`${number(memory.sleep.names.length)} slot concepts`);
  else told.push(`r_level ${memory.levels[i]}, count ${number(memory.counts[i])}; `);
  const next = slot >= 0
    ? memory.sleep.effects(slot).map(([symbol, effect]) => `${memory.shown[symbol]} ${signed(effect)}`)
    : slot === -1 ? [] : memory.synapses(i).map(([symbol, n]) => `${memory.shown[symbol]} ${number(n)}`);
  if (next.length) told.push(`next ${next.slice(0, 5).join(", ")}${next.length > 5 ? ", …" : ""}`);
  else if (slot !== -1) told.push("ends samples");
  const tip = byId("tip");
  tip.textContent = told.join("");
  tip.hidden = false;
  const view = stage.view();
  const [x, y] = view.at(i);
  const left = Math.min(x + 12, view.width - tip.offsetWidth - 6);
  const below = y + Math.max(10, view.dot(i)) + 10;
  const top = below + tip.offsetHeight > view.height ? y - Math.max(10, view.dot(i)) - tip.offsetHeight - 10 : below;
  Object.assign(tip.style, { left: `${Math.max(6, left)}px`, top: `${Math.max(6, top)}px` });
}

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
  const likeliest = order.filter((next) => next <= memory.stop).slice(0, 6);
  showFired(explorer, prediction, likeliest);
  showSlots(explorer, prediction, likeliest);
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
    "tr", { title: `${name}: ${chance.toPrecision(4)}` },
    element("th", {}, brief(name, 16)),
    element("td", { className: "bars" }, bar),
    element("td", {}, percent(chance)),
  );
}

function showFired(explorer, { terms, left, weights }, ranked) {
  const { memory } = explorer;
  const top = fitting(memory, ranked, 20);
  byId("awake").textContent = memory.sleep
    ? `Awake (${times(weights[0])}): what fires, and its synapses`
    : "What fires, and its synapses";
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

/** The next symbols that so many characters across are enough for, as columns. */
function fitting(memory, ranked, room) {
  return ranked.filter((next) => (room -= 2 + brief(memory.shown[next], 8).length) > 0);
}

const cells = (tag, texts) => texts.map((text) => element(tag, {}, text));

/** The slot concepts that fire, and the others, and what they do to the log-odds. */
function showSlots(explorer, { slots, others, weights }, ranked, most = 12) {
  const { memory } = explorer;
  const { sleep } = memory;
  byId("asleep").hidden = !sleep;
  if (!sleep) return;
  const top = fitting(memory, ranked, 16);
  const effect = (slot, next) => weights[1] * sleep.effect(slot, sleep.targets[next]);
  const largest = (slot) => Math.abs(sleep.effects(slot)[0]?.[1] ?? 0);
  const strongest = slots.slice().sort((a, b) => largest(b) - largest(a)).slice(0, most);
  const shown = slots.filter((slot) => strongest.includes(slot));
  const of = slots.length > most ? `, the ${most} strongest of ${slots.length}` : "";
  const also = others.map(({ kind, weight }) => `, ${OTHERS[kind][0]} (${times(weight)})`).join("");
  byId("asleep").querySelector("h3").textContent =
    `Asleep (${times(weights[1])}): slot concepts that fire${of}${also}, and what they add to the log-odds`;
  byId("slots").tHead.replaceChildren(element("tr", {}, ...cells("th", ["slot concept", ...top.map((next) => brief(memory.shown[next], 8))])));
  const rows = shown.map((slot) =>
    element("tr", {},
      element("th", {}, link(explorer, slot + memory.waking + 1, 16)),
      ...top.map((next) => effectCell(memory, sleep.names[slot], next, effect(slot, next)))));
  for (const { kind, added } of others) {
    const who = OTHERS[kind][1];
    rows.push(element("tr", {},
      element("th", { title: who }, `(${kind})`),
      ...top.map((next) => effectCell(memory, who, next, added[sleep.targets[next]] ?? 0))));
  }
  byId("slots").tBodies[0].replaceChildren(...rows);
  showFollowed(memory, others.find(({ kind }) => kind === "elsewhere")?.pointer);
}

/** The sample that is followed, and where: what is said to come is bold. */
function showFollowed({ sleep, shown, stop, start, between }, pointer, most = 12) {
  byId("followed").hidden = !pointer;
  if (!pointer) return;
  const around = sleep.elsewhere.around(pointer, most);
  if (!around) {
    byId("followed").textContent = "(elsewhere) follows none: no other sample is alike";
    return;
  }
  const written = (numbers) => Array.from(numbers, (number) => shown[sleep.symbol(number, stop)] ?? "¤");
  const before = [around.begins ? shown[start] : "…", ...written(around.before)];
  const [next, ...after] = written(around.after);
  if (!around.ends) after.push("…");
  byId("followed").replaceChildren(
    `(elsewhere) follows ${before.join(between)}${between}`, element("b", {}, next), between + after.join(between));
}

function effectCell(memory, who, next, effect) {
  const title = `${who}: ${signed(effect)} for ${memory.shown[next]}`;
  const does = effect < 0 ? "inhibits" : effect > 0 ? "excites" : "";
  return element("td", { className: does, title }, signed(effect));
}

/** What a search found. */
function showFound(explorer, query, found, most = 50) {
  const { memory } = explorer;
  const shown = found.length > most ? `, the ${most} most frequent:` : "";
  byId("found").textContent = query ? `${number(found.length)} found${shown}` : "";
  byId("results").replaceChildren(
    ...found.slice(0, most).map((i) =>
      element("li", {}, link(explorer, i), element("span", { className: "hint" }, worth(memory, i)))),
  );
}

/** What a concept is worth, in a list. */
function worth(memory, i) {
  return memory.slot(i) < 0 ? number(memory.counts[i]) : `${number(memory.counts[i])} nats`;
}

/** All that is known of a concept. */
function showFacts(explorer, i) {
  const { memory } = explorer;
  const children = memory.children(i).sort((a, b) => memory.counts[b] - memory.counts[a] || a - b);
  const close = element("button", { className: "close", onclick: () => explorer.close() }, "×");
  close.setAttribute("aria-label", "close");
  const asleep = i >= memory.waking;
  byId("facts").replaceChildren(
    close,
    element("h2", {}, brief(memory.names[i], 60)),
    ...(asleep ? slotFacts(explorer, memory.slot(i)) : conceptFacts(memory, i)),
    element("h3", {}, "More abstract"),
    list(explorer, asleep ? memory.sleep.abstractsFrom(memory.slot(i)) : memory.chain(i).slice(1)),
    element("h3", {}, `More specific (${number(children.length)})`),
    list(explorer, children.slice(0, 12)),
  );
  const ask = { className: "wide", onclick: () => explorer.askAfter(i) };
  if (!asleep) byId("facts").append(element("button", ask, "What comes next after it?"));
  byId("facts").hidden = false;
}

const list = (explorer, concepts) =>
  element("ul", {}, ...concepts.map((concept) => element("li", {}, link(explorer, concept))));

function conceptFacts(memory, i) {
  const synapses = memory.synapses(i);
  return [
    element("dl", {},
      ...fact("r_level", number(memory.levels[i])),
      ...fact("count", `${number(memory.counts[i])} moments`),
      ...fact("length", number(memory.lengths[i])),
      ...fact("saves", `${number(memory.usefulness(i))} symbols`)),
    element("h3", {}, `Synapses (${number(synapses.length)})`),
    beside(memory, synapses, number),
  ];
}

/** What is known of a slot concept; of their root, below 0, what there is. */
function slotFacts({ memory }, slot) {
  const { sleep } = memory;
  if (slot < 0) {
    const classes = sleep.classes.map(([sign, members]) => fact(sign, brief(members, 200)));
    return [
      element("p", {}, `${number(sleep.names.length)} slot concepts, and the classes that they speak of:`),
      element("dl", {}, ...classes.flat()),
    ];
  }
  const name = sleep.names[slot];
  const classes = sleep.classes.filter(([sign]) => name.includes(sign));
  return [
    element("dl", {},
      ...fact("kind", "slot concept"),
      ...fact("r_level", number(memory.levels[slot + memory.waking + 1])),
      ...fact("saves", `${number(sleep.saved[slot])} nats`),
      ...classes.flatMap(([sign, members]) => fact(sign, brief(members, 80)))),
    element("h3", {}, "Excites (+) and inhibits (−), nats of log-odds"),
    beside(memory, sleep.effects(slot), signed),
  ];
}

/** Next symbols and their numbers, one beside the other. */
function beside(memory, pairs, written) {
  return element("p", { className: "synapses" }, ...pairs.slice(0, 12).map(([next, n]) =>
    element("span", { title: `${memory.shown[next]}: ${written(n)}` },
      element("b", {}, brief(memory.shown[next], 16)), ` ${written(n)}`)));
}

const fact = (name, value) => [element("dt", {}, name), element("dd", {}, value)];

/** Colours of the r_levels, with a switch for each. */
function showLegend(explorer) {
  const { memory } = explorer;
  const sizes = [];
  for (const level of memory.levels) sizes[level] = (sizes[level] ?? 0) + 1;
  byId("legend").append(...Array.from(sizes, (n) => n ?? 0).map((size, level) => {
    const dot = element("i", { className: "dot" });
    dot.style.background = `var(--shade-${memory.shade(level)})`;
    const box = element("input", { type: "checkbox", checked: true });
    box.onchange = () => explorer.stage.toggle(level, box.checked);
    return element("label", {}, box, dot, `${level}`, element("span", { className: "hint" }, number(size)));
  }));
}
