//! What is being answered, so that a shutdown can wait for it: serenity does not.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The answers under way, on one runtime.
#[derive(Debug, Clone)]
pub(crate) struct InFlight {
    runtime: Handle,
    tasks: TaskTracker,
    stopping: CancellationToken,
}

impl InFlight {
    /// Nothing yet; what is taken will run on `runtime`, wherever it came in.
    pub(crate) fn new(runtime: Handle) -> Self {
        Self {
            runtime,
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
        }
    }

    /// Starts `task`, unless no more are taken; tells whether it was.
    pub(crate) fn take(&self, task: impl Future<Output = ()> + Send + 'static) -> bool {
        if self.stopping.is_cancelled() {
            return false;
        }
        self.tasks.spawn_on(task, &self.runtime);
        true
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.tasks.len()
    }

    /// Takes no more, and waits at most `limit` for those under way; tells how many are left.
    pub(crate) async fn finish(&self, limit: Duration) -> usize {
        self.stopping.cancel();
        self.tasks.close();
        // What is left is counted.
        let _ = tokio::time::timeout(limit, self.tasks.wait()).await;
        self.tasks.len()
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn what_is_under_way_is_waited_for_and_nothing_more_is_taken() {
        let in_flight = InFlight::new(Handle::current());
        let (go, gone) = oneshot::channel::<()>();
        let (done, finished) = oneshot::channel();
        assert!(in_flight.take(async move {
            gone.await.unwrap();
            done.send("answered").unwrap();
        }));
        let waiting = tokio::spawn({
            let in_flight = in_flight.clone();
            async move { in_flight.finish(Duration::from_secs(10)).await }
        });
        in_flight.stopping.cancelled().await;
        assert!(!in_flight.take(async {}));
        go.send(()).unwrap();
        assert_eq!(waiting.await.unwrap(), 0);
        assert_eq!(finished.await.unwrap(), "answered");
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_ends_is_left_behind() {
        let in_flight = InFlight::new(Handle::current());
        assert!(in_flight.take(std::future::pending()));
        assert_eq!(in_flight.finish(Duration::from_secs(10)).await, 1);
    }
}
