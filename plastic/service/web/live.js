/* The live page: what is typed is asked of the service, and what is answered is drawn
 * and written by the explorer's stage and panel.
 */
"use strict";

const DOTS = 500; // in the picture: packed in a blink
const LINES = 20; // of a text whose surprise is asked for
const FRIGHT = 8; // nats: as surprising as is shown, one in three thousand

/** The explorer's stage, with rings around what has just changed. */
class LiveStage extends Stage {
  readColours() {
    super.readColours();
    this.abstracted = colour("abstracted");
  }

  draw() {
    super.draw();
    const view = this.view();
    for (const i of this.changed ?? []) this.ring(this.writing, view, i, this.abstracted, this.color(i));
  }
}

/** The service, asked in JSON. */
class Service {
  headers() {
    const token = byId("token").value.trim();
    const known = token ? { Authorization: `Bearer ${token}` } : {};
    return { "Content-Type": "application/json", ...known };
  }

  async ask(verb, fields, signal) {
    const post = fields && { method: "POST", body: JSON.stringify(fields) };
    const answer = await fetch(`/${verb}`, { ...post, headers: this.headers(), signal });
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(told.message), { status: answer.status });
    return told;
  }

  /** Hear what happens, event by event, until the line breaks. */
  async listen(hear) {
    const answer = await fetch("/events", { headers: this.headers() });
    if (!answer.ok) throw Object.assign(new Error((await answer.json()).message), { status: answer.status });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const events = (text + value).split("\n\n");
      text = events.pop();
      for (const event of events) {
        const lines = event.split("\n").map((line) => line.split(/: (.*)/s));
        const { event: kind, data } = Object.fromEntries(lines);
        hear(kind, data && JSON.parse(data));
      }
    }
  }
}

class Live {
  constructor() {
    this.service = new Service();
    this.symbols = new Map(); // as they are typed -> as JSON has them
    this.typing = new AbortController();
    this.listening = false;
    this.watching = new Watching(this);
    this.liking = new Liking(this);
    this.watch = matchMedia("(prefers-color-scheme: dark)");
    this.watch.addEventListener("change", () => this.stage?.recolour());
    byId("prefix").oninput = byId("anchored").onchange = () => this.hear();
    byId("text").oninput = () => this.read();
    byId("teaching").onsubmit = (event) => (event.preventDefault(), this.change("learn"));
    byId("forget").onclick = () => this.change("forget");
    byId("token").onchange = () => this.begin();
    document.addEventListener("keydown", (event) => this.press(event));
  }

  /** Say what is wrong, or no more. */
  complain(error) {
    if (error?.name === "AbortError") return;
    byId("note").hidden = !error;
    byId("note").textContent = error ? error.message : "";
    if (error?.status === 401) byId("token").focus();
  }

  /** Ask what there is, draw it, and hear from then on what changes. */
  async begin() {
    try {
      await this.look();
      await this.hear();
      await this.watching.begin();
      this.keepListening();
      document.body.dataset.ready = "yes";
    } catch (error) {
      this.complain(error);
    }
  }

  async look() {
    const info = await this.service.ask("info");
    this.strings = info.kind !== "sequences";
    byId("about").textContent = `${number(info.samples)} samples, ${number(info.concepts)} concepts` +
      (info.slot_concepts ? `, ${number(info.slot_concepts)} slot concepts found asleep` : "") +
      (info.prior ? `; behind it a prior of ${counted(info.prior.samples, "sample")}` : "");
    byId("liked").textContent = info.feedback
      ? `${counted(info.feedback, "sample")} liked or disliked: what is predicted and drawn follows.`
      : "";
    const kind = this.strings ? "letters" : "words";
    byId("prefix").placeholder = `${kind}, as a sample begins`;
    byId("sample").placeholder = "a sample";
    if (this.strings) return;
    const { next } = await this.service.ask("predict", { context: [] });
    this.symbols = new Map(next.map(({ symbol }) => [Live.shown(symbol), symbol]));
  }

  async keepListening() {
    if (this.listening) return;
    this.listening = true;
    const line = byId("line");
    try {
      await this.service.listen((kind, facts) => {
        Object.assign(line, { className: "live", textContent: "live" });
        if (kind) this.happened(kind, facts);
      });
    } catch (error) {
      if (error.status) this.complain(error);
    }
    this.listening = false;
    Object.assign(line, { className: "", textContent: "not connected: trying again" });
    setTimeout(() => this.begin(), 2000);
  }

  // What is typed ------------------------------------------------------------------

  /** A symbol as people see it. */
  static shown(symbol) {
    const marks = { START: ">", STOP: "_", UNSEEN: "(unseen)" };
    if (symbol?.mark) return marks[symbol.mark];
    if (symbol?.shown) return symbol.shown;
    return typeof symbol === "string" ? symbol : JSON.stringify(symbol);
  }

