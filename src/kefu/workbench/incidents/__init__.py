"""Incidents: what happened, whom it reached, how far the work is; they go back into the data, so charts mark them."""
