/* What the last sleep found, and how it mixes with waking: what
 * plastic/consolidation/histories.py sees in a history, and what
 * plastic/mixture/mixture.py makes of it, step by step.
 */
"use strict";

class Sleep {
  /** first: the dot of the slot concepts' own root; they follow it. */
  constructor(data, first) {
    Object.assign(this, data);
    this.first = first;
    this.cells = this.base.length;
    this.table = Sleep.numbers(this.strengths);
    this.words = data.words && new Words(data.words);
    this.recurrence = data.recurrence && new Recurrence(data.recurrence);
    this.elsewhere = data.elsewhere && new Elsewhere(data.elsewhere);
    // Who else has a say where that pays, in the order of their weights.
    this.kinds = ["recurrence", "elsewhere"].filter((kind) => data[kind]);
    this.aboveAt = Memory.offsets(this.aboveCounts);
    const [smallest] = Object.keys(this.partitions).map(Number).sort((a, b) => a - b);
    this.runClasses = this.partitions[smallest];
    const seen = this.templates.map((template) => template.map((at) => this.features[at]));
    const back = (features) => features.map(([kind, at]) => (kind === "back" || kind === "class" ? at : 0));
    this.farthest = seen.map((features) => Math.max(0, ...back(features)));
    this.needsStart = seen.map((features) => features.some(([kind]) => kind === "first" || kind === "runs"));
    this.fillings = this.templates.map(() => new Map());
    let at = 0;
    this.template.forEach((k, dot) => {
      const end = at + this.templates[k].length;
      this.fillings[k].set(this.values.slice(at, end).join(), dot);
      at = end;
    });
  }

  /** What is written in base64. */
  static bytes(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }

