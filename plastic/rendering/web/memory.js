/* The memory as the page knows it: concepts in parallel arrays, from the root
 * outward, so that a concept is a number and the children of one lie together.
 * What it computes is what plastic/core/prediction.py computes, step by step.
 */
"use strict";

class Memory {
  constructor(data) {
    Object.assign(this, data);
    this.size = this.parents.length;
    this.waking = this.addedLengths.length;
    this.sleep = data.sleep && new Sleep(data.sleep, this.waking);
    this.repeats = data.repeats && new Repeats(data.repeats);
    this.roots = data.sleep ? [0, this.waking] : [0];
    this.stop = this.shown.length - 2;
    this.start = this.shown.length - 1;
    this.uniform = 1 / (this.stop + 1 + this.unseenWidth);
    this.between = this.strings ? "" : " ";
    this.heard = new Map([...Object.entries(this.unquoted), ...this.typed.map((symbol, index) => [symbol, index])]);
    const words = (symbol) => symbol.split(" ").length;
    this.longestWord = [...this.heard.keys()].reduce((most, symbol) => Math.max(most, words(symbol)), 1);
    this.highest = this.levels.reduce((most, level) => Math.max(most, level), 1);
    this.addedAt = Memory.offsets(this.addedLengths);
    this.synapsesAt = Memory.offsets(this.fanouts);
    this.tracesAt = Memory.offsets(this.traceCounts);
    this.traceAddedAt = Memory.offsets(this.traceAddedLengths);
    this.measure();
  }

  static offsets(lengths) {
    const offsets = new Uint32Array(lengths.length + 1);
    lengths.forEach((length, i) => (offsets[i + 1] = offsets[i] + length));
    return offsets;
  }

  /** Work out what follows from a concept's place in the tree. */
  measure() {
    this.lengths = new Uint32Array(this.size);
    this.firstChild = new Uint32Array(this.size);
    this.fertility = new Uint32Array(this.size); // how many children
    for (let i = this.size - 1; i > 0; i--) {
      const parent = this.parents[i];
      if (parent === i) continue; // the root of the slot concepts
      this.firstChild[parent] = i;
      this.fertility[parent]++;
    }
    this.names = ["·"];
    for (let i = 1; i < this.waking; i++) {
      const parent = this.parents[i];
      this.lengths[i] = this.lengths[parent] + this.addedLengths[i];
      const parts = this.added.slice(this.addedAt[i], this.addedAt[i + 1]);
      const words = parts.map((symbol) => this.shown[symbol]);
      if (parent) words.push(this.names[parent]);
      this.names.push(words.join(this.between));
    }
    if (this.sleep) this.names.push("asleep", ...this.sleep.names);
    this.folded = this.names.map((name) => name.toLowerCase());
  }

  /** Which of the twelve shades of depth an r_level has. */
  shade(level) {
    return Math.round((level / this.highest) * 11);
  }

  children(i) {
    return Array.from({ length: this.fertility[i] }, (_, k) => this.firstChild[i] + k);
  }

  /** The chain of what a concept abstracts from: itself first, the root last. */
  chain(i) {
    const chain = [i];
    while (this.parents[i] !== i) chain.push((i = this.parents[i]));
    return chain;
  }

  /** The number of a slot concept by its dot; below 0 it is none. */
  slot(i) {
    return i - this.waking - 1;
  }

  symbols(i) {
    return this.chain(i).flatMap((one) =>
      this.added.slice(this.addedAt[one], this.addedAt[one + 1]));
  }

  usefulness(i) {
    return Math.max(0, (this.counts[i] - 1) * (this.lengths[i] - 1));
  }

