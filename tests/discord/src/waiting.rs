//! Waiting for a condition, with a limit.

use std::future::Future;
use std::time::Duration;

use crate::world::{Shared, World};

impl Shared {
    /// Waits until `found` finds something in the world.
    ///
    /// # Panics
    /// When that takes longer than the setup's patience.
    pub(crate) async fn until<T>(
        &self,
        what: &str,
        mut found: impl FnMut(&mut World) -> Option<T>,
    ) -> T {
        let mut changes = self.changes();
        let search = async {
            loop {
                changes.mark_unchanged();
                if let Some(found) = found(&mut self.world()) {
                    return found;
                }
                changes.changed().await.expect("the sender lives in self");
            }
        };
        within(self.setup.patience, what, search).await
    }
}

/// What `future` gives, within `limit`.
///
/// # Panics
/// When it takes longer.
pub(crate) async fn within<T>(limit: Duration, what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(limit, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited {limit:?} for {what}"),
    }
}
