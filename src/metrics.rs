//! Counts and times, for `/metrics`.

/// What is counted.
#[derive(Debug, Default)]
pub(crate) struct Metrics {}
