"""The demo city's disputes: invented facts between role-named bodies, made through the same door as real ones."""
