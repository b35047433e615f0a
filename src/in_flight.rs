//! What is being answered, so that a shutdown can wait for it: serenity does not.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The answers under way.
#[derive(Debug, Clone)]
pub(crate) struct InFlight {
    tasks: TaskTracker,
    stopping: CancellationToken,
}

impl InFlight {
    pub(crate) fn new() -> Self {
        Self {
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
        }
    }

    /// Starts `task` on `runtime`, unless no more are taken.
    pub(crate) fn take(
        &self,
        runtime: &tokio::runtime::Handle,
        task: impl Future<Output = ()> + Send + 'static,
    ) -> bool {
        if self.stopping.is_cancelled() {
            return false;
        }
        self.tasks.spawn_on(task, runtime);
        true
    }

    /// Takes no more, and waits at most `limit` for those under way; tells how many are left.
    pub(crate) async fn finish(&self, limit: Duration) -> usize {
        self.stopping.cancel();
        self.tasks.close();
        // What is left is counted below.
        let _ = tokio::time::timeout(limit, self.tasks.wait()).await;
        self.tasks.len()
    }
}
