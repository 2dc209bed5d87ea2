"""A form's answers on its pages: as stored, as carried, as returned, as found wanting."""
