"""Mail and time: who is sent which mail, when, and how it is delivered."""