  written(symbols) {
    if (typeof symbols === "string") return symbols;
    return symbols.map(Live.shown).join(this.strings ? "" : " ") || "·";
  }

  /** A line as the memory takes it: a string, or a list of symbols. */
  sample(text) {
    if (this.strings) return text;
    const words = text.split(" ").filter((word) => word);
    return words.map((word) => this.symbols.get(word) ?? word);
  }

  /** Ask all that the page shows of what is typed; what was asked before is let go. */
  async hear(marked = []) {
    this.typing.abort();
    this.typing = new AbortController();
    const { signal } = this.typing;
    const text = byId("prefix").value;
    const asked = { prefix: this.sample(text), anchored: byId("anchored").checked };
    const ask = (verb, fields) => this.service.ask(verb, fields, signal);
    try {
      const part = await ask("graph", { ...asked, n: DOTS, marked: Array.isArray(marked) ? marked : [] });
      if (signal.aborted) return;
      this.draw(part, Boolean(text));
      byId("prediction").hidden = !text;
      if (text) {
        const told = ask("explain", { ...asked, top: 12 });
        const found = asked.anchored ? ask("complete", { prefix: asked.prefix, n: 6 }) : null;
        this.showExplained(await told);
        this.showCompletions(await found, text);
      }
      this.complain(null);
    } catch (error) {
      this.complain(error);
    }
  }

  /** Draw a part of the graph; the same one again only if it has changed. */
  draw(part, typed) {
    const memory = new Memory(part);
    const same = this.memory && memory.names.join("\n") === this.memory.names.join("\n") &&
      memory.counts.join() === this.memory.counts.join();
    const known = !part.marked.length && this.memory?.of === part.of &&
      part.path.every((i) => this.places.has(memory.names[i]));
    let { path } = part;
    if (!same && known && memory.counts[0] === this.memory.counts[0]) {
      path = path.map((i) => this.places.get(memory.names[i])); // it is all there
    } else if (!same) {
      this.replace(memory);
    }
    this.stage.changed = part.marked;
    this.stage.follow(typed ? path : [], []);
    this.path = typed ? path : [];
  }

  replace(memory) {
    this.stage?.renderer.kill();
    byId("stage").replaceChildren();
    this.memory = memory;
    this.places = new Map(memory.names.map((name, i) => [name, i]));
    this.stage = new LiveStage(memory, byId("stage"));
    const { renderer } = this.stage;
    renderer.on("clickNode", ({ node }) => this.open(Number(node), false));
    renderer.on("clickStage", () => this.close());
    renderer.on("enterNode", ({ node }) => showTip(this, Number(node)));
    renderer.on("leaveNode", () => (byId("tip").hidden = true));
    byId("legend").replaceChildren(byId("legend").querySelector("legend"));
    showLegend(this);
    this.close();
    byId("part").textContent = memory.size < memory.of
      ? `The picture holds the ${number(memory.size)} concepts that came most often, and those spoken of, of ${number(memory.of)}.`
      : `The picture holds all ${number(memory.of)} concepts.`;
  }

  showExplained({ fired, next }) {
    const rows = next.slice(0, 10).map(({ symbol, probability }) =>
      chanceRow(probability, Live.shown(symbol), next[0].probability));
    byId("chances").tBodies[0].replaceChildren(...rows);
    const top = next.filter(({ symbol }) => !symbol?.mark || symbol.mark === "STOP").slice(0, 4).map(({ symbol }) => Live.shown(symbol));
    const head = cells("th", ["fired", "weight", ...top.map((name) => brief(name, 8))]);
    byId("fired").tHead.replaceChildren(element("tr", {}, ...head));
    byId("fired").tBodies[0].replaceChildren(...fired.slice(0, 14).map((row) => this.firedRow(row, top)));
  }

  firedRow({ concept, kind, weight, added }, top) {
    const name = concept === null ? `(${kind})` : this.written(concept);
    const place = kind === "concept" ? this.path.find((i) => this.memory.names[i] === name) : undefined;
    const shown = place === undefined ? brief(name, 16) : link(this, place, 16);
    const adds = new Map(added.map(({ symbol, added: amount }) => [Live.shown(symbol), amount]));
    return element("tr", {},
      element("th", {}, shown),
      element("td", {}, weight === null ? "" : weight.toFixed(2)),
      ...top.map((symbol) => this.addedCell(adds.get(symbol))));
  }

  addedCell(amount) {
    if (amount === undefined || amount === null) return element("td", {}, "");
    return element("td", { className: amount < 0 ? "inhibits" : "excites" }, signed(amount));
  }