  /** Whole numbers of two bytes, written in base64. */
  static numbers(text) {
    const bytes = Sleep.bytes(text);
    const view = new DataView(bytes.buffer);
    return Int16Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true));
  }

  /** What a slot concept adds to the log-odds of a cell. */
  effect(slot, cell) {
    return cell < 0 ? 0 : this.table[slot * this.cells + cell] * this.unit;
  }

  /** The symbols of a past, but START, as numbers. */
  numbered(past, start) {
    return past.slice(past[0] === start ? 1 : 0).map((symbol) => (symbol < 0 ? this.other : this.numbers[symbol]));
  }

  /** The symbol of a number; -1: of many. */
  symbol(number, stop) {
    if (number === this.boundary) return stop;
    return number === this.other ? -1 : this.numbers.indexOf(number);
  }

  /** All that can be seen of a past: the newest first, the sample's first ones, runs. */
  history(past, start) {
    const anchored = past[0] === start;
    const numbers = this.numbered(past, start);
    let runs = 0;
    let last = null;
    for (const number of numbers) {
      if (this.runClasses[number] !== last) runs = Math.min(runs + 1, this.runs);
      last = this.runClasses[number];
    }
    const latest = numbers.slice(-this.kept).reverse();
    const words = this.words?.latest(numbers, anchored);
    return { anchored, latest, first: numbers.slice(0, this.beginning), runs, words, ...this.recall(latest) };
  }

  /** What followed the last time that the latest symbols came, see recall.py; newest first. */
  recall(latest) {
    const followed = this.orders.map(() => this.boundary);
    const alike = (from, n) => {
      for (let k = 0; k < n; k++) if (latest[from + k] !== latest[k]) return false;
      return true;
    };
    let from = 0; // how far back what matches lies
    for (let place = 0; place < this.orders.length; place++) {
      const n = this.orders[place];
      let at = from || 1;
      while (at + n <= latest.length && !alike(at, n)) at++;
      if (at + n > latest.length) break;
      from = at;
      followed[place] = latest[at - 1];
    }
    if (!from) return { followed, match: this.boundary, length: 0 };
    let length = 0;
    while (length < this.longest && from + length < latest.length && latest[from + length] === latest[length]) length++;
    return { followed, match: latest[from - 1], length };
  }

  see([kind, at, classes], history) {
    if (kind === "runs") return history.runs;
    if (kind === "word") return history.words[at];
    if (kind === "recall") return history.followed[this.orders.indexOf(at)];
    if (kind === "match" || kind === "length") return history[kind];
    const number = (kind === "first" ? history.first : history.latest)[at - 1] ?? this.boundary;
    return kind === "class" ? this.partitions[classes][number] : number;
  }

  /** Whether what is seen depends on what came before a past that begins in the middle. */
  needsMore([kind], value) {
    if (kind === "length") return value === 0; // it may have come then
    return (kind === "recall" || kind === "match") && value === this.boundary;
  }

  /** The slot concepts that fire after a past, the most complex first. */
  fire(past, start) {
    const history = this.history(past, start);
    const seen = this.features.map((feature) => this.see(feature, history));
    const fired = [];
    this.templates.forEach((template, k) => {
      const told = history.anchored ||
        (!this.needsStart[k] && this.farthest[k] <= history.latest.length &&
          !template.some((at) => this.needsMore(this.features[at], seen[at])));
      const slot = told ? this.fillings[k].get(template.map((at) => seen[at]).join()) : undefined;
      if (slot !== undefined) fired.push(slot);
    });
    return fired.reverse();
  }

  /** How much waking, sleep and the others are believed: by the symbols of the concept that fires,
   * and how sure waking is; or by those of a past that begins in the middle. */
  weightsAt(depth, length, sure, weights) {
    const [shortest, longest] = this.middle;
    const parts = this.sure.length + 1;
    const below = (begins, value) => begins.filter((begin) => begin <= value).length;
    if (length < 0 || length > longest) return weights[1 + below(this.depths, depth) * parts + below(this.sure, sure)];
    return length < shortest ? weights[0].map((_, expert) => (expert ? 0 : 1)) : weights[1 + (this.depths.length + 1) * parts + length - shortest];
  }

  /** Who else has a say, in the order of their weights, and what they add to the log-odds, by cell; said: what slot concepts and frequency add. */
  others(past, start, said, weights) {
    const numbers = this.numbered(past, start);
    const found = [];
    if (this.recurrence) found.push({ kind: "recurrence", logs: this.recurrence.logRatios(numbers, said, this.boundary) });
    if (this.elsewhere) {
      const pointer = this.elsewhere.follow(numbers, past[0] === start);
      found.push({ kind: "elsewhere", pointer, logs: this.elsewhere.logs(pointer, this.base) });
    }
    return found.map(({ logs, ...other }, at) => {
      const weight = weights[2 + at];
      return { ...other, weight, added: logs.map((log) => weight * log) };
    });
  }

  /** Mix what waking says of each next symbol with what the slot concepts say, and
   * the others.
   * length: of a past that begins in the middle; else -1. */
  mix(past, start, awake, depth, length, weights = this.weights) {
    const fired = this.fire(past, start);
    const masses = new Array(this.cells).fill(0);
    awake.forEach((chance, next) => {
      if (this.targets[next] >= 0) masses[this.targets[next]] += chance;
    });
    const all = masses.reduce((sum, mass) => sum + mass, 0);
    const believed = this.weightsAt(depth, length, Math.max(...masses) / all, weights);
    const [waking, sleep] = believed;
    const said = this.base.map((log, cell) =>
      fired.reduce((sum, slot) => sum + this.effect(slot, cell), log));
    const others = this.others(past, start, said, believed);
    const logs = masses.map((mass, cell) =>
      others.reduce((sum, { added }) => sum + added[cell], sleep * said[cell] + waking * Math.log(mass)));
    const highest = Math.max(...logs.filter((_, cell) => masses[cell] > 0));
    let total = 0;
    let mixed = 0;
    masses.forEach((mass, cell) => {
      total += mass;
      if (mass > 0) mixed += Math.exp(logs[cell] - highest);
    });
    const factor = (cell) => ((total / mixed) * Math.exp(logs[cell] - highest)) / masses[cell];
    const chances = awake.map((chance, next) =>
      this.targets[next] < 0 || !chance ? chance : chance * factor(this.targets[next]));
    return { chances, fired, others, weights: believed };
  }

  /** Pairs of next symbol and effect, the largest first. */
  effects(slot) {
    const pairs = this.targets.map((cell, next) => [next, this.effect(slot, cell)]);
    return pairs.filter(([, effect]) => effect).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || a[0] - b[0]);
  }

  /** The dots that a slot concept abstracts from. */
  abstractsFrom(slot) {
    return this.above.slice(this.aboveAt[slot], this.aboveAt[slot + 1]);
  }
}
