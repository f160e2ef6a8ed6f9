"""Streams: endless sequences of symbols, numbers and records.

Read it in this order: :mod:`.facts`, :mod:`.quantities`, :mod:`.clocks`,
:mod:`.classes` and :mod:`.view` say what a record is, a set of facts;
:mod:`.orders` in which order they become a past; :mod:`.expert` learns,
forgets and predicts along one order; :mod:`.code_lengths` mixes several;
:mod:`.window` says when what is forgotten; :mod:`.settings`, :mod:`.foresight` and
:mod:`.course` put it together, :mod:`.reasons` takes it apart, and :mod:`.stream` is
what one holds in hands.  :mod:`.database`, :mod:`.files`, :mod:`.journal` and
:mod:`.opened` keep it in files.
"""
