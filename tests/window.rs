//! A real window, as an owner gets it. Needs a display: `.ci/run` gives it one.
#![allow(clippy::unwrap_used, missing_docs)]

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Ends the program that the test started, whatever becomes of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn output(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn wait_for<T>(what: &str, seconds: u64, mut f: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = f() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(seconds), "{what} did not come");
        sleep(Duration::from_millis(200));
    }
}

#[test]
#[ignore = "needs a display with xdotool and ImageMagick; .ci/run starts one"]
fn the_window_opens_on_the_sample_shop_and_draws_it() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data");
    wait_for("a display", 30, || output("xdotool", &["getdisplaygeometry"]));
    let mut window = Running(
        Command::new(env!("CARGO_BIN_EXE_lotwise"))
            .arg(sample)
            // Not the settings of whoever runs the test.
            .env("XDG_CONFIG_HOME", std::env::temp_dir().join(format!("lotwise-window-{}", std::process::id())))
            .stdout(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let id = wait_for("the window", 60, || {
        output("xdotool", &["search", "--onlyvisible", "--name", "^Lotwise$"]).filter(|id| !id.is_empty())
    });
    let id = id.lines().next().unwrap().to_owned();
    // A blank window has a handful of colours; cards, charts and text have hundreds.
    let n_colours = wait_for("the review", 60, || {
        let text = output("sh", &["-c", &format!("import -window {id} -format %k info:")])?;
        text.parse::<usize>().ok().filter(|&n| n > 300)
    });
    assert!(n_colours > 300, "{n_colours}");
    assert!(window.0.try_wait().unwrap().is_none(), "the window is still open");
}

#[test]
fn without_a_display_the_same_job_is_done_and_says_so() {
    let folder = std::env::temp_dir().join(format!("lotwise-headless-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_lotwise"))
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .current_dir(&folder)
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{err}");
    assert!(out.starts_with("Call "), "{out}");
    assert_eq!(err.lines().filter(|line| line.contains("display")).count(), 1, "one line says so: {err}");
    let html = std::fs::read_to_string(folder.join("review.html")).unwrap();
    assert!(
        html.contains("<svg") && !html.contains("<script") && !html.contains("http://") && !html.contains("https://")
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn wrong_usage_and_what_cannot_be_done_have_their_own_exit_codes() {
    let run = |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_lotwise")).args(args).output().unwrap();
    assert_eq!(run(&["review"]).status.code(), Some(2));
    let gone = run(&["review", "gone.csv"]);
    assert_eq!(gone.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&gone.stderr).contains("gone.csv"));
    assert_eq!(run(&["inspect", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"), "--json"]).status.code(), Some(0));
}
