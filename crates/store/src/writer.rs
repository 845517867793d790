//! SQLite's one writer: many units of work in one commit.
//!
//! A separate thread with a small runtime owns the writing connection and calls SQLite itself. Units arrive through a
//! bounded queue. Each runs inside a savepoint of one `BEGIN IMMEDIATE … COMMIT` and is answered only after that
//! commit, so one `fsync` serves up to 64 units. The closure is sent to the thread, but its future never leaves it;
//! therefore callers need neither boxed futures nor a macro.
//!
//! A unit that fails, panics or takes too long is rolled back to its savepoint; the other units of the batch are not
//! affected. If the commit itself fails, every unit runs once more in its own transaction, so that only the unit that
//! caused the failure gets an error.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use tokio::sync::{mpsc, oneshot};

use crate::db::WriterFigures;
use crate::error::{Error, Failure, UnitError};
use crate::lite::{Lite, Opening};
use crate::seal::Keys;
use crate::tx::{Conn, SqliteHandle, Tx};

/// Maximum number of waiting units; the next one gets [`Failure::Busy`] at once.
const QUEUE: usize = 1024;

/// Limits of the writer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Maximum number of units in one commit.
    pub(crate) batch: usize,
    /// A batch accepts no new unit after this time.
    pub(crate) batch_age: Duration,
    /// Maximum duration of one unit.
    pub(crate) unit_timeout: Duration,
}

impl Limits {
    /// Measured: a larger number gains nothing, because the batch reaches its maximum age first.
    pub(crate) const BATCH: usize = 64;
}

/// Sends units to the writer's thread.
pub(crate) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    counters: Arc<Counters>,
}

#[derive(Default)]
struct Counters {
    units: AtomicU64,
    commits: AtomicU64,
}

/// How the run of a unit ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    Well,
    Badly,
}

/// A unit of work without its type parameters.
trait Job: Send {
    /// Whether the caller no longer waits.
    fn abandoned(&self) -> bool;
    /// Whether it has already been given a failure and must not run again.
    fn failed(&self) -> bool;
    /// Runs it. Deliberately not `Send`: the future never leaves the writer's thread.
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> Pin<Box<dyn Future<Output = Ended> + 'a>>;
    /// Sets an error as its answer.
    fn fail(&mut self, error: Error);
    /// Sends its answer.
    fn answer(self: Box<Self>);
}

struct Unit<W, T, E> {
    work: W,
    reply: oneshot::Sender<Result<T, E>>,
    outcome: Option<Result<T, E>>,
    failed: bool,
}

impl<W, T, E> Job for Unit<W, T, E>
where
    W: AsyncFn(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: UnitError,
{
    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }
    fn failed(&self) -> bool {
        self.failed
    }
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> Pin<Box<dyn Future<Output = Ended> + 'a>> {
        Box::pin(async move {
            let outcome = (self.work)(tx).await;
            let ended = if outcome.is_ok() { Ended::Well } else { Ended::Badly };
            self.outcome = Some(outcome);
            ended
        })
    }
    fn fail(&mut self, error: Error) {
        self.failed = true;
        self.outcome = Some(Err(error.into()));
    }
    fn answer(self: Box<Self>) {
        let outcome = self.outcome.unwrap_or_else(|| Err(Error::from(Failure::Stopped).into()));
        // A caller that no longer waits learns the outcome by repeating the request with its idempotency key.
        let _gone = self.reply.send(outcome);
    }
}

impl Writer {
    /// Opens the writing connection and starts the thread.
    pub(crate) fn start(opening: Opening, keys: Keys, limits: Limits) -> Result<Writer, Error> {
        let lite = opening.open()?;
        let (queue, jobs) = mpsc::channel(QUEUE);
        let counters = Arc::new(Counters::default());
        let tx = Tx::new(Conn::Sqlite(Box::new(SqliteHandle::Writer(lite))), keys.clone());
        let mut inside = Inside { tx, jobs, limits, opening, keys, counters: Arc::clone(&counters) };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(|error| Error::File { path: "writer thread".into(), error })?;
        let thread = std::thread::Builder::new()
            .name("qabul-writer".into())
            .spawn(move || runtime.block_on(inside.run()))
            .map_err(|error| Error::File { path: "writer thread".into(), error })?;
        Ok(Writer { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)), counters })
    }

    /// Queues a unit and waits for its answer.
    pub(crate) async fn submit<T, E, W>(&self, work: W) -> Result<T, E>
    where
        W: AsyncFn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: UnitError,
    {
        let failed = |failure: Failure| E::from(Error::from(failure));
        let (reply, answer) = oneshot::channel();
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let unit = Unit { work, reply, outcome: None, failed: false };
        queue.ok_or_else(|| failed(Failure::Stopped))?.try_send(Box::new(unit)).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => failed(Failure::Busy),
            mpsc::error::TrySendError::Closed(_) => failed(Failure::Stopped),
        })?;
        answer.await.unwrap_or_else(|_| Err(failed(Failure::Stopped)))
    }

    /// Accepts no more units, completes the waiting ones and joins the thread.
    pub(crate) async fn stop(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let joined = tokio::task::spawn_blocking(move || thread.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::error!("the writer's thread ended in a panic");
            }
        }
    }

    pub(crate) fn figures(&self) -> WriterFigures {
        WriterFigures {
            units: self.counters.units.load(Ordering::Relaxed),
            commits: self.counters.commits.load(Ordering::Relaxed),
        }
    }
}

