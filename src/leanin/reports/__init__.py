"""A session, or several, as one page for a supervisor's hour: HTML that needs nothing but itself."""
