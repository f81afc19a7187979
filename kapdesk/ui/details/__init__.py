"""A client's details: the person, ways to reach her, the people around her, what was told about health, own fields."""
