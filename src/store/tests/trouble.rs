//! Databases that cannot be used: the store says why, and everything goes on without it.