  /** Pairs of next symbol and strength, the strongest first. */
  synapses(i) {
    const pairs = [];
    for (let at = this.synapsesAt[i]; at < this.synapsesAt[i + 1]; at++) {
      pairs.push([this.next[at], this.strengths[at]]);
    }
    return pairs.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  /** Turn what was typed into a past; -1 is a symbol that was never taught. */
  read(text, anchored) {
    const past = anchored ? [this.start] : [];
    const known = (typed) => this.heard.get(typed) ?? -1;
    if (this.strings) return past.concat(Array.from(text, known));
    const words = text.split(" ").filter((word) => word);
    for (let at = 0; at < words.length; ) {
      // A symbol may be shown with spaces, (1, 2) for one: the longest wins.
      let n = Math.min(this.longestWord, words.length - at);
      while (n > 1 && known(words.slice(at, at + n).join(" ")) < 0) n--;
      past.push(known(words.slice(at, at + n).join(" ")));
      at += n;
    }
    return past;
  }

  /** The concepts that fire after a past, from the root to the most specific. */
  fire(past) {
    past = past.slice(-this.horizon);
    const path = [0];
    for (let before = past.length - 1; before >= 0; ) {
      const node = this.branch(path.at(-1), past[before]);
      if (node < 0) break;
      const start = before - this.addedLengths[node] + 1;
      if (start < 0) break;
      const added = this.added.slice(this.addedAt[node], this.addedAt[node + 1]);
      if (added.some((symbol, k) => symbol !== past[start + k])) break;
      path.push(node);
      before = start - 1;
    }
    return path;
  }

  /** The child that a symbol before leads to, or -1. */
  branch(i, symbol) {
    const end = this.firstChild[i] + this.fertility[i];
    for (let child = this.firstChild[i]; child < end; child++) {
      if (this.added[this.addedAt[child + 1] - 1] === symbol) return child;
    }
    return -1;
  }

  /** What hangs on a concept by the symbol before it: what it adds to the concept,
   * and the symbols that came next. */
  hanging(i, symbol) {
    const child = this.branch(i, symbol);
    if (child >= 0) {
      const added = this.added.slice(this.addedAt[child], this.addedAt[child + 1]);
      return { child, added, next: this.synapses(child).map(([next]) => next) };
    }
    for (let at = this.tracesAt[i]; at < this.tracesAt[i + 1]; at++) {
      if (this.traceAdded[this.traceAddedAt[at + 1] - 1] !== symbol) continue;
      const added = this.traceAdded.slice(this.traceAddedAt[at], this.traceAddedAt[at + 1]);
      return { child, added, next: this.traceNext[at] < 0 ? [] : [this.traceNext[at]] };
    }
    return null;
  }

  /** With how many symbols both end. */
  static alike(added, before) {
    let length = 0;
    const most = Math.min(added.length, before.length);
    while (length < most && added.at(-1 - length) === before.at(-1 - length)) length++;
    return length;
  }

  /** How many moments had a past that ends so. */
  times(past) {
    let node = 0;
    while (this.lengths[node] < past.length) {
      const before = past.slice(0, past.length - this.lengths[node]);
      const branch = this.hanging(node, before.at(-1));
      const alike = branch ? Memory.alike(branch.added, before) : 0;
      if (alike === before.length) return branch.child < 0 ? 1 : this.counts[branch.child];
      if (!branch || branch.child < 0 || alike < branch.added.length) return 0;
      node = branch.child;
    }
    return this.counts[node];
  }

  /** Whether the longest past that was lived is all that is told of this one. */
  isAll(length, past) {
    if (past[0] === this.start || length >= this.horizon) return false;
    if (length === past.length) return true;
    const before = past[past.length - length - 1];
    return !this.synapses(0).some(([next]) => next === before);
  }

  /** The pasts that have a say, most specific first: the concept, if it is one, its
   * synapses, its length and that of the next concept below. */
  heardOf(path, past) {
    const last = path.at(-1);
    const pasts = path.map((concept, at) => ({
      concept,
      synapses: this.synapses(concept),
      length: this.lengths[concept],
      below: at ? this.lengths[path[at - 1]] : -1,
    }));
    const seen = past.slice(-this.horizon);
    const before = seen.slice(0, seen.length - this.lengths[last]);
    const branch = this.hanging(last, before.at(-1));
    if (branch) {
      pasts.push({
        concept: null,
        synapses: branch.next.map((next) => [next, 1]),
        length: this.lengths[last] + Memory.alike(branch.added, before),
        below: this.lengths[last],
      });
    }
    const met = pasts.filter(({ synapses }) => synapses.length).reverse();
    if (met.length && this.isAll(met[0].length, past)) {
      // Where nothing more is told, it goes by how often each symbol came.
      const lived = past.slice(past.length - met[0].length);
      met[0].synapses = met[0].synapses.map(([next]) => [next, this.times([...lived, next])]);
    }
    return met;
  }

  /** What is taken off strengths of 0, 1, 2 and above, by a past's length. */
  discountsAt(length) {
    return this.discounts[Math.min(length, this.discounts.length - 1)];
  }

  /** What pasts of strength 1 hand down, of lengths between two others. */
  run(below, above) {
    let handedDown = 1;
    for (let length = below + 1; length < above; length++) handedDown *= this.discountsAt(length)[1];
    return handedDown;
  }

  /** Who has what say after a past, and the probabilities that they add up to.
   *
   * Each term keeps a part of its say for what it has not met, and hands it
   * down; chances has one number for each symbol that can come next, STOP the
   * last of them, unseen that of all others.  After a sleep they are mixed
   * with what the slot concepts and the others say; last, what goes on as known samples do is
   * made as probable as these are to come again, if that is estimated.
   */
  predict(past) {
    const path = this.fire(past);
    const terms = [];
    const chances = new Array(this.stop + 1).fill(0);
    let left = 1;
    const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
    for (const { concept, synapses, length, below } of this.heardOf(path, past)) {
      const discounts = this.discountsAt(length);
      const off = (strength) => discounts[Math.min(strength, 3)];
      const total = sum(synapses.map(([, strength]) => strength));
      const taken = sum(synapses.map(([, strength]) => off(strength)));
      // A run of pasts below a concept, which hands down but a part of what is
      // handed to it, counts as if that concept had taken less off.
      const run = this.run(below, length);
      const back = (taken * (1 - run)) / synapses.length;
      for (const [next, strength] of synapses) {
        chances[next] += (left / total) * (strength - off(strength) + back);
      }
      const handedDown = (taken * run) / total;
      terms.push({ concept, synapses: new Map(synapses), weight: left * (1 - handedDown) });
      left *= handedDown;
    }
    const uniform = left * this.uniform;
    const awake = chances.map((chance) => chance + uniform);
    const begins = past[0] === this.start;
    const middle = !begins && past.length < this.horizon;
    // What is corrected afterwards has weights of its own.
    const weights = (begins && this.repeats?.weights) || undefined;
    const told = [this.lengths[path.at(-1)], middle ? past.length : -1, weights];
    const mixed = this.sleep ? this.sleep.mix(past, this.start, awake, ...told) : { chances: awake, fired: [] };
    const found = { chances: mixed.chances, unseen: uniform * this.unseenWidth };
    const corrected = begins && this.repeats ? this.repeats.correct(past.slice(1), found) : found;
    const { fired: slots, others, weights: believed } = mixed;
    return { path, terms, ...corrected, slots, others, weights: believed, left };
  }

  /** Concepts whose name holds a text: itself first, then the most frequent. */
  search(text) {
    const query = (this.strings ? text.replaceAll(" ", "␣") : text.trim()).toLowerCase();
    if (!query) return [];
    const found = [];
    this.folded.forEach((name, i) => name.includes(query) && found.push(i));
    const rank = (i) => (this.folded[i] === query ? 0 : 1);
    return found.sort((a, b) => rank(a) - rank(b) || this.counts[b] - this.counts[a] || a - b);
  }
}
