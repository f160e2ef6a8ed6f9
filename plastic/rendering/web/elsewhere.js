/* What followed where another sample was alike: the samples, all their pasts sorted,
 * and a pointer that goes along.  What it computes is what elsewhere.py, pointers.py
 * and matches.py in plastic/consolidation compute, step by step.
 *
 * A symbol is here one more than its number, so that 0 is nothing; START is the largest.
 */
"use strict";

class Elsewhere {
  static NOWHERE = { place: -1, run: 0, alike: 0 };

  constructor(data) {
    Object.assign(this, data);
    this.numbers = Sleep.numbers(data.numbers); // each sample, then the boundary
    this.instead = new Float32Array(Sleep.bytes(data.instead).buffer);
    this.allAlike = 2 ** this.window - 1;
    this.codes = new Uint16Array(this.numbers.length);
    this.depths = new Uint32Array(this.numbers.length); // of its sample, START among them
    this.numbers.forEach((_, place) => {
      const begins = !place || this.numbers[place - 1] === this.boundary;
      this.codes[place] = begins ? this.start : this.numbers[place - 1] + 1;
      this.depths[place] = begins ? 1 : this.depths[place - 1] + 1;
    });
  }

  /** All places, by the latest symbols of their pasts, when they are first needed. */
  get sorted() {
    const order = Uint32Array.from(this.numbers.keys());
    // A stable sort: of pasts that are alike the first in the order of samples.
    const sorted = order.sort((a, b) => this.compare(this.codes, a, this.depths[a], b));
    Object.defineProperty(this, "sorted", { value: sorted });
    return sorted;
  }

  /** Whether the past that ends at a place of some codes is before (below 0) that of one here. */
  compare(codes, at, depth, place) {
    for (let back = 0; back < this.most; back++) {
      const mine = back < depth ? codes[at - back] : 0;
      const other = back < this.depths[place] ? this.codes[place - back] : 0;
      if (mine !== other || !mine) return mine - other;
    }
    return 0;
  }

  /** Count the latest symbols that a past shares with that of a place. */
  shared(codes, at, place) {
    if (place < 0) return 0;
    const most = Math.min(this.most, at + 1, this.depths[place]);
    let length = 0;
    while (length < most && codes[at - length] === this.codes[place - length]) length++;
    return length;
  }

  /** Find the longest match of a past, as a pointer that stands there. */
  match(codes, at) {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compare(codes, at, at + 1, this.sorted[middle]) > 0) low = middle + 1;
      else high = middle;
    }
    const [after, before] = [low, low - 1].map((row) => this.sorted[row] ?? -1);
    const place = this.shared(codes, at, before) > this.shared(codes, at, after) ? before : after;
    let alike = 0; // also beyond one that is not
    for (let back = 0; place >= 0 && back < Math.min(this.window, at + 1, this.depths[place]); back++) {
      if (codes[at - back] === this.codes[place - back]) alike |= 1 << back;
    }
    return { place, run: this.shared(codes, at, place), alike };
  }

  /** How many of the latest symbols are alike. */
  static count(alike) {
    let count = 0;
    for (; alike; alike >>= 1) count += alike & 1;
    return count;
  }

  /** Let a pointer go on with the number of a symbol that came. */
  goOn({ place, run, alike }, came) {
    if (place < 0) return Elsewhere.NOWHERE;
    const expected = this.numbers[place];
    const right = expected === came;
    return {
      place: expected === this.boundary ? -1 : place + 1,
      run: right ? run + 1 : 0,
      alike: ((alike << 1) & this.allAlike) | Number(right),
    };
  }

  /** Follow a past from its beginning: its numbers, after START if it begins a sample. */
  follow(numbers, anchored) {
    const codes = [...(anchored ? [this.start] : []), ...numbers.map((number) => number + 1)];
    let pointer = Elsewhere.NOWHERE;
    codes.forEach((code, at) => {
      if (at) pointer = this.goOn(pointer, code - 1);
      const match = this.match(codes, at);
      const better = pointer.place < 0 || Elsewhere.count(match.alike) > Elsewhere.count(pointer.alike);
      if (match.run >= this.least && better) pointer = match;
    });
    return pointer;
  }

  /** What a pointer says comes; -1: nothing that can be told. */
  says({ place }) {
    return place >= 0 && this.numbers[place] < this.targets ? this.numbers[place] : -1;
  }

  /** The log-probability of each cell; base: where no pointer stands. */
  logs(pointer, base) {
    const said = this.says(pointer);
    if (said < 0) return base;
    const runs = this.runs.filter((run) => run <= pointer.run).length;
    const right = this.right[runs * (this.window + 1) + Elsewhere.count(pointer.alike)];
    return base.map((_, cell) => cell === said
      ? Math.log(right)
      : Math.log1p(-right) + Math.log(this.instead[said * base.length + cell]));
  }

  /** The sample in which a pointer stands, as numbers: before it, and what comes there. */
  around({ place }, most) {
    if (place < 0) return null;
    const begin = place - this.depths[place] + 1;
    const end = this.numbers.indexOf(this.boundary, place);
    return {
      before: this.numbers.slice(Math.max(begin, place - most), place),
      begins: place - most <= begin,
      after: this.numbers.slice(place, Math.min(end + 1, place + most)),
      ends: end < place + most,
    };
  }
}
