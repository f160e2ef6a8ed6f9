"""A Neural Turing Machine in PyTorch, to stand beside plastic's own machine.

Written from Graves, Wayne and Danihelka, "Neural Turing Machines" (2014, arXiv
1410.5401).  It learns by gradient descent, which the library itself does not:
it is a peer for comparison, and needs ``pip install -e '.[ntm]'``.

    python -m peers.ntm train --task copy
    python -m peers.ntm evaluate checkpoints/copy-ntm-1-best.pt
"""