/// State of the writer's thread.
struct Inside {
    tx: Tx,
    jobs: mpsc::Receiver<Box<dyn Job>>,
    limits: Limits,
    opening: Opening,
    keys: Keys,
    counters: Arc<Counters>,
}

impl Inside {
    async fn run(&mut self) {
        while let Some(first) = self.jobs.recv().await {
            let mut batch = Vec::new();
            if let Err(error) = self.batch(first, &mut batch, self.limits.batch).await {
                tracing::warn!(error = %error, units = batch.len(), "a batch failed; its units are run alone");
                self.recover();
                for job in std::mem::take(&mut batch) {
                    self.alone(job, &mut batch).await;
                }
            }
            for job in batch {
                job.answer();
            }
        }
        // Keeps the WAL file small. A failure has no effect, because the next start reads the WAL.
        if let Err(error) = self.lite().and_then(Lite::tidy) {
            tracing::debug!(error = %error, "no checkpoint at the end");
        }
    }

    /// Runs units in one transaction. Every job is put into `batch` in every case, so it is always answered.
    async fn batch(&mut self, first: Box<dyn Job>, batch: &mut Vec<Box<dyn Job>>, most: usize) -> Result<(), Error> {
        let started = Instant::now();
        self.sql(&["begin immediate"])?;
        let mut next = Some(first);
        while let Some(job) = next {
            batch.push(job);
            if let Some(job) = batch.last_mut().filter(|job| !job.abandoned()) {
                self.unit(job.as_mut()).await?;
            }
            let full = batch.len() >= most || started.elapsed() > self.limits.batch_age;
            // The writer does not wait for further units: measurements showed that waiting costs more than it gains.
            next = if full { None } else { self.jobs.try_recv().ok() };
        }
        self.sql(&["commit"])?;
        self.counters.commits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Runs one unit inside a savepoint and undoes it unless it succeeded.
    async fn unit(&mut self, job: &mut dyn Job) -> Result<(), Error> {
        self.counters.units.fetch_add(1, Ordering::Relaxed);
        self.sql(&["savepoint unit"])?;
        let most = self.limits.unit_timeout;
        self.lite()?.allow(Some(most));
        let run = AssertUnwindSafe(job.run(&mut self.tx)).catch_unwind();
        let ended = tokio::time::timeout(most, run).await;
        let stopped = self.lite()?.was_stopped();
        self.lite()?.allow(None);
        let unaudited = !self.tx.take_booked().is_empty();
        let failure = match ended {
            Ok(Ok(Ended::Well)) if self.tx.take_failed() => Some(Failure::LookedAway),
            Ok(Ok(Ended::Well)) if unaudited => Some(Failure::Unaudited),
            Ok(Ok(Ended::Well)) => return self.sql(&["release unit"]),
            Ok(Ok(Ended::Badly)) if stopped => Some(Failure::TimedOut),
            Ok(Ok(Ended::Badly)) => None,
            Ok(Err(_panic)) => Some(Failure::Panicked),
            Err(_elapsed) => Some(Failure::TimedOut),
        };
        self.tx.take_failed();
        if let Some(failure) = failure {
            tracing::error!(failure = %failure, "a unit was undone");
            job.fail(failure.into());
        }
        self.sql(&["rollback to unit", "release unit"])
    }

    fn lite(&mut self) -> Result<&mut Lite, Error> {
        match &mut self.tx.conn {
            Conn::Sqlite(handle) => handle.lite(),
            Conn::Postgres(_) => Err(Failure::Stopped.into()),
        }
    }

    /// Runs a unit again after its batch failed, in its own transaction, and adds it to `finished`.
    async fn alone(&mut self, job: Box<dyn Job>, finished: &mut Vec<Box<dyn Job>>) {
        let mut one = Vec::with_capacity(1);
        if job.failed() {
            one.push(job);
        } else if let Err(error) = self.batch(job, &mut one, 1).await {
            self.recover();
            // An infrastructure failure is reported as such, anything else as a failed commit.
            let error = if error.is_passing() { error } else { Failure::Commit(error.to_string()).into() };
            if let Some(job) = one.first_mut().filter(|job| !job.failed()) {
                job.fail(error);
            }
        }
        finished.append(&mut one);
    }

    /// Ends whatever transaction is open; opens a new connection if this one does not respond.
    fn recover(&mut self) {
        self.tx.take_failed();
        // Fails with "no transaction is active" if SQLite has already rolled back by itself; this is expected.
        let _none_active = self.sql(&["rollback"]);
        if self.lite().and_then(Lite::ping).is_ok() {
            return;
        }
        match self.opening.open() {
            Ok(lite) => self.tx = Tx::new(Conn::Sqlite(Box::new(SqliteHandle::Writer(lite))), self.keys.clone()),
            Err(error) => tracing::error!(error = %error, "the writer cannot open the database again"),
        }
    }

    fn sql(&mut self, statements: &[&str]) -> Result<(), Error> {
        self.lite()?.run(statements)
    }
}
