"""What renderers read out of a document alike: its sections, the steps of a waterfall, the shape and word of a tone.

Nothing here knows a file format; a renderer takes what it needs and draws it its own way.
"""
