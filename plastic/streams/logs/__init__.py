"""Logs: lines become templates, templates sessions, and sessions are judged.

Read it in this order: :mod:`.following` gives the lines of a file as it grows,
:mod:`.times` when each was written, :mod:`.templates` what kind of line it is,
:mod:`.grouping` which belong together; :mod:`.watch` is all of it, with a detector
at the end, and :mod:`.tables` the same for rows of numbers.
"""
