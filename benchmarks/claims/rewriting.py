"""How many symbols are left when samples are written with abstractions.

One measure for every learner.  What it found is a **grammar**: a dictionary,
in which each abstraction is spelled with symbols and other abstractions, and
the samples, rewritten with them.  What is left is everything that has to be
written down: the lengths of the rewritten samples and of all spellings.  Where
one sample ends and the next begins is given, and free for everyone.
"""

from __future__ import annotations

import json
import math
import time
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from functools import cache
from itertools import chain, repeat
from typing import NamedTuple

from plastic import PlasticMemory
from plastic.core.symbols import START, STOP

VOCABULARIES = [250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 16_000]


class Grammar(NamedTuple):
    """What a learner found.

    Attributes
    ----------
    samples : list of list
        Each sample, as symbols and abstractions.
    spellings : dict of hashable to list
        Abstraction -> what it stands for: symbols and abstractions.
    """

    samples: list[list[Hashable]]
    spellings: dict[Hashable, list[Hashable]]

    def written(self) -> Iterator[Hashable]:
        """Give all that has to be written down."""
        return chain.from_iterable([*self.samples, *self.spellings.values()])

    def left(self) -> int:
        """Count it."""
        return sum(map(len, [*self.samples, *self.spellings.values()]))

    def bits(self) -> float:
        """Give what it takes if each symbol costs what its frequency says.

        An abstraction is one of thousands, a letter one of 26: the count alone
        flatters large dictionaries.
        """
        counts = Counter(self.written())
        total = counts.total()
        return sum(n * math.log2(total / n) for n in counts.values())

    def depth(self) -> int:
        """Give how deep abstractions stand in abstractions; 0: there are none."""

        @cache
        def height(part: Hashable) -> int:
            if part not in self.spellings:
                return 0
            return 1 + max(map(height, self.spellings[part]))

        return max(map(height, self.spellings), default=0)

    def spelled(self, parts: Iterable[Hashable]) -> str:
        """Undo all abstraction."""
        return "".join(
            self.spelled(self.spellings[part]) if part in self.spellings else part
            for part in parts
        )


class Rewritten(NamedTuple):
    """A grammar in figures."""

    samples: int  # symbols left in the samples
    dictionary: int  # and in the spellings
    entries: int
    depth: int
    ratio: float  # symbols before to symbols left
    bits: float  # a symbol of the samples as they were
    seconds: float


def rewrite(learner: Callable[[list[str]], Grammar], samples: list[str]) -> Rewritten:
    """Let a learner find its abstractions, and count what is left."""
    began = time.perf_counter()
    grammar = learner(samples)
    seconds = time.perf_counter() - began
    if [grammar.spelled(one) for one in grammar.samples] != samples:
        raise ValueError(f"{learner.__name__} has lost something")
    before = sum(map(len, samples))
    within = sum(map(len, grammar.samples))
    return Rewritten(
        samples=within,
        dictionary=grammar.left() - within,
        entries=len(grammar.spellings),
        depth=grammar.depth(),
        ratio=before / grammar.left(),
        bits=grammar.bits() / before,
        seconds=seconds,
    )


# Learners ----------------------------------------------------------------------------


def letters(samples: list[str]) -> Grammar:
    """Learn nothing: what all others begin with."""
    return Grammar([[*sample] for sample in samples], {})


def plastic(samples: list[str]) -> Grammar:
    """Write with the concepts of a memory, as far as each saves symbols.

    The memory itself does not rewrite anything.  Its concepts, without START
    and STOP, are the phrases to choose from: all at first; then those are
    dropped that save nothing, again and again until all that are left do.
    """
    memory = PlasticMemory().fit(samples)
    plain = (concept.strip(START + STOP) for concept in memory.graph)
    phrases = {phrase for phrase in plain if len(phrase) > 1}
    held = Counter(samples)
    while True:
        parsed = {sample: fewest(sample, phrases) for sample in held}
        spellings = {one: fewest(one, phrases, whole=False) for one in sorted(phrases)}
        uses = Counter(chain.from_iterable(spellings.values()))
        for sample, parts in parsed.items():
            uses.update(chain.from_iterable(repeat(parts, held[sample])))
        # Spelled out everywhere: uses * length.  As a phrase: uses + length.
        useless = {
            one for one in phrases if (uses[one] - 1) * (len(spellings[one]) - 1) < 2
        }
        if not useless:
            return Grammar([parsed[sample] for sample in samples], spellings)
        phrases -= useless


def fewest(sample: str, phrases: Collection[str], whole: bool = True) -> list[str]:
    """Cut a sample into the fewest symbols and phrases; of equals, long ones first.

    Not `whole`: into two or more, as the spelling of a phrase must be.

    >>> fewest("rohanna", {"ro", "rohan", "han", "anna"})
    ['rohan', 'n', 'a']
    >>> fewest("rohan", {"ro", "rohan", "han"}, whole=False)
    ['ro', 'han']
    """
    best: list[list[str]] = [[]]
    for end in range(1, len(sample) + 1):
        ways = [
            best[begin] + [sample[begin:end]]
            for begin in range(end - 1, -1, -1)
            if end - begin == 1
            or (sample[begin:end] in phrases and (whole or end - begin < len(sample)))
        ]
        best.append(min(ways, key=len))
    return best[-1]


def sequitur(samples: list[str]) -> Grammar:
    """scikit-sequitur, with a mark after each sample that no rule can span."""
    from sksequitur import Mark, Production, parse

    marked = chain.from_iterable([*sample, Mark()] for sample in samples)
    spellings: dict[Hashable, list[Hashable]] = dict(parse(marked))
    rewritten: list[list[Hashable]] = [[]]
    for part in spellings.pop(Production(0)):
        if isinstance(part, Mark):
            rewritten.append([])
        else:
            rewritten[-1].append(part)
    return Grammar(rewritten[:-1], spellings)


def byte_pairs(samples: list[str]) -> Grammar:
    """HuggingFace's BPE, of the vocabulary that leaves the fewest symbols."""
    found = [_byte_pairs(samples, size) for size in VOCABULARIES]
    return min(found, key=Grammar.left)


def _byte_pairs(samples: list[str], vocabulary: int) -> Grammar:
    from tokenizers import Tokenizer, models, trainers

    learner = Tokenizer(models.BPE())
    trainer = trainers.BpeTrainer(vocab_size=vocabulary, show_progress=False)
    learner.train_from_iterator(samples, trainer)
    merges = [tuple(one) for one in json.loads(learner.to_str())["model"]["merges"]]
    return Grammar(
        [one.tokens for one in learner.encode_batch(samples)],
        {left + right: [left, right] for left, right in merges},
    )


LEARNERS = {
    "letters": letters,
    "plastic's concepts": plastic,
    "scikit-sequitur": sequitur,
    "BPE (tokenizers)": byte_pairs,
}
