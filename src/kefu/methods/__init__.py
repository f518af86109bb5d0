"""The mathematics: arrays in, numbers out; a statistician can read it without knowing what a ticket is."""
