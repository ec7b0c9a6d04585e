"""What practice adds up to."""
