"""Who says what, what happened to whom: attributions, acts, talks, casualties, and the claims made of them."""
