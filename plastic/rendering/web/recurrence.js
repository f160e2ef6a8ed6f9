/* What this very sample says of its own rest: what plastic/consolidation/recurrence.py
 * counts, step by step.  A past is here the numbers that sleep gives to its symbols.
 */
"use strict";

class Recurrence {
  constructor({ least, most, discount, window }) {
    Object.assign(this, { least, most, discount, window });
  }

  /** What is remembered of a past: of two full windows the older is let go. */
  remembered(past) {
    return past.slice(Math.max(0, Math.floor(past.length / this.window) - 1) * this.window);
  }

  /** Where the latest symbols came before: the places of what followed. */
  places(past) {
    const found = [];
    for (let at = this.least; at < past.length; at++) {
      let alike = 0;
      while (alike < this.least && past[at - 1 - alike] === past.at(-1 - alike)) alike++;
      if (alike === this.least) found.push(at);
    }
    return found;
  }

  /** How often each symbol followed: in how many ways it was preceded. */
  counts(past, places, order) {
    const ways = new Set();
    const counts = new Map();
    for (const at of places) {
      // At the sample's beginning nothing comes before: that is one way, too.
      const way = `${past[at - order - 1]} ${past[at]}`;
      if (ways.has(way)) continue;
      ways.add(way);
      counts.set(past[at], (counts.get(past[at]) ?? 0) + 1);
    }
    return counts;
  }

  /** What recurs after a past: the part that is left to who speaks below, and
   * symbol -> how much it has beside its part of that. */
  after(past) {
    past = this.remembered(past);
    let left = 1;
    const shares = new Map();
    let places = this.places(past);
    for (let order = this.least; order <= this.most && places.length; order++) {
      const counts = this.counts(past, places, order);
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const kept = (this.discount * counts.size) / total;
      left *= kept;
      for (const [symbol, share] of shares) shares.set(symbol, kept * share);
      for (const [symbol, count] of counts) {
        shares.set(symbol, (shares.get(symbol) ?? 0) + (count - this.discount) / total);
      }
      const before = past.at(-1 - order); // undefined where there is no more
      places = places.filter((at) => at > order && past[at - order - 1] === before);
    }
    return { left, shares };
  }

  /** What is added to the log-odds of who speaks below, by cell: 0 where nothing recurs,
   * and for the sample's end, which never came before. */
  logRatios(past, below, end) {
    const { left, shares } = this.after(past);
    const highest = Math.max(...below);
    // None is 0: a forged file may be so sure.
    const chances = below.map((log) => Math.max(1e-300, Math.exp(log - highest)));
    const goesOn = chances.reduce((all, chance, cell) => (cell === end ? all : all + chance), 0);
    // A symbol that sleep never met has a share, but no cell: it is left out.
    return chances.map((chance, cell) =>
      cell === end ? 0 : Math.log(left + ((shares.get(cell) ?? 0) * goesOn) / chance));
  }
}
