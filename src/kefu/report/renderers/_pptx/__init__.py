"""How the PowerPoint renderer works: measure, arrange, flow, draw.

``pieces`` says how much room each block needs (``text`` measures), ``arrange`` who stands beside whom, ``flow`` which
slide a row is on and how high it is; ``charts``, ``tables``, ``steps``, ``cards``, ``prose`` and ``pictures`` draw
native shapes. ``master`` makes the blank file, ``deck`` adds slides and saves it, ``cover`` draws the first two.
"""
