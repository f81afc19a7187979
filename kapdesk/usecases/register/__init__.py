"""What leaves the practice about a client, by what right, and what she asks of her record."""
