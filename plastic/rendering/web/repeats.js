/* How likely known samples are to come again: all their beginnings, each a number,
 * and how many times as probable each is made.  What it computes is what
 * plastic/mixture/corrected.py computes.
 */
"use strict";

class Repeats {
  constructor({ parents, next, factors, weights }) {
    this.factors = factors;
    this.weights = weights;
    this.goingOn = [new Map()]; // beginning -> next symbol -> beginning; 0 is that of all
    parents.forEach((parent, i) => {
      this.goingOn.push(new Map());
      this.goingOn[parent].set(next[i], i + 1);
    });
  }

  /** Correct what may come after the beginning of a sample, without its START. */
  correct(beginning, { chances, unseen }) {
    let known = 0;
    for (const symbol of beginning) known = this.goingOn[known]?.get(symbol);
    const goingOn = this.goingOn[known];
    if (!goingOn) return { chances, unseen };
    const made = chances.map((chance, next) =>
      goingOn.has(next) ? chance * this.factors[goingOn.get(next) - 1] : chance);
    const total = made.reduce((sum, chance) => sum + chance, unseen);
    return { chances: made.map((chance) => chance / total), unseen: unseen / total };
  }
}
