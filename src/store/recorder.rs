//! The queue of questions and the one task that writes them, many in a transaction.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::questions::{self, Question};
use super::{Shared, Store};

/// The most questions that wait to be written.
const QUEUE: usize = 1024;
/// The most questions written in one transaction.
const BATCH: usize = 128;

/// The way to the writer.
#[derive(Debug)]
pub(super) struct Recorder {
    queue: mpsc::Sender<Entry>,
    stop: CancellationToken,
    writer: Mutex<Option<JoinHandle<()>>>,
}

enum Entry {
    Asked(Box<Question>),
    /// Answered when everything before it has been written or lost.
    Flush(oneshot::Sender<()>),
}

impl Store {
    /// Queues a question to be recorded. Never waits; a full queue drops it and counts that.
    pub(crate) fn record(&self, question: Question) {
        let entry = Entry::Asked(Box::new(question));
        if self.recorder.queue.try_send(entry).is_err() {
            self.shared.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Ends when every question queued so far has been written or lost.
    pub(crate) async fn flush(&self) {
        let (done, told) = oneshot::channel();
        if self.recorder.queue.send(Entry::Flush(done)).await.is_ok() {
            // A writer that is gone has nothing left to write.
            let _ = told.await;
        }
    }
}

impl Recorder {
    pub(super) fn start(shared: Arc<Shared>) -> Self {
        let (queue, entries) = mpsc::channel(QUEUE);
        let stop = CancellationToken::new();
        let writer = tokio::spawn(write(shared, entries, stop.clone()));
        Self {
            queue,
            stop,
            writer: Mutex::new(Some(writer)),
        }
    }

    /// Takes no more and ends when all is written.
    pub(super) async fn close(&self) {
        self.stop.cancel();
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(writer) = writer
            && let Err(error) = writer.await
        {
            tracing::error!(%error, "the writer of questions failed");
        }
    }
}

/// Writes what comes in until it is stopped or nobody can send any more.
async fn write(shared: Arc<Shared>, mut entries: mpsc::Receiver<Entry>, stop: CancellationToken) {
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let received = tokio::select! {
            received = entries.recv_many(&mut batch, BATCH) => received,
            () = stop.cancelled(), if !entries.is_closed() => {
                entries.close();
                continue;
            }
        };
        if received == 0 {
            break;
        }
        let (mut asked, mut waiting) = (Vec::new(), Vec::new());
        for entry in batch.drain(..) {
            match entry {
                Entry::Asked(question) => asked.push(*question),
                Entry::Flush(done) => waiting.push(done),
            }
        }
        write_batch(&shared, &asked).await;
        for done in waiting {
            // Whoever waited may have given up.
            let _ = done.send(());
        }
    }
}

async fn write_batch(shared: &Shared, asked: &[Question]) {
    if asked.is_empty() {
        return;
    }
    let written = match shared.database() {
        Ok(database) => shared.written(questions::insert(&database, asked).await),
        Err(trouble) => Err(trouble),
    };
    let counter = if written.is_ok() {
        &shared.recorded
    } else {
        &shared.lost
    };
    counter.fetch_add(asked.len() as u64, Ordering::Relaxed);
}
