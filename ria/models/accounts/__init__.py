"""Tables: accounts and the roles given to them."""
