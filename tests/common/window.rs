//! The window without a screen: what it shows is found by its words, and what is pressed is carried out.

use std::time::{Duration, Instant};

use eframe::egui::{self, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use lotwise::app::{AppState, Command};
use lotwise::ui::{Pages, install_look, shell_ui};

use super::raster::SoftwareRenderer;

pub struct Window {
    pub state: AppState,
    pub pages: Pages,
    pub asked: Vec<Command>,
}

pub fn window(state: AppState, size: [f32; 2], theme: egui::Theme) -> Harness<'static, Window> {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .with_max_steps(8)
        .with_context_setup(install_look)
        .with_render_cursor(false)
        .renderer(SoftwareRenderer::default())
        .build_ui_state(
            |ui, window: &mut Window| {
                let commands = shell_ui(ui, &mut window.pages, &window.state);
                window.asked.extend(commands);
            },
            Window { state, pages: Pages::default(), asked: Vec::new() },
        );
    harness.run();
    harness
}

pub fn finish(state: &mut AppState) {
    let started_at = Instant::now();
    while state.job().is_some() && started_at.elapsed() < Duration::from_secs(30) {
        state.receive_job_results();
        std::thread::yield_now();
    }
}

/// Does what was asked for, and draws what came of it.
pub fn carry_out(harness: &mut Harness<'static, Window>) {
    harness.run();
    let asked = std::mem::take(&mut harness.state_mut().asked);
    assert!(!asked.is_empty(), "something was asked for");
    for command in asked {
        harness.state_mut().state.apply(command);
    }
    finish(&mut harness.state_mut().state);
    harness.run();
}

pub fn choose(harness: &mut Harness<'static, Window>, menu: &str, entry: &str) {
    harness.get_by_label(menu).click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItemRadio, entry).click();
    carry_out(harness);
}

pub fn press(harness: &mut Harness<'static, Window>, label: &str) {
    harness.get_by_label(label).click();
    carry_out(harness);
}
