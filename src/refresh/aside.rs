//! Work of a refresh that gives way to answering: reading, comparing and indexing would otherwise
//! take half of a small machine from those who search.
//!
//! Deliberately absent: what the work is; and small reads, which whoever asked waits for
//! ([`super::work::blocking`]).

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::work::blocking;

/// How much the thread's niceness is raised: it gets about a tenth of what an answering thread does
/// when both want the same core, and all of one that is free.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Runs `work` on a thread of its own that gives way to others, and to those it starts.
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (span, runtime) = (tracing::Span::current(), Handle::current());
    // Taken by whoever does it: the thread, or, when there can be none, a thread of the pool.
    let work = Arc::new(Mutex::new(Some(move || span.in_scope(work))));
    let (tell, told) = oneshot::channel();
    let taken = work.clone();
    let started = thread::Builder::new()
        .name("refresh".into())
        .spawn(move || {
            give_way();
            let _runtime = runtime.enter();
            let work = take(&taken);
            let done = work.map(|work| catch_unwind(AssertUnwindSafe(work)));
            // Whoever waited may have gone.
            let _ = tell.send(done);
        });
    let done: Option<Result<T, Box<dyn Any + Send>>> = match started {
        Ok(_) => told.await.ok().flatten(),
        Err(error) => {
            tracing::warn!(%error, "no thread for a refresh: it does not give way to answers");
            match take(&work) {
                Some(work) => Some(Ok(blocking(work).await)),
                None => None,
            }
        }
    };
    match done {
        Some(Ok(done)) => done,
        Some(Err(panic)) => resume_unwind(panic),
        // The thread always tells, and only one of both takes the work.
        None => std::future::pending().await,
    }
}

fn take<T>(slot: &Mutex<Option<T>>) -> Option<T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Lets other threads go first; where that cannot be had for one thread alone, nothing.
fn give_way() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(NICENESS) {
        tracing::debug!(%error, "a refresh does not give way to answers");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn it_gives_way_and_nobody_else_does() {
        let niceness = || rustix::process::getpriority_process(None).unwrap();
        let before = niceness();
        let within = aside(move || {
            // What it starts gives way too.
            let started = thread::spawn(niceness);
            (niceness(), started.join().unwrap())
        });
        let expected = (before + NICENESS).min(19);
        assert_eq!(within.await, (expected, expected));
        assert_eq!(niceness(), before);
        assert_eq!(blocking(niceness).await, before);
    }

    #[tokio::test]
    #[should_panic(expected = "the boat sank")]
    async fn a_panic_reaches_who_waits() {
        aside(|| panic!("the boat sank")).await;
    }
}
