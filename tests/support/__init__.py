"""Real servers, a real browser and real mail for the tests: no stand-ins."""
