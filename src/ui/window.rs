//! Opens the window and hands each frame to the shell.

use std::path::PathBuf;

use eframe::egui::{self, IconData, ViewportBuilder};

use super::pages::Pages;
use super::shell::shell_ui;
use super::theme::{LIGHT, install_look};
use super::widgets::icons::{LOGO_DOT, LOGO_STEPS};
use crate::app::command::{PictureKind, Place};
use crate::app::settings::settings_file;
use crate::app::state::Dialogs;
use crate::app::{AppState, Command};
use crate::store::ENDING;

/// What the window holds: what is known, and where each page stands.
pub struct ShopApp {
    state: AppState,
    pages: Pages,
    /// Opened once the window stands: reading at once would hold up its first frame.
    to_open: Vec<PathBuf>,
}

impl ShopApp {
    /// A window that shows `state`.
    pub fn new(ctx: &egui::Context, state: AppState) -> Self {
        install_look(ctx);
        Self { state, pages: Pages::default(), to_open: Vec::new() }
    }

    /// The window as the program starts it: with these files and folders, or without any with what was open last.
    pub fn at_start(ctx: &egui::Context, paths: Vec<PathBuf>) -> Self {
        let dialogs = Dialogs { pick_files, pick_place };
        let wakes = ctx.clone();
        let state = AppState::new(move || wakes.request_repaint(), dialogs).with_settings(settings_file());
        // What was open last is opened again, if it is still there.
        let last = || state.recent().first().filter(|path| path.is_file()).cloned().into_iter().collect();
        let to_open = if paths.is_empty() { last() } else { paths };
        Self { to_open, ..Self::new(ctx, state) }
    }

    /// How the window is opened: its name, its size, its mark, and what draws it.
    pub fn options() -> eframe::NativeOptions {
        eframe::NativeOptions {
            viewport: ViewportBuilder::default()
                .with_title("Lotwise")
                .with_app_id("lotwise")
                .with_inner_size([1280.0, 800.0])
                .with_min_inner_size([1024.0, 640.0])
                .with_icon(window_icon()),
            renderer: renderer(),
            persist_window: false,
            ..eframe::NativeOptions::default()
        }
    }
}

impl eframe::App for ShopApp {
    /// Also runs while the window is hidden, so a long import still finishes.
    fn logic(&mut self, _ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.state.receive_job_results();
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        if !self.to_open.is_empty() {
            if ui.ctx().cumulative_frame_nr() > 0 {
                self.state.apply(Command::OpenPaths(std::mem::take(&mut self.to_open)));
            }
            ui.ctx().request_repaint();
        }
        for command in shell_ui(ui, &mut self.pages, &self.state) {
            self.state.apply(command);
            // What the command changed is drawn now, not at the next move of the mouse.
            ui.ctx().request_repaint();
        }
    }
}

/// Opens the window, with these files and folders if there are any. Fails where there is no screen to open it on.
pub fn run(paths: Vec<PathBuf>) -> Result<(), String> {
    if !has_screen() {
        return Err("No display was found to open the window on".to_owned());
    }
    let start = move |creation: &eframe::CreationContext<'_>| {
        Ok(Box::new(ShopApp::at_start(&creation.egui_ctx, paths)) as Box<dyn eframe::App>)
    };
    eframe::run_native("Lotwise", ShopApp::options(), Box::new(start))
        .map_err(|error| format!("The window could not be opened on this display ({error})"))
}

/// On Linux a window needs a display server; elsewhere there always is one.
fn has_screen() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// DirectX on Windows, since OpenGL fails there over remote desktop.
fn renderer() -> eframe::Renderer {
    #[cfg(windows)]
    return eframe::Renderer::Wgpu;
    #[cfg(not(windows))]
    eframe::Renderer::Glow
}

/// Asks the system for files and waits; called on a thread of its own.
fn pick_files() -> Option<Vec<PathBuf>> {
    rfd::FileDialog::new()
        .set_title("Open exports or a workspace")
        .add_filter("Exports and workspaces", &["csv", "tsv", "txt", "xlsx", "xls", "ods", "html", ENDING])
        .add_filter("All files", &["*"])
        .pick_files()
}

/// Asks the system where something new shall lie, and waits; called on a thread of its own.
fn pick_place(place: Place) -> Option<PathBuf> {
    let (title, kind, ending) = match place {
        Place::Problems => ("Save the list of problems", "CSV", "csv"),
        Place::Report(kind) => ("Save the report", "Report", kind.format.as_str()),
        Place::Held(_) => ("Save what is held", "Page", "html"),
        Place::Picture(PictureKind::Png) => ("Save the picture", "Picture", "png"),
        Place::Picture(PictureKind::Svg) => ("Save the drawing", "Drawing", "svg"),
        Place::Workspace => ("Keep as workspace", "Lotwise workspace", ENDING),
        Place::Copy => ("Save a copy", "Lotwise workspace", ENDING),
    };
    rfd::FileDialog::new().set_title(title).set_file_name(place.file_name()).add_filter(kind, &[ending]).save_file()
}

/// The mark of Lotwise in 64 × 64 pixels: each pixel asks how far it lies from the steps.
fn window_icon() -> IconData {
    const SIDE: u16 = 64;
    let scale = 22.0 / f32::from(SIDE);
    let mut rgba = Vec::with_capacity(usize::from(SIDE) * usize::from(SIDE) * 4);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let (px, py) = ((f32::from(x) + 0.5) * scale - 11.0, (f32::from(y) + 0.5) * scale - 11.0);
            let ink = (1.2 - away_from_mark(px, py)).mul_add(1.0 / scale, 0.5).clamp(0.0, 1.0);
            let [r, g, b, _] = LIGHT.accent.lerp_to_gamma(LIGHT.on_accent, ink).to_array();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 to 255")]
            let alpha = ((0.0 - outside_of_square(px, py)) / scale + 0.5).clamp(0.0, 1.0).mul_add(255.0, 0.5) as u8;
            rgba.extend([r, g, b, alpha]);
        }
    }
    IconData { rgba, width: u32::from(SIDE), height: u32::from(SIDE) }
}

/// Below zero inside a square of 22 with a corner radius of 5.
fn outside_of_square(x: f32, y: f32) -> f32 {
    let (dx, dy) = ((x.abs() - 6.0).max(0.0), (y.abs() - 6.0).max(0.0));
    dx.hypot(dy) - 5.0
}

fn away_from_mark(x: f32, y: f32) -> f32 {
    let steps = LOGO_STEPS.windows(2).map(|ends| {
        let ((ax, ay), (bx, by)) = (ends[0], ends[1]);
        let (lx, ly) = (bx - ax, by - ay);
        let along = (((x - ax) * lx + (y - ay) * ly) / (lx * lx + ly * ly)).clamp(0.0, 1.0);
        (x - ax - along * lx).hypot(y - ay - along * ly)
    });
    let dot = (x - LOGO_DOT.0).hypot(y - LOGO_DOT.1) - 0.5;
    steps.fold(dot, f32::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_icon_is_a_rounded_square() {
        let icon = window_icon();
        assert_eq!(icon.rgba.len(), 64 * 64 * 4);
        assert_eq!(icon.rgba[3], 0, "the corner is clear");
        assert_eq!(icon.rgba[(32 * 64 + 8) * 4 + 3], 255, "the middle is not");
    }
}
