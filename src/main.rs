//! Reads the command line; starts the window or a command; nothing else.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    lotwise::cli::run(lotwise::cli::Cli::parse(), lotwise::ui::run)
}
