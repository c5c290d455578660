//! The pages, found by their words; and pictures of them, drawn without a graphics card.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::raster::SoftwareRenderer;
use common::{Folder, look_at, sample_shop};
use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use lotwise::app::{AppState, Command, Page, Snapshot};
use lotwise::review::wording;
use lotwise::ui::{Pages, install_look, shell_ui};

struct Window {
    state: AppState,
    pages: Pages,
    asked: Vec<Command>,
}

fn window(state: AppState, size: [f32; 2], theme: egui::Theme) -> Harness<'static, Window> {
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

fn showing(page: Page) -> Harness<'static, Window> {
    window(AppState::showing(sample_shop().clone(), page), [1280.0, 800.0], egui::Theme::Light)
}

fn first_called(snapshot: &Snapshot) -> (u32, String) {
    let finding = &snapshot.review.as_ref().unwrap().findings[0];
    (finding.customer, snapshot.dataset.customers[finding.customer as usize].name.clone())
}

#[test]
fn this_week_opens_on_whom_to_call() {
    let harness = showing(Page::ThisWeek);
    let snapshot = sample_shop();
    let headline = wording::headline(snapshot.review.as_ref().unwrap(), &snapshot.dataset);
    assert!(headline.starts_with("Call ") && headline.contains("at risk"), "{headline}");
    harness.get_by_label_contains(&headline);
    let (_, name) = first_called(snapshot);
    harness.get_by_label(&format!("Open {name}"));
}

#[test]
fn opening_a_card_asks_for_the_page_of_its_customer() {
    let mut harness = showing(Page::ThisWeek);
    let (customer, name) = first_called(sample_shop());
    harness.get_by_label(&format!("Open {name}")).click();
    harness.run();
    assert_eq!(harness.state().asked, [Command::Show(Page::Customer(customer))]);
}

#[test]
fn the_keyboard_alone_opens_the_first_card() {
    let mut harness = showing(Page::ThisWeek);
    let (customer, _) = first_called(sample_shop());
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert_eq!(harness.state().asked, [Command::Show(Page::Customer(customer))]);
}

#[test]
fn the_customer_page_says_what_is_found_and_leads_to_the_rows() {
    let (customer, name) = first_called(sample_shop());
    let harness = showing(Page::Customer(customer));
    let findings: Vec<_> = sample_shop().review.as_ref().unwrap().findings_of(customer).collect();
    harness.get_by_label_contains(&wording::customer_title(&findings, &name));
    harness.get_by_label("What would clear it");
    harness.get_by_label("No flag because");
    assert!(harness.query_all_by_label("Rows it rests on").count() > 0);
}

#[test]
fn the_import_page_says_what_each_file_is() {
    let harness = showing(Page::Import);
    harness.get_by_label_contains("All 7 files are understood");
    for file in ["orders.csv", "payments.csv", "emails.csv", "rejections.csv", "quotes.csv", "trade_shows.csv"] {
        assert!(harness.query_all_by_label_contains(file).count() > 0, "{file}");
    }
    harness.get_by_label("Show the review");
}

#[test]
fn an_undecided_date_is_asked_beside_its_file() {
    let text = "Order No,Order Date,Customer,Parts\n1,03/04/2025,Alpine,10\n2,07/04/2025,Alpine,12\n";
    let folder = Folder::with("log.csv", text);
    let error = look_at(folder.path()).unwrap_err();
    let state = AppState::showing(Snapshot::refused(error.imports), Page::Import);
    let mut harness = window(state, [1280.0, 800.0], egui::Theme::Light);
    harness.get_by_label_contains("3rd of April, day first").click();
    harness.run();
    let answer = Command::Answer { file: "log.csv".into(), field: "date_order", value: "dmy" };
    assert!(harness.state().asked.contains(&answer), "{:?}", harness.state().asked);
}

#[test]
fn the_first_page_offers_every_way_to_begin() {
    let mut harness = window(AppState::default(), [1280.0, 800.0], egui::Theme::Light);
    harness.get_by_label("Open files…");
    harness.get_by_label("Path of a file or a folder");
    harness.get_by_label("Try the sample shop").click();
    harness.run();
    assert_eq!(harness.state().asked, [Command::TrySample]);
}

/// The harness fails on an input without a name and on a letter that no font has.
#[test]
fn every_page_can_be_read_aloud_at_every_size() {
    let (customer, _) = first_called(sample_shop());
    for page in [Page::Welcome, Page::Import, Page::ThisWeek, Page::Customer(customer)] {
        for size in [[1024.0, 640.0], [1280.0, 800.0], [1920.0, 1080.0]] {
            window(AppState::showing(sample_shop().clone(), page), size, egui::Theme::Dark);
        }
    }
}

#[test]
fn pages_are_drawn_in_light_and_dark() {
    let (customer, _) = first_called(sample_shop());
    let pages = [
        ("welcome", Page::Welcome),
        ("import", Page::Import),
        ("this-week", Page::ThisWeek),
        ("customer", Page::Customer(customer)),
    ];
    for (name, page) in pages {
        for (theme, suffix) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
            let mut harness = window(AppState::showing(sample_shop().clone(), page), [1280.0, 800.0], theme);
            let picture = harness.render().unwrap();
            let mut colours: Vec<[u8; 4]> = picture.pixels().map(|pixel| pixel.0).collect();
            let background = picture.get_pixel(1000, 790).0;
            colours.sort_unstable();
            colours.dedup();
            assert!(colours.len() > 60, "{name} {suffix}: {} colours", colours.len());
            let is_light = background[..3].iter().all(|&channel| channel > 128);
            assert_eq!(is_light, suffix == "light", "{name} {suffix}: {background:?}");
            if let Some(folder) = std::env::var_os("LOTWISE_PICTURES") {
                picture.save(std::path::Path::new(&folder).join(format!("{name}-{suffix}.png"))).unwrap();
            }
        }
    }
}
