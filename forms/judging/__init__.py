"""What the answers add up to: the outcome, the conclusion, and contradictions between them."""
