"""Where the apps meet: the rules of the closed loop, and the pages that lead from one app to another."""
