"""The parts of the Word renderer: markup, styles, native charts, the blocks, and the package they go into."""
