//! What a frame costs: CPU time of layout and tessellation of each screen at 1280 × 800, with the sample shop and with 5,000 customers and
//! about a million orders, beside the page of egui's own widget gallery. In one run, as ratios.
//!
//! `cargo bench --bench frames -- FOLDER` takes the exports of that folder for the large shop.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use eframe::egui::{self, RawInput, Rect, pos2, vec2};
use egui_demo_lib::{View, WidgetGallery};
use lotwise::app::pipeline::look;
use lotwise::app::{AppState, JobContext, LookOptions, Page, Snapshot};
use lotwise::review::rows_of::{Figure, rows_of};
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::ui::{Pages, install_look, shell_ui};

/// So many frames are measured after those that fill the caches.
const FRAMES: u32 = 60;
const WARM: u32 = 8;

fn main() {
    let given = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).map(PathBuf::from);
    let folder = std::env::temp_dir().join(format!("lotwise-frames-{}", std::process::id()));
    let sample = shop(&folder.join("sample"), None, &SampleOptions::default());
    let large = SampleOptions { customers: 5000, years: 8, ..SampleOptions::default() };
    let large = shop(&folder.join("large"), given.as_deref(), &large);
    let gallery = gallery();
    println!("a frame of the widget gallery: {:.0} µs", gallery * 1e6);
    println!("{:<12} {:>11} {:>11} {:>8} {:>12}", "screen", "sample, µs", "large, µs", "ratio", "÷ gallery");
    for (name, page) in PAGES {
        let (small, first_small) = frame(&sample, page(&sample));
        let (big, first_big) = frame(&large, page(&large));
        println!(
            "{name:<12} {:>11.0} {:>11.0} {:>8.2} {:>12.1}   first frame {:.1} and {:.1} ms",
            small * 1e6,
            big * 1e6,
            big / small,
            big / gallery,
            first_small * 1e3,
            first_big * 1e3
        );
    }
    let n = large.dataset.orders.day.len();
    println!("{} customers and {n} orders in the large shop", large.dataset.customers.len());
    let rows = rows_of(&large.dataset, large.review.as_ref().unwrap(), largest_share(&large)).rows.len();
    println!("{rows} rows in the table of rows");
    let _ = std::fs::remove_dir_all(folder);
}

/// A page's name, and which it is in a shop.
type Named = (&'static str, fn(&Snapshot) -> Page);

const PAGES: [Named; 12] = [
    ("This week", |_| Page::ThisWeek),
    ("Customers", |_| Page::Customers),
    ("Customer", |snapshot| Page::Customer(snapshot.review.as_ref().unwrap().findings[0].customer)),
    ("Trends", |_| Page::Trends),
    ("Rows", |snapshot| Page::Rows(largest_share(snapshot))),
    ("Payments", |_| Page::Payments),
    ("Outlook", |_| Page::Outlook),
    ("Names", |_| Page::Names),
    ("Import", |_| Page::Import),
    ("Meeting", |_| Page::Meeting),
    ("Settings", |_| Page::Settings),
    ("Start", |_| Page::Welcome),
];

/// The figure with the most rows: the process that is ordered most.
fn largest_share(snapshot: &Snapshot) -> Figure {
    let shares = &snapshot.review.as_ref().unwrap().trends.shares[0];
    Figure::Share(shares.cut, shares.list[0].label)
}

fn shop(own: &Path, given: Option<&Path>, options: &SampleOptions) -> Snapshot {
    let folder = given.unwrap_or(own);
    if given.is_none() {
        write_sample(folder, options).unwrap();
    }
    let options = LookOptions { paths: vec![folder.to_owned()], with_track_record: false, ..LookOptions::default() };
    look(&options, &JobContext::new(|_| {})).unwrap()
}

fn gallery() -> f64 {
    let ctx = egui::Context::default();
    let mut gallery = WidgetGallery::default();
    cost(&ctx, |ui| gallery.ui(ui)).0
}

/// Seconds of CPU of a frame, and of the first one.
fn frame(snapshot: &Snapshot, page: Page) -> (f64, f64) {
    let ctx = egui::Context::default();
    install_look(&ctx);
    let state = AppState::showing(snapshot.clone(), page);
    let mut pages = Pages::default();
    cost(&ctx, |ui| drop(shell_ui(ui, &mut pages, &state)))
}

fn cost(ctx: &egui::Context, mut draw: impl FnMut(&mut egui::Ui)) -> (f64, f64) {
    let mut once = |time: f64| {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0))),
            time: Some(time),
            ..RawInput::default()
        };
        let output = ctx.run_ui(input, &mut draw);
        let shapes = ctx.tessellate(output.shapes.clone(), output.pixels_per_point);
        output.drop_without_applying_deltas();
        shapes.len()
    };
    let started = Instant::now();
    once(0.0);
    let first = started.elapsed().as_secs_f64();
    for i in 1..WARM {
        once(f64::from(i) * 0.5);
    }
    // One thread draws, so that the time of the thread is that of the clock; the middle frame counts.
    let mut times: Vec<f64> = (0..FRAMES)
        .map(|i| {
            let started = Instant::now();
            once(f64::from(WARM + i) * 0.5);
            started.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], first)
}
