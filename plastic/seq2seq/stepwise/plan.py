"""The plan of a search for a stepwise program: how much effort goes where.

Its numbers were tuned on the tasks of ``benchmarks seq2seq``.  Few of them matter:
each was halved and doubled, on nine tasks with 4 and with 12 right pairs and on seven
with 10 to 20 of which 30% are wrong.  So much more or less steps it took, first with
right pairs, then with wrong ones (as many runs were solved, but for one field):

===============  ===============  ===============================
field            half             twice
===============  ===============  ===============================
few              -8%, 0           0, +6%
subset_size      +15%, -4%        -4%, +135%: 6 of 14 are solved
most_in_subset   0, -4%           0, 0
most_joined      0, -3%           0, -4%
shares           +8%, -2% (even)  -19%, -3% (steeper)
first_effort     -22%, -8%        +33%, -6%
alone            -3%, -28%        0, +37%
sweep            0, +7%           0, +3%
beside           0, -4%           0, +8%
enough           0, -11%          0, +167%
refit            0, -18%          0, +35%
===============  ===============  ===============================

The others changed 2% at the most.  Where half is cheaper the plan was left patient,
for what is harder than these tasks; that was not measured.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchPlan:
    """Which pairs are searched with, how long, and what is enough.

    All of it is counted, in pairs, steps or bits, and never in seconds: the same
    pairs give the same program on every machine.

    Attributes
    ----------
    few : int
        Up to so many pairs are searched with all at once.
    subset_size : int
        Of more, so many: fewer fit too many programs, more hold a wrong one too
        often (of 10 pairs with 3 wrong ones, 29% of triples are right).
    most_in_subset : int
        Pairs in a subset that failing ones have joined.
    most_joined : int
        Subsets that a failing pair joins at a time.
    shares : tuple of float
        Of the effort, for each level of contexts: coarse ones explain most tasks.
    shares_following_up : tuple of float
        The same where a program was found, for a finer one may be shorter.
    first_effort : int
        Steps for the first subset, at first; then doubled.
    alone : int
        Steps until others are drawn, in case that a pair of the first is wrong;
        a quarter of the budget, if that is less.
    drawn : int
        Subsets drawn for each sweep.
    sweep : int
        Steps for each of these in its first sweep: sort takes 4,000, copy 8,000.
    longer : int
        Times as many steps in each sweep that follows.
    beside : int
        Steps for the first subset in each sweep, for most often it is right.
    enough : float
        The share of the pairs to explain: the others may be wrong.
    outside : int
        How many of them it was not searched with: then it is no chance.
    least_of_few, least_of_many : int
        Steps to look for more where enough are explained, but none outside.
        Pairs that are few (up to two subsets of them) leave nothing to tell the
        rule from chance by.
    last_call : int
        Where it took longer to get there, so many times as long.
    refit : int
        Steps to explain what the best program does not, when it is enough.
    most_deals : int
        Subsets into which the pairs that it explains are dealt then.
    most_replayed : int
        Of what a subset finds, the cheapest, on all pairs.
    unexplained_bits : float
        What a pair that is not explained costs, beside its target written out.
    """

    few: int = 5
    subset_size: int = 3
    most_in_subset: int = 8
    most_joined: int = 4
    shares: tuple[float, ...] = (0.4, 0.3, 0.25, 0.05)
    shares_following_up: tuple[float, ...] = (0.25, 0.25, 0.25, 0.25)
    first_effort: int = 40_000
    alone: int = 200_000
    drawn: int = 10
    sweep: int = 25_000
    longer: int = 3
    beside: int = 100_000
    enough: float = 0.6
    outside: int = 2
    least_of_few: int = 300_000
    least_of_many: int = 1_000_000
    last_call: int = 3
    refit: int = 200_000
    most_deals: int = 3
    most_replayed: int = 20
    unexplained_bits: float = 10.0

    def alone_until(self, budget: int) -> int:
        """Give the steps after which other subsets are drawn."""
        return min(self.alone, budget // 4)

    def enough_of(self, pairs: int) -> int:
        """Give how many of the pairs are enough.

        >>> SearchPlan().enough_of(10), SearchPlan().enough_of(1)
        (6, 1)
        """
        return max(1, int(self.enough * pairs + 0.5))

    def last_call_after(self, spent: int, pairs: int) -> int:
        """Give when to stop, where enough are explained but none outside."""
        few = pairs <= 2 * self.subset_size
        least = self.least_of_few if few else self.least_of_many
        return max(self.last_call * spent, least)
