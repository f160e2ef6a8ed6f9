/* Words: what symbols spell between separators, numbered along a trie.  What it
 * computes is what plastic/consolidation/words.py computes, step by step.
 */
"use strict";

class Words {
  static NONE = 0; // the number of a word of no symbols
  // Of a past that begins in the middle: where the word began.  No pattern has it.
  static UNTOLD = -1;

  /** separators: numbers of symbols, of so many; keys: of a word and one symbol more. */
  constructor({ separators, numbers, keys }) {
    this.separators = new Set(separators);
    this.numbers = numbers;
    this.longer = new Map(keys.map((key, at) => [key, at + 1]));
    this.unknown = keys.length + 1;
  }

  /** The word so far after a past, as numbers, and the one before it. */
  latest(past, anchored) {
    let soFar = anchored ? Words.NONE : Words.UNTOLD;
    let before = soFar;
    for (const symbol of past) {
      if (this.separators.has(symbol)) {
        if (soFar !== Words.NONE) before = soFar;
        soFar = Words.NONE;
      } else if (soFar !== Words.UNTOLD) {
        soFar = this.longer.get(soFar * this.numbers + symbol) ?? this.unknown;
      }
    }
    return [soFar, before];
  }
}
