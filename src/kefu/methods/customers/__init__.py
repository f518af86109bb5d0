"""What customers are worth and whether they will come back."""
