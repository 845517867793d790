//! Azerbaijani letters: case, order, folding.
