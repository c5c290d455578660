//! Work that takes longer than a frame: a named thread with progress in words and a cancel flag.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread;

/// What a job is doing, in words, and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// "Reading payments.csv"
    pub words: String,
    /// 0 to 1, where it is known.
    pub share: Option<f32>,
}

/// The owner stopped the job, or nobody waits for it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Cancelled;

/// What a job holds while it runs.
#[derive(Clone)]
pub struct JobContext {
    is_cancelled: Arc<AtomicBool>,
    say: Arc<dyn Fn(Progress) + Send + Sync>,
}

impl JobContext {
    /// For the command line: progress goes to `say`, and nothing cancels.
    pub fn new(say: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { is_cancelled: Arc::default(), say: Arc::new(say) }
    }

    /// Says what is happening now, and stops here if the owner cancelled.
    pub fn step(&self, words: impl Into<String>, share: Option<f32>) -> Result<(), Cancelled> {
        self.check()?;
        (self.say)(Progress { words: words.into(), share });
        Ok(())
    }

    /// Stops here if the owner cancelled.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    /// The flag itself, for readers deep below that look at it between rows.
    pub fn cancel_flag(&self) -> &AtomicBool {
        &self.is_cancelled
    }
}

/// A job that runs. Dropping it cancels it.
pub struct Job<T> {
    messages: Receiver<Message<T>>,
    is_cancelled: Arc<AtomicBool>,
}

enum Message<T> {
    Progress(Progress),
    Done(T),
    Panicked(String),
}

/// What a look at a job gives.
pub enum JobState<T> {
    /// It goes on; the newest progress, if any came since the last look.
    Running(Option<Progress>),
    /// It is done.
    Done(T),
    /// It broke; what the fault said.
    Panicked(String),
}

impl<T: Send + 'static> Job<T> {
    /// Starts `work` on a thread of its own. `wake` is called after each message, so that the window looks.
    ///
    /// Fails only where the system gives no thread.
    pub fn start(
        name: &str,
        wake: impl Fn() + Send + Sync + Clone + 'static,
        work: impl FnOnce(&JobContext) -> T + Send + 'static,
    ) -> std::io::Result<Self> {
        let (send, messages) = channel();
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let context = JobContext {
            is_cancelled: Arc::clone(&is_cancelled),
            say: Arc::new({
                let (send, wake) = (send.clone(), wake.clone());
                move |progress| {
                    // Nobody may be listening any more; then there is nobody to tell.
                    let _ = send.send(Message::Progress(progress));
                    wake();
                }
            }),
        };
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            finish(&send, catch_unwind(AssertUnwindSafe(|| work(&context))));
            wake();
        })?;
        Ok(Self { messages, is_cancelled })
    }

    /// Asks the job to stop at its next step. The caller need not wait: results that still come are dropped with it.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Looks without waiting.
    pub fn poll(&self) -> JobState<T> {
        let mut newest = None;
        loop {
            match self.messages.try_recv() {
                Ok(Message::Progress(progress)) => newest = Some(progress),
                Ok(Message::Done(result)) => return JobState::Done(result),
                Ok(Message::Panicked(text)) => return JobState::Panicked(text),
                Err(TryRecvError::Empty) => return JobState::Running(newest),
                Err(TryRecvError::Disconnected) => return JobState::Panicked("it ended without a result".to_owned()),
            }
        }
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }
}

fn finish<T>(send: &Sender<Message<T>>, result: Result<T, Box<dyn Any + Send>>) {
    let message = match result {
        Ok(result) => Message::Done(result),
        Err(fault) => Message::Panicked(
            fault
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| fault.downcast_ref::<&str>().map(|text| (*text).to_owned()))
                .unwrap_or_else(|| "unknown fault".to_owned()),
        ),
    };
    // The window may be gone; then nobody needs the result.
    let _ = send.send(message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn wait<T: Send + 'static>(job: &Job<T>) -> JobState<T> {
        let start = Instant::now();
        loop {
            match job.poll() {
                JobState::Running(_) if start.elapsed() < Duration::from_secs(20) => thread::yield_now(),
                state => return state,
            }
        }
    }

    #[test]
    fn a_cancelled_job_stops_at_its_next_step() {
        let job = Job::start(
            "test",
            || {},
            |context| {
                loop {
                    if context.step("Counting", None).is_err() {
                        return "stopped";
                    }
                }
            },
        )
        .expect("a thread");
        job.cancel();
        assert!(matches!(wait(&job), JobState::Done("stopped")));
    }

    #[test]
    fn a_fault_in_a_job_is_said_and_not_spread() {
        let job: Job<()> = Job::start("test", || {}, |_| panic!("row 7")).expect("a thread");
        assert!(matches!(wait(&job), JobState::Panicked(text) if text == "row 7"));
    }
}
