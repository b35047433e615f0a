//! Fetching from the stand-in.
