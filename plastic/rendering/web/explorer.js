/* The page: what is typed, clicked and pressed, led to the memory and the stage. */
"use strict";

class Explorer {
  constructor(data) {
    this.memory = new Memory(data);
    byId("about").textContent = data.about;
    const { sleep, repeats } = this.memory;
    byId("signs").hidden = !sleep;
    byId("words").hidden = !sleep?.words;
    byId("recurs").hidden = !sleep?.recurrence;
    byId("follows").hidden = !sleep?.elsewhere;
    byId("note").textContent = [sleep && slept(sleep), repeats && REPEAT].filter(Boolean).join(" ");
    byId("note").hidden = !byId("note").textContent;
    const kind = data.strings ? "a prefix" : "words";
    const example = this.example();
    byId("prefix").placeholder = example ? `${kind}, such as ${example}` : kind;
    byId("search").placeholder = "a part of a concept";
  }

  /** Pack and draw: what takes long, once the words are there. */
  show() {
    this.stage = new Stage(this.memory, byId("stage"));
    byId("wait").remove();
    this.stage.renderer.on("clickNode", ({ node }) => this.open(Number(node), false));
    this.stage.renderer.on("clickStage", () => this.close());
    this.stage.renderer.on("enterNode", ({ node }) => showTip(this, Number(node)));
    this.stage.renderer.on("leaveNode", () => (byId("tip").hidden = true));
    this.dark = matchMedia("(prefers-color-scheme: dark)"); // or it might be collected
    this.dark.addEventListener("change", () => this.stage.recolour());
    showLegend(this);
    this.listen();
  }

  listen() {
    byId("prefix").oninput = byId("anchored").onchange = () => this.hear();
    byId("search").oninput = () => this.find();
    byId("search").onkeydown = (event) => {
      const first = byId("results").querySelector("button");
      if (event.key === "Enter" && first) first.click();
    };
    document.addEventListener("keydown", (event) => this.press(event));
  }

  /** A prefix that the memory knows, for who does not know what to type. */
  example() {
    const { memory } = this;
    const past = [memory.start];
    for (let n = 0; n < 2; n++) {
      const [strongest] = memory.synapses(memory.fire(past).at(-1));
      if (strongest && strongest[0] < memory.stop) past.push(strongest[0]);
    }
    return past.slice(1).map((symbol) => memory.shown[symbol]).join(memory.between);
  }

  // What can be asked -----------------------------------------------------------

  hear() {
    const text = byId("prefix").value;
    if (text) this.ask(this.memory.read(text, byId("anchored").checked));
    else this.hush();
  }

  /** Ask what comes next after a concept, wherever it stands. */
  askAfter(i) {
    byId("prefix").value = "";
    this.ask(this.memory.symbols(i));
  }

  /** Light up what fires after a past, and say what comes next. */
  ask(past) {
    const prediction = this.memory.predict(past);
    showPrediction(this, past, prediction);
    const slots = prediction.slots.map((slot) => slot + this.memory.waking + 1);
    this.stage.follow(prediction.path, slots);
    return prediction;
  }

  hush() {
    byId("prediction").hidden = true;
    this.stage.follow([], []);
  }

  find() {
    const query = byId("search").value;
    const found = this.memory.search(query);
    showFound(this, query, found);
    return found;
  }

  open(i, fly = true) {
    showFacts(this, i);
    this.stage.select(i);
    if (fly) this.stage.fly(i);
  }

  close() {
    byId("facts").hidden = true;
    this.stage.select(-1);
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input:not([type=checkbox])");
    if (event.key === "Escape") return this.clear();
    if (typing) return;
    const keys = {
      "/": () => byId("search").focus(),
      n: () => byId("prefix").focus(),
      ...this.stage.keys(),
    };
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  }

  clear() {
    byId("prefix").value = byId("search").value = "";
    this.close();
    this.hush();
    this.find();
    document.activeElement.blur();
  }
}

const explorer = new Explorer(JSON.parse(byId("data").textContent));
// Two frames on, so that the words are painted before the packing begins.
requestAnimationFrame(() => requestAnimationFrame(() => {
  try {
    explorer.show();
  } catch (error) {
    byId("wait").textContent = `The picture needs WebGL, which this browser lacks: ${error.message}`;
    throw error;
  }
  document.body.dataset.ready = "yes";
}));