  showCompletions(told, text) {
    const rows = (told?.completions ?? []).map(({ sample, probability }) => {
      const whole = this.written(sample);
      const use = () => {
        byId("prefix").value = byId("sample").value = whole;
        byId("prefix").focus();
        this.hear();
      };
      const name = whole.startsWith(text) ? [text, element("b", {}, whole.slice(text.length))] : [whole];
      return element("li", {}, element("button", { className: "concept", onclick: use }, ...name), percent(probability));
    });
    const none = element("li", { className: "hint" }, told === null ? "of what begins in the middle there are none" : "none was found in time");
    byId("completions").replaceChildren(...(rows.length ? rows : [none]));
  }

  // What changes -------------------------------------------------------------------

  async change(verb) {
    const text = byId("sample").value;
    try {
      const told = await this.service.ask(verb, { sample: this.sample(text) });
      this.complain(null);
      // Who listens hears of it as of everybody's changes.
      if (!this.listening) await this.changed(verb, { ...told, sample: this.sample(text), times: 1 });
    } catch (error) {
      this.complain(error);
    }
  }

  /** Show what happened, by whomever. */
  async happened(kind, facts) {
    if (kind === "watch" || kind === "unwatch") return this.watching.changed(facts);
    if (kind === "reinforce" || kind === "retract") return this.liking.changed();
    return this.changed(kind, facts);
  }

  /** Show a change, of whoever: what is new is ringed, what is gone is counted. */
  async changed(kind, facts) {
    const before = this.memory.of;
    const said = `${kind === "learn" ? "learned" : "forgot"} ${brief(this.written(facts.sample), 40) || "(empty)"}`;
    const more = facts.concepts - before;
    const lifted = facts.lifted ? `, ${number(facts.lifted)} lifted` : "";
    const concepts = more < 0 ? `${number(-more)} concepts dissolved` : `${number(more)} concepts abstracted`;
    byId("change").textContent = `${said}: ${concepts}${lifted}`;
    await this.look();
    await this.hear(facts.abstracted ?? []);
    if (byId("text").value) this.read();
  }

  // Surprise -----------------------------------------------------------------------

  async read() {
    const text = byId("text").value;
    const lines = text.split("\n").slice(0, LINES).filter((line) => line);
    try {
      const found = await Promise.all(lines.map((line) =>
        this.service.ask("surprise", { sample: this.sample(line), anchored: true })));
      if (byId("text").value !== text) return; // there is more by now
      byId("surprise").replaceChildren(...lines.map((line, k) => this.coloured(line, found[k].nats)));
      this.complain(null);
    } catch (error) {
      this.complain(error);
    }
  }

  /** A line, each symbol as red as it is surprising, and the numbers in words. */
  coloured(line, nats) {
    const symbols = this.strings ? Array.from(line) : this.sample(line).map(Live.shown);
    const marks = [...symbols, "_"].map((symbol, i) => {
      const amount = nats[i] ?? Infinity;
      const mark = element("mark", { title: `${symbol}: ${amount.toFixed(2)} nats` }, symbol);
      if (i === symbols.length) mark.className = "end";
      mark.style.setProperty("--share", Math.min(1, amount / FRIGHT));
      return mark;
    });
    const worst = nats.reduce((most, amount, i) => ((amount ?? Infinity) > (nats[most] ?? Infinity) ? i : most), 0);
    const mean = nats.reduce((sum, amount) => sum + (amount ?? Infinity), 0) / nats.length;
    const told = `${mean.toFixed(2)} nats a symbol; most surprising: ${[...symbols, "the end"][worst]}, ${(nats[worst] ?? Infinity).toFixed(1)}`;
    const between = this.strings ? [] : [" "];
    return element("p", {}, ...marks.flatMap((mark) => [mark, ...between]), element("span", { className: "hint" }, ` ${told}`));
  }

  // Looking around -----------------------------------------------------------------

  open(i, fly = true) {
    showFacts(this, i);
    this.stage.select(i);
    if (fly) this.stage.fly(i);
  }

  close() {
    byId("facts").hidden = true;
    this.stage.select(-1);
  }

  /** Type a concept, to see what comes after it. */
  askAfter(i) {
    const { memory } = this;
    const symbols = memory.symbols(i);
    const anchored = symbols[0] === memory.start;
    const shown = symbols.filter((symbol) => symbol < memory.stop).map((symbol) => memory.shown[symbol]);
    byId("anchored").checked = anchored;
    byId("prefix").value = shown.join(memory.between);
    this.hear();
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.clear();
    if (event.target.matches("input:not([type=checkbox]), textarea") || !this.stage) return;
    const focus = (id) => () => byId(id).focus();
    const keys = { n: focus("prefix"), "/": focus("prefix"), t: focus("sample"), s: focus("text"), w: focus("records"), g: () => this.liking.draw(), ...this.stage.keys() };
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  }

  clear() {
    byId("prefix").value = "";
    if (this.stage) this.close();
    this.hear();
    document.activeElement.blur();
  }
}

const live = new Live();
live.begin();
