//! The articles as they are searched now, the threads that search, and the swap to newer ones.
//!
//! A reader keeps the view it began with until it is done. Work waits in a bounded queue: when
//! that is full the asker is told at once.
//!
//! Deliberately absent: Discord, and where articles come from (`library.rs`).

use std::any::Any;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use arc_swap::ArcSwap;
use attache_index::{ArticleId, SampleQuestions, Snapshot, Suggestions};
use crossbeam_channel::{Receiver, Sender, TrySendError};
use tokio::sync::oneshot;

use crate::generations::Opened;
use crate::library::{Library, suggestions};
use crate::settings::Search;

/// The current view and the threads that read it.
pub(crate) struct Archive {
    view: Arc<ArcSwap<View>>,
    jobs: Sender<Job>,
}

/// One generation of the articles, never changed.
#[derive(Debug)]
pub(crate) struct View {
    /// Counts the views since the start, from 1.
    pub(crate) generation: u64,
    /// The number of the generation on disk; none for articles read into memory.
    pub(crate) stored: Option<u64>,
    pub(crate) snapshot: Arc<Snapshot>,
    /// What may be asked of it.
    pub(crate) suggestions: Suggestions,
    pub(crate) shelved: Vec<Shelved>,
    /// The sentence model it is ranked with, if any.
    pub(crate) model: Option<String>,
}

/// What is told about an article besides its text.
#[derive(Debug, Clone)]
pub(crate) struct Shelved {
    pub(crate) id: ArticleId,
    /// The one neutral line about its publisher.
    pub(crate) note: Option<String>,
}

/// Why nothing was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Busy {
    /// As many wait as may.
    QueueFull,
    /// The asker's time ran out first.
    DeadlinePassed,
}

type Job = Box<dyn FnOnce(&View) + Send>;

impl View {
    /// The first view of `library`.
    ///
    /// # Errors
    /// When its articles cannot be indexed.
    pub(crate) fn new(library: &Library) -> anyhow::Result<Self> {
        let shelved = library.articles.iter().map(|listed| Shelved {
            id: listed.article.id.clone(),
            note: listed.note.clone(),
        });
        let snapshot = library.snapshot()?;
        if let Some(model) = &library.model {
            model.warm();
        }
        Ok(Self {
            model: library.model.as_ref().map(|model| model.name.clone()),
            generation: 1,
            stored: library.stored.as_ref().map(|stored| stored.number),
            suggestions: library.suggestions(&snapshot),
            snapshot,
            shelved: shelved.collect(),
        })
    }

    /// The view of a generation on disk.
    pub(crate) fn of(opened: Opened, samples: &SampleQuestions, model: Option<String>) -> Self {
        let Opened { manifest, snapshot } = opened;
        let articles = manifest.articles.into_iter();
        Self {
            generation: 1,
            stored: Some(manifest.number),
            model,
            suggestions: suggestions(&snapshot, samples),
            snapshot: Arc::new(snapshot),
            shelved: articles
                .map(|record| Shelved {
                    id: record.id,
                    note: record.note,
                })
                .collect(),
        }
    }

    /// What is told about the article `id`.
    pub(crate) fn shelved(&self, id: &ArticleId) -> Option<&Shelved> {
        self.shelved.iter().find(|shelved| shelved.id == *id)
    }
}

impl Archive {
    /// Starts the threads that read `view`.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub(crate) fn start(view: View, search: &Search) -> anyhow::Result<Self> {
        let threads = match search.threads {
            0 => thread::available_parallelism().map_or(1, Into::into),
            threads => threads,
        };
        let (jobs, queue) = crossbeam_channel::bounded(search.queue);
        let view = Arc::new(ArcSwap::from_pointee(view));
        for number in 0..threads {
            let (view, queue) = (view.clone(), queue.clone());
            thread::Builder::new()
                .name(format!("search-{number}"))
                .spawn(move || work_through(&queue, &view))?;
        }
        Ok(Self { view, jobs })
    }

    /// The view as it is now, for what takes no time.
    pub(crate) fn now(&self) -> Arc<View> {
        self.view.load_full()
    }

    /// Puts `view` in place of the one there is, numbered after it.
    pub(crate) fn swap(&self, view: View) -> u64 {
        let mut next = view;
        next.generation = self.view.load().generation + 1;
        let generation = next.generation;
        self.view.store(Arc::new(next));
        generation
    }

    /// How many wait for a thread.
    pub(crate) fn waiting(&self) -> usize {
        self.jobs.len()
    }

    /// Does `work` on a search thread, in the caller's span.
    ///
    /// # Errors
    /// [`Busy`] when the queue is full, or `deadline` passed before the work was done; work that
    /// has not begun by then never does.
    ///
    /// # Panics
    /// When `work` does, where the caller can catch it.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        deadline: Instant,
        work: impl FnOnce(&View) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let (tell, told) = oneshot::channel::<Result<T, Box<dyn Any + Send>>>();
        let span = tracing::Span::current();
        let job: Job = Box::new(move |view| {
            if tell.is_closed() || Instant::now() >= deadline {
                return;
            }
            let done = span.in_scope(|| panic::catch_unwind(AssertUnwindSafe(|| work(view))));
            // The asker may have gone.
            let _ = tell.send(done);
        });
        self.jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) | TrySendError::Disconnected(_) => Busy::QueueFull,
        })?;
        match tokio::time::timeout_at(deadline.into(), told).await {
            Ok(Ok(Ok(value))) => Ok(value),
            Ok(Ok(Err(panic))) => panic::resume_unwind(panic),
            Ok(Err(_)) | Err(_) => Err(Busy::DeadlinePassed),
        }
    }
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archive")
            .field("view", &self.view.load())
            .field("waiting", &self.waiting())
            .finish_non_exhaustive()
    }
}

