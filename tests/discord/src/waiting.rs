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
        self.within(self.setup.patience, what, search).await
    }

    /// What `future` gives, within `limit`.
    ///
    /// # Panics
    /// When it takes longer; what was refused meanwhile is likely the reason and is told.
    pub(crate) async fn within<T>(
        &self,
        limit: Duration,
        what: &str,
        future: impl Future<Output = T>,
    ) -> T {
        if let Ok(value) = tokio::time::timeout(limit, future).await {
            return value;
        }
        let world = self.world();
        let refused: Vec<String> = world.rejections.iter().map(ToString::to_string).collect();
        let failed = world.requests.iter().rev().filter(|r| r.status >= 400);
        let failed: Vec<String> = failed
            .take(5)
            .map(|r| format!("{} {}", r.route, r.status))
            .collect();
        drop(world);
        panic!("waited {limit:?} for {what}\nrefused: {refused:#?}\nfailed lately: {failed:#?}");
    }
}
