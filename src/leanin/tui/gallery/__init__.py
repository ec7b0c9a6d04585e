"""The gallery: who there is to practise with."""