/// Ends when the archive is dropped.
fn work_through(queue: &Receiver<Job>, view: &ArcSwap<View>) {
    for job in queue {
        let view = view.load_full();
        job(&view);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use attache_index::AskOptions;

    use super::*;
    use crate::semantic::Choice;

    const SOON: Duration = Duration::from_secs(20);

    fn view() -> View {
        View::new(&Library::load(&[], None, Choice::None).unwrap()).unwrap()
    }

    fn archive(threads: usize, queue: usize) -> Archive {
        Archive::start(view(), &Search { threads, queue }).unwrap()
    }

    /// Occupies the only thread until the sender is used.
    async fn occupy(
        archive: &Arc<Archive>,
    ) -> (std::sync::mpsc::Sender<()>, oneshot::Receiver<()>) {
        let (go, gone) = std::sync::mpsc::channel();
        let (begin, under_way) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let archive = archive.clone();
        tokio::spawn(async move {
            let work = move |_: &View| {
                begin.send(()).unwrap();
                gone.recv().unwrap();
            };
            archive.read(Instant::now() + SOON, work).await.unwrap();
            end.send(()).unwrap();
        });
        under_way.await.unwrap();
        (go, ended)
    }

    #[tokio::test]
    async fn a_question_is_answered_from_the_view_there_is() {
        let archive = archive(2, 8);
        let ask = |view: &View| {
            let answer = view.snapshot.answer("gas", &AskOptions::default());
            (view.generation, answer.passages.len())
        };
        let (generation, passages) = archive.read(Instant::now() + SOON, ask).await.unwrap();
        assert!(generation == 1 && passages > 0);
        assert_eq!(archive.swap(view()), 2);
        let (generation, _) = archive.read(Instant::now() + SOON, ask).await.unwrap();
        assert_eq!(generation, 2);
    }

    #[tokio::test]
    async fn a_reader_keeps_the_view_it_began_with() {
        let archive = archive(1, 8);
        let before = archive.now();
        archive.swap(view());
        assert_eq!((before.generation, archive.now().generation), (1, 2));
    }

    #[tokio::test]
    async fn when_the_queue_is_full_the_asker_is_told_at_once() {
        let archive = Arc::new(archive(1, 1));
        let (go, ended) = occupy(&archive).await;
        let waiting = tokio::spawn({
            let archive = archive.clone();
            async move { archive.read(Instant::now() + SOON, |_| 7).await }
        });
        while archive.waiting() < 1 {
            tokio::task::yield_now().await;
        }
        let refused = archive.read(Instant::now() + SOON, |_| 8).await;
        assert_eq!(refused, Err(Busy::QueueFull));
        go.send(()).unwrap();
        ended.await.unwrap();
        assert_eq!(waiting.await.unwrap(), Ok(7));
    }

    #[tokio::test]
    async fn work_whose_time_is_over_is_not_begun() {
        let archive = Arc::new(archive(1, 8));
        let (go, ended) = occupy(&archive).await;
        let (tell, told) = oneshot::channel();
        let late = archive
            .read(Instant::now() + Duration::from_millis(5), |_| tell.send(()))
            .await;
        assert_eq!(late.unwrap_err(), Busy::DeadlinePassed);
        go.send(()).unwrap();
        ended.await.unwrap();
        // The sender went with the work.
        assert!(told.await.is_err());
    }

    #[tokio::test]
    async fn a_panic_reaches_the_asker_and_spares_the_thread() {
        let archive = Arc::new(archive(1, 8));
        let asking = tokio::spawn({
            let archive = archive.clone();
            async move {
                let work = |_: &View| -> u8 { panic!("a bug") };
                archive.read(Instant::now() + SOON, work).await
            }
        });
        assert!(asking.await.unwrap_err().is_panic());
        assert_eq!(archive.read(Instant::now() + SOON, |_| 9).await, Ok(9));
    }

    #[tokio::test]
    async fn work_is_done_in_the_callers_span() {
        let (tell, told) = std::sync::mpsc::channel::<String>();
        let subscriber = tracing_subscriber::fmt()
            .with_thread_names(true)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::ENTER)
            .with_writer(move || Lines(tell.clone()))
            .finish();
        let _default = tracing::subscriber::set_default(subscriber);
        let span = tracing::info_span!("asked");
        let archive = archive(1, 1);
        let reading = archive.read(Instant::now() + SOON, |_| ());
        tracing::Instrument::instrument(reading, span)
            .await
            .unwrap();
        let lines: Vec<String> = told.try_iter().collect();
        let entered = |line: &String| line.contains("search-0") && line.contains("asked");
        assert!(lines.iter().any(entered), "{lines:?}");
    }

    /// Sends each line on.
    struct Lines(std::sync::mpsc::Sender<String>);

    impl std::io::Write for Lines {
        fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
            let text = String::from_utf8_lossy(line).into_owned();
            self.0.send(text).map_err(std::io::Error::other)?;
            Ok(line.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
}
