"""People, their teams and roles, what they may do and see, and the record of what they did."""
