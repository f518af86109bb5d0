"""How far a survey's result may lie from what all customers would have said."""
