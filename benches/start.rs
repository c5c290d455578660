//! How long it takes from the start of the program until its window shows something: Lotwise with no file open, and Lotwise
//! with the workspace that it had open last, beside an empty window of eframe. In turn, in one run, as ratios.
//!
//! Each window is a process of its own, this program started again, so that starting a process counts for all alike. The
//! first frame counts as shown when the second begins. Ends with exit code 1 where Lotwise with no file open takes too long.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use eframe::egui::{self, ViewportBuilder, ViewportCommand};
use eframe::{App, Frame, NativeOptions};
use lotwise::app::pipeline::take_in;
use lotwise::app::settings::Settings;
use lotwise::app::{JobContext, LookOptions};
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::store::Taking;
use lotwise::ui::ShopApp;

/// So many starts of each window are measured, after one that fills the caches.
const ROUNDS: usize = 11;

/// Lotwise with no file open may take at most so many times as long as an empty window.
const MOST: f64 = 1.3;

/// A window that shows no frame for so long never will.
const PATIENCE: Duration = Duration::from_mins(1);

/// Which window the program opens when it is started again.
const EMPTY: &str = "empty";
const LOTWISE: &str = "lotwise";

/// What a window says when its first frame was shown.
const SHOWN: &str = "shown";

fn main() -> ExitCode {
    match std::env::args().skip(1).find(|arg| !arg.starts_with('-')).as_deref() {
        Some(EMPTY) => {
            // What draws it is what eframe takes by itself, which is what Lotwise takes: OpenGL, and DirectX on Windows.
            let viewport = ViewportBuilder::default().with_inner_size([1280.0, 800.0]);
            open(NativeOptions { viewport, ..NativeOptions::default() }, |_| Empty)
        }
        Some(LOTWISE) => open(ShopApp::options(), |ctx| ShopApp::at_start(ctx, Vec::new())),
        _ if !has_screen() => {
            println!("No display was found to open a window on, so nothing is measured");
            ExitCode::SUCCESS
        }
        _ => measure(),
    }
}

fn measure() -> ExitCode {
    let folder =
        std::path::absolute(std::env::temp_dir()).unwrap().join(format!("lotwise-start-{}", std::process::id()));
    let (none, last) = (folder.join("none"), folder.join("last"));
    remember_workspace(&folder, &last);
    let windows = [(EMPTY, &none), (LOTWISE, &none), (LOTWISE, &last)];
    let mut times = <[Vec<f64>; 3]>::default();
    for round in 0..=ROUNDS {
        // In turn, so that what else the computer does falls on all of them.
        for (times, (window, settings)) in times.iter_mut().zip(windows) {
            let seconds = start(window, settings);
            if round > 0 {
                times.push(seconds);
            }
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
    let [empty, lotwise, reopened] = times.map(median);
    let ratio = lotwise / empty;
    println!("from the start to the first frame, the middle of {ROUNDS} starts:");
    println!("an empty window: {:.0} ms", empty * 1e3);
    println!("Lotwise, no file open: {:.0} ms, {ratio:.2} times as long (asked: at most {MOST})", lotwise * 1e3);
    println!("Lotwise, last workspace: {:.0} ms, {:.2} times as long", reopened * 1e3, reopened / empty);
    if ratio <= MOST { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Keeps the sample shop as a workspace, and settings that say it was open last.
fn remember_workspace(folder: &Path, settings: &Path) {
    let (exports, workspace) = (folder.join("exports"), folder.join("shop.lotwise"));
    write_sample(&exports, &SampleOptions::default()).unwrap();
    let options = LookOptions { workspace: Some(workspace.clone()), paths: vec![exports], ..LookOptions::default() };
    take_in(&options, Taking::Keep, &JobContext::new(|_| {})).unwrap();
    let mut remembered = Settings::default();
    remembered.opened(&workspace);
    remembered.write(&settings.join("lotwise").join("settings.json")).unwrap();
}

/// Seconds from before the process starts until its first frame was shown.
fn start(window: &str, settings: &Path) -> f64 {
    let mut program = Command::new(std::env::current_exe().unwrap());
    // Not the settings of whoever runs this; the second is where Windows has them.
    program.arg(window).env("XDG_CONFIG_HOME", settings).env("APPDATA", settings).stdout(Stdio::piped());
    let started = Instant::now();
    let mut child = program.spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    output.read_line(&mut said).unwrap();
    let seconds = started.elapsed().as_secs_f64();
    // The next one has the computer and the workspace for itself.
    let ended = child.wait().unwrap();
    assert_eq!(said.trim_end(), SHOWN, "the window \"{window}\" showed no frame ({ended})");
    seconds
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The same as in the window itself: on Linux it needs a display server, elsewhere there always is one.
fn has_screen() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Opens a window until its first frame was shown.
fn open<A: App + 'static>(options: NativeOptions, app: impl FnOnce(&egui::Context) -> A) -> ExitCode {
    thread::spawn(give_up_in_time);
    let create: eframe::AppCreator<'_> = Box::new(|creation| Ok(Box::new(UntilShown(app(&creation.egui_ctx)))));
    eframe::run_native("Lotwise", options, create).unwrap();
    ExitCode::SUCCESS
}

/// Also a window that is never drawn ends, for instance on a screen that is locked.
fn give_up_in_time() {
    thread::sleep(PATIENCE);
    std::process::exit(1);
}

/// A window that draws nothing.
struct Empty;

impl App for Empty {
    fn ui(&mut self, _ui: &mut egui::Ui, _frame: &mut Frame) {}
}

/// A window that says when its first frame was shown, and closes.
struct UntilShown<A>(A);

impl<A: App> App for UntilShown<A> {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut Frame) {
        self.0.logic(ctx, frame);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut Frame) {
        // Frames and not calls: egui may lay out one frame several times.
        let n_shown = ui.ctx().cumulative_frame_nr();
        if n_shown == 0 {
            self.0.ui(ui, frame);
            ui.ctx().request_repaint();
            return;
        }
        if n_shown == 1 {
            println!("{SHOWN}");
        }
        ui.ctx().send_viewport_cmd(ViewportCommand::Close);
    }
}
