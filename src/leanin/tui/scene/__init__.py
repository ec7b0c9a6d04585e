"""Before the first word: who the client is, and who the trainee is in the scene."""
