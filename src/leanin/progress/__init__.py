"""What practice adds up to: counts over the journal with honest uncertainty, and a session's moments that count."""
