"""How much each of several ratings goes with an overall one, where they also go with each other."""
