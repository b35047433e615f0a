//! A stand-in's servers on a thread and runtime of their own, so that a client that blocks its
//! runtime, or stops its clock, blocks nothing there: both stand-ins include this file.

use std::future::Future;
use std::sync::mpsc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

/// The thread; dropping it closes every connection and waits for its end.
#[derive(Debug)]
pub(crate) struct OwnThread {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl OwnThread {
    /// Runs `serve`, which sends what its clients need once it can be reached.
    ///
    /// # Panics
    /// When it ends before, as without a free port.
    pub(crate) fn start<T, F>(
        name: &str,
        serve: impl FnOnce(mpsc::Sender<T>) -> F + Send + 'static,
    ) -> (Self, T)
    where
        T: Send + 'static,
        F: Future<Output = ()>,
    {
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name(name.into())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build();
                let runtime = runtime.expect("the system gives a test's runtime its timers");
                runtime.block_on(async {
                    tokio::select! {
                        () = serve(tell) => {}
                        _ = stopped => {}
                    }
                });
            });
        let ready = told.recv().expect("loopback has free ports");
        let thread = Self {
            stop: Some(stop),
            thread: Some(thread.expect("the system has threads")),
        };
        (thread, ready)
    }
}

impl Drop for OwnThread {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // Its panic, if any, was printed where it happened; the test must fail too.
            let ended = thread.join();
            assert!(
                ended.is_ok() || std::thread::panicking(),
                "the stand-in panicked"
            );
        }
    }
}
