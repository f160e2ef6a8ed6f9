"""Streams: endless sequences of symbols, numbers and records.

Read it in this order: :mod:`.facts`, :mod:`.quantities`, :mod:`.clocks`,
:mod:`.classes` and :mod:`.view` say what a record is, a set of facts;
:mod:`.orders` in which order they become a past; :mod:`.expert` learns,
forgets and predicts along one order; :mod:`.code_lengths` mixes several;
:mod:`.window` says when what is forgotten; :mod:`.settings`, :mod:`.foresight` and
:mod:`.course` put it together, :mod:`.reasons` takes it apart, and :mod:`.stream` is
what one holds in hands.  :mod:`.database`, :mod:`.files`, :mod:`.journal` and
:mod:`.opened` keep it in files.

What is odd: :mod:`.odds` and :mod:`.tails` say how rare a number is, :mod:`.inferred`
how a record is best looked at, :mod:`.field_watch` how odd a field of it is, and
:mod:`.detector` is what one holds in hands; of sessions :mod:`.session_views` and
:mod:`.sessions`; of log files :mod:`.logs`.
"""
