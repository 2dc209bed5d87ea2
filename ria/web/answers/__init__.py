"""A form's answers on its pages: stored, carried forward, returned, and with findings."""
