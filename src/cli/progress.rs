//! Progress on standard error: a bar on a terminal, plain lines otherwise.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use crate::app::JobContext;

/// A context for jobs that run without a window.
pub fn context() -> JobContext {
    if std::io::stderr().is_terminal() {
        let bar = ProgressBar::new(1000);
        if let Ok(style) = ProgressStyle::with_template("{msg:40} {bar:30} {elapsed}") {
            bar.set_style(style);
        }
        return JobContext::new(move |progress| {
            if let Some(share) = progress.share {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 1000")]
                bar.set_position((share.clamp(0.0, 1.0) * 1000.0) as u64);
            }
            bar.set_message(progress.words);
        });
    }
    let last = Mutex::new(String::new());
    JobContext::new(move |progress| {
        let Ok(mut last) = last.lock() else { return };
        if *last != progress.words {
            let _ = writeln!(std::io::stderr(), "{}", progress.words);
            *last = progress.words;
        }
    })
}
