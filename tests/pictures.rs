//! A picture of every screen in every theme, of the sample shop and of one with 2,000 customers and five years: no text runs out
//! of the window, the theme is the one that was chosen, and every screen shows more than its frame.
//!
//! `LOTWISE_PICTURES=FOLDER` keeps the pictures, to be looked at.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use common::window::{Window, finish, window};
use common::{Folder, look_with, sample_shop};
use eframe::egui::{self, Rect, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use lotwise::app::command::Theme;
use lotwise::app::pipeline::take_in;
use lotwise::app::state::Dialogs;
use lotwise::app::{AppState, Command, JobContext, LookOptions, Page, Snapshot};
use lotwise::review::rows_of::Figure;
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::store::Taking;

fn large_shop() -> &'static Snapshot {
    static SHOP: OnceLock<Snapshot> = OnceLock::new();
    SHOP.get_or_init(|| {
        let folder = Folder::new();
        let options = SampleOptions { customers: 2000, years: 5, ..SampleOptions::default() };
        write_sample(folder.path(), &options).unwrap();
        look_with(folder.path(), LookOptions { with_track_record: false, ..LookOptions::default() }).unwrap()
    })
}

fn pages(snapshot: &Snapshot) -> Vec<(&'static str, Page)> {
    let flagged = snapshot.review.as_ref().unwrap().findings[0].customer;
    vec![
        ("start", Page::Welcome),
        ("import", Page::Import),
        ("this-week", Page::ThisWeek),
        ("customers", Page::Customers),
        ("customer", Page::Customer(flagged)),
        ("trends", Page::Trends),
        ("payments", Page::Payments),
        ("outlook", Page::Outlook),
        ("names", Page::Names),
        ("meeting", Page::Meeting),
        ("settings", Page::Settings),
        ("rows", Page::Rows(largest_share(snapshot))),
    ]
}

/// The figure with the most rows: the process that is ordered most.
fn largest_share(snapshot: &Snapshot) -> Figure {
    let shares = &snapshot.review.as_ref().unwrap().trends.shares[0];
    Figure::Share(shares.cut, shares.list[0].label)
}

/// Places of all texts that are seen whole.
fn texts(harness: &Harness<'static, Window>, window: Rect) -> Vec<(String, Rect)> {
    let all = harness.query_all_by_role(Role::Label);
    let placed = all.filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
    placed.filter(|(words, rect)| !words.trim().is_empty() && window.contains(rect.center())).collect()
}

fn check(name: &str, harness: &mut Harness<'static, Window>, size: [f32; 2], theme: Theme) {
    let picture = harness.render().unwrap();
    if let Some(folder) = std::env::var_os("LOTWISE_PICTURES") {
        std::fs::create_dir_all(&folder).unwrap();
        picture.save(std::path::Path::new(&folder).join(format!("{name}.png"))).unwrap();
    }
    let colours: BTreeSet<[u8; 4]> = picture.pixels().map(|pixel| pixel.0).collect();
    assert!(colours.len() > 60, "{name}: {} colours", colours.len());
    let background = picture.get_pixel(8, 40).0;
    let is_light = background[..3].iter().all(|&channel| channel > 128);
    assert_eq!(is_light, theme != Theme::Dark, "{name}: {background:?}");
    let window = Rect::from_min_size(egui::Pos2::ZERO, size.into());
    for (words, rect) in texts(harness, window) {
        assert!(
            rect.right() <= window.right() + 1.0 && rect.left() >= -1.0,
            "{name}: {words:?} leaves the window: {rect}"
        );
    }
}

fn all_pages(shop: &str, snapshot: &Snapshot, size: [f32; 2], theme: Theme) {
    for (page_name, page) in pages(snapshot) {
        let mut state = AppState::showing(snapshot.clone(), page);
        state.apply(Command::SetTheme(theme));
        let mut harness = window(state, size, egui::Theme::Light);
        harness.run();
        let name = format!("{page_name}-{shop}-{}-{}", theme.as_str(), size[0]);
        check(&name, &mut harness, size, theme);
    }
}

#[test]
fn every_screen_of_the_sample_shop_in_every_theme() {
    for theme in [Theme::Light, Theme::Dark, Theme::Contrast] {
        all_pages("sample", sample_shop(), [1280.0, 800.0], theme);
    }
}

#[test]
fn every_screen_of_a_shop_of_2000_customers_in_both_themes() {
    for theme in [Theme::Light, Theme::Dark] {
        all_pages("large", large_shop(), [1280.0, 800.0], theme);
    }
}

#[test]
fn every_screen_in_the_smallest_and_in_a_large_window() {
    for size in [[1024.0, 640.0], [1920.0, 1080.0]] {
        all_pages("sample", sample_shop(), size, Theme::Light);
    }
}

#[test]
fn what_a_workspace_holds_in_every_theme() {
    let folder = Folder::new();
    let exports = folder.file("exports");
    write_sample(&exports, &SampleOptions::default()).unwrap();
    let workspace = Some(folder.file("shop.lotwise"));
    let options = LookOptions { workspace, paths: vec![exports], with_track_record: false, ..LookOptions::default() };
    take_in(&options, Taking::Keep, &JobContext::new(|_| {})).unwrap();
    for theme in [Theme::Light, Theme::Dark, Theme::Contrast] {
        for size in [[1024.0, 640.0], [1280.0, 800.0], [1920.0, 1080.0]] {
            let mut state = AppState::new(|| {}, Dialogs { pick_files: || None, pick_place: |_| None });
            state.apply(Command::OpenPaths(vec![folder.file("shop.lotwise")]));
            finish(&mut state);
            state.apply(Command::Show(Page::Data));
            state.apply(Command::SetTheme(theme));
            let mut harness = window(state, size, egui::Theme::Light);
            harness.run();
            check(&format!("data-kept-{}-{}", theme.as_str(), size[0]), &mut harness, size, theme);
        }
    }
}
