//! The pages, found by their words.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::time::{Duration, Instant};

use common::window::{Window, carry_out, choose, finish, press, window};
use common::{Folder, look_at, sample_shop};
use eframe::egui::{self, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use lotwise::app::command::{Answer, Place};
use lotwise::app::state::Dialogs;
use lotwise::app::{AppState, Command, Page, Snapshot};
use lotwise::review::wording;

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
    let answers = vec![Answer { field: "date_order", value: Some("dmy".into()) }];
    let answer = Command::Answer { file: "log.csv".into(), answers };
    assert!(harness.state().asked.contains(&answer), "{:?}", harness.state().asked);
}

/// A window on the Import page that really reads the folder, as an owner gets it.
fn importing(folder: &Folder) -> Harness<'static, Window> {
    let mut state = AppState::new(|| {}, Dialogs { pick_files: || None, pick_place: |_| None });
    state.apply(Command::OpenPaths(vec![folder.path().to_owned()]));
    finish(&mut state);
    state.apply(Command::Show(Page::Import));
    window(state, [1280.0, 1400.0], egui::Theme::Light)
}

const ORDERS: &str = "Order No,Order Date,Customer,Parts,Boxes\n1,2025-04-13,Alpine,10,2\n2,2025-04-14,Delta,12,3\n\
                      3,2025-04-15,Alpine,1O,4\n4,,Delta,9,5\n5,,Delta,9,6\n";

#[test]
fn what_a_file_is_can_be_said_and_taken_back() {
    let folder = Folder::with("log.csv", ORDERS);
    let mut harness = importing(&folder);
    harness.get_by_label("a row is one order");
    choose(&mut harness, "Kind: Orders", "Quotes");
    harness.get_by_label("Kind: Quotes");
    harness.get_by_label("you said so");
    assert_eq!(harness.query_all_by_label("As you said").count(), 1);
    harness.get_by_label("All as recognised").click();
    carry_out(&mut harness);
    harness.get_by_label("Kind: Orders");
    assert!(harness.query_by_label("you said so").is_none());
}

#[test]
fn what_a_column_means_can_be_said_and_shows_at_once() {
    let folder = Folder::with("log.csv", ORDERS);
    let mut harness = importing(&folder);
    harness.get_by_label("2 of 5");
    choose(&mut harness, "Boxes means: Not needed", "Parts");
    harness.get_by_label("Boxes means: Parts");
    harness.get_by_label("Parts means: Not needed");
    harness.get_by_label("you said so");
    harness.get_by_label("you said another column");
    harness.get_by_label("3 of 5");
    choose(&mut harness, "Boxes means: Parts", "As recognised");
    harness.get_by_label("Parts means: Parts");
    harness.get_by_label("2 of 5");
}

#[test]
fn the_row_of_the_headings_can_be_chosen_among_the_first_lines() {
    let folder = Folder::with("log.csv", ORDERS);
    let mut harness = importing(&folder);
    choose(&mut harness, "Headings: row 1", "row 2");
    // A file of which something was said stays in sight, whatever becomes of it, so that it can be taken back.
    harness.get_by_label("All as recognised").click();
    carry_out(&mut harness);
    harness.get_by_label("Headings: row 1");
    harness.get_by_label("Kind: Orders");
}

#[test]
fn rows_that_are_missing_stand_apart_from_what_the_report_prints() {
    let text = format!("Order report\nprinted 1 May 2025\n\n{ORDERS}Total,,,40,\n");
    let folder = Folder::with("log.csv", text);
    let mut harness = importing(&folder);
    harness.get_by_label("3 rows of data could not be used");
    harness.get_by_label("Lines that the report prints around its rows");
    assert!(harness.query_by_label("1O").is_none());
    harness.get_by_label_contains("not a whole number of parts: 1 line").click();
    harness.run();
    harness.get_by_label("1O");
    harness.get_by_label("no date: 2 lines");
}

#[test]
fn warnings_stand_above_everything_else_of_their_file() {
    let text = "Order No,Order Date,Customer,Parts,Amount\n1,2025-04-13,Alpine,10,5.00\n2,2025-04-14,Delta,12,6.00\n\
                3,2025-04-15,Delta,12,7.00\nTotal,,,,90.00\n";
    let harness = importing(&Folder::with("log.csv", text));
    let warning = harness.get_by_label_contains("differs by 72.00").rect();
    let kind = harness.get_by_label("Kind: Orders").rect();
    assert!(warning.bottom() <= kind.top());
    assert_eq!(harness.query_all_by_label("1 warning").count(), 1);
}

#[test]
fn a_refused_file_says_first_what_is_wrong_and_what_to_do() {
    let folder = Folder::with("log.csv", ORDERS).and("empty.csv", "");
    let harness = importing(&folder);
    harness.get_by_label_contains("1 of 2 files is understood, 1 was refused");
    harness.get_by_label("The file is empty (0 bytes): the export or the download did not finish");
    harness.get_by_label("Export it again");
    assert!(harness.query_by_label_contains("Kind:").is_none(), "nothing can be said of an empty file");
}

#[test]
fn the_list_of_problems_is_saved_where_the_owner_says() {
    let folder = Folder::with("log.csv", ORDERS);
    let mut harness = importing(&folder);
    harness.get_by_label("Save the list of problems…").click();
    harness.run();
    assert_eq!(harness.state().asked, [Command::AskWhere(Place::Problems)]);
    // No dialog answers: the page has a field for the path.
    harness.get_by_label("Path of the list of problems");
    harness.state_mut().asked.clear();
    harness.get_by_label("Save").click();
    harness.run();
    assert!(
        matches!(&harness.state().asked[..], [Command::Save(Place::Problems, path)] if path.ends_with("lotwise-problems.csv"))
    );
    let place = folder.file("problems.csv");
    harness.state_mut().state.apply(Command::Save(Place::Problems, place.clone()));
    let started_at = Instant::now();
    while harness.state().state.saved().is_none() && started_at.elapsed() < Duration::from_secs(20) {
        harness.state_mut().state.receive_job_results();
    }
    harness.run();
    harness.get_by_label_contains("Saved in");
    let text = std::fs::read_to_string(&place).unwrap();
    assert!(text.contains("log.csv,,4,Parts,1O,not a whole number of parts"), "{text}");
    // The list that lies beside the exports is none of them.
    let snapshot = look_at(folder.path()).unwrap();
    assert_eq!((snapshot.imports.len(), snapshot.not_exports), (1, vec!["problems.csv".to_owned()]));
}

#[test]
fn the_first_page_offers_every_way_to_begin() {
    let mut harness = window(AppState::default(), [1280.0, 800.0], egui::Theme::Light);
    harness.get_by_label("Open files…");
    harness.get_by_label("Path of a file, a folder or a workspace");
    harness.get_by_label("Try the sample shop").click();
    harness.run();
    assert_eq!(harness.state().asked, [Command::TrySample]);
}

/// The harness fails on an input without a name and on a letter that no font has.
#[test]
fn every_page_can_be_read_aloud_at_every_size() {
    let (customer, _) = first_called(sample_shop());
    let pages = [
        Page::Welcome,
        Page::Import,
        Page::Names,
        Page::ThisWeek,
        Page::Customers,
        Page::Customer(customer),
        Page::Trends,
        Page::Payments,
        Page::Outlook,
        Page::Meeting,
        Page::Settings,
    ];
    for page in pages {
        for size in [[1024.0, 640.0], [1280.0, 800.0], [1920.0, 1080.0]] {
            window(AppState::showing(sample_shop().clone(), page), size, egui::Theme::Dark);
        }
    }
}

/// A workspace that holds the orders of a look, and the window after the look was kept.
fn kept(folder: &Folder) -> Harness<'static, Window> {
    let mut harness = importing(folder);
    harness.get_by_label("Keep as workspace…").click();
    harness.run();
    assert_eq!(harness.state().asked, [Command::AskWhere(Place::Workspace)]);
    harness.state_mut().asked.clear();
    harness.get_by_label("Path of the workspace");
    let place = folder.file("kept/shop");
    std::fs::create_dir_all(folder.file("kept")).unwrap();
    harness.state_mut().state.apply(Command::Save(Place::Workspace, place));
    finish(&mut harness.state_mut().state);
    harness.run();
    harness
}

#[test]
fn a_look_is_kept_and_next_weeks_export_shows_what_is_new_before_it_is_used() {
    let folder = Folder::with("log.csv", ORDERS.replace(",1O,", ",10,").replace("4,,", "4,2025-04-16,"));
    let mut harness = kept(&folder);
    assert!(folder.file("kept/shop.lotwise").is_file(), "the ending is added");
    harness.get_by_label("4 new rows: taken in from 1 file");
    harness.get_by_label("Taken in");
    let next = folder.file("next.csv");
    let text = "Order No,Order Date,Customer,Quantity,Boxes\n3,2025-04-15,Alpine,10,4\n4,2025-04-16,Delta,11,5\n6,2025-04-18,Delta,9,6\n";
    std::fs::write(&next, text).unwrap();
    harness.state_mut().state.apply(Command::AddPaths(vec![next]));
    finish(&mut harness.state_mut().state);
    harness.run();
    harness.get_by_label("1 new row, 1 changed in this file");
    let said = harness.query_all(egui_kittest::kittest::By::new().label_contains("is called Quantity now")).count();
    assert_eq!(said, 1, "a renamed column is said");
    harness.get_by_label("Use this file").click();
    carry_out(&mut harness);
    harness.get_by_label("1 new row, 1 changed: taken in from 1 file");
    harness.get_by_label("Show the review");
    // Opened anew, nothing waits.
    let mut state = AppState::new(|| {}, Dialogs { pick_files: || None, pick_place: |_| None });
    state.apply(Command::OpenPaths(vec![folder.file("kept/shop.lotwise")]));
    finish(&mut state);
    assert_eq!((state.page(), state.snapshot().unwrap().dataset.lots.day.len()), (Page::ThisWeek, 5));
    state.apply(Command::Show(Page::Import));
    let mut harness = window(state, [1280.0, 800.0], egui::Theme::Light);
    harness.run();
    harness.get_by_label("No file waits to be taken in");
}

#[test]
fn a_workspace_is_never_written_over_another_file() {
    let folder = Folder::with("log.csv", ORDERS);
    let mut harness = importing(&folder);
    let taken = folder.file("shop.lotwise");
    std::fs::write(&taken, "mine").unwrap();
    harness.state_mut().state.apply(Command::Save(Place::Workspace, taken.clone()));
    finish(&mut harness.state_mut().state);
    assert!(harness.state().state.message().is_some_and(|message| message.contains("of this name already")));
    assert_eq!(std::fs::read_to_string(&taken).unwrap(), "mine");
    assert!(harness.state().state.snapshot().unwrap().workspace.is_none());
}

/// Two systems that know a customer by names one letter apart, and an item that is a fee by another word.
fn two_systems() -> Folder {
    let orders = "Order No,Order Date,Customer,Item,Parts,Amount\n1,2025-04-13,Harbor Light,Zinc plate,10,50.00\n\
        2,2025-04-14,Delta,Hurry-up,1,5.00\n3,2025-04-20,Harbor Light,Zinc plate,12,70.00\n";
    let invoices = "Invoice No,Invoice Date,Due Date,Customer,Amount\n71,2025-04-20,2025-05-20,Harbor Lights,50.00\n\
        72,2025-04-21,2025-05-21,Delta,5.00\n";
    Folder::with("orders.csv", orders).and("invoices.csv", invoices)
}

#[test]
fn a_doubtful_pair_of_names_is_settled_and_taken_back() {
    let folder = two_systems();
    let mut harness = importing(&folder);
    harness.state_mut().state.apply(Command::Show(Page::Names));
    harness.run();
    harness.get_by_label("1 pair of names may be one customer");
    press(&mut harness, "One customer");
    harness.get_by_label("Every name belongs to one customer");
    harness.get_by_label("harbor light and harbor lights are one");
    let n = |harness: &Harness<'static, Window>| harness.state().state.snapshot().unwrap().dataset.customers.len();
    assert_eq!(n(&harness), 2);
    press(&mut harness, "Undo");
    harness.get_by_label("1 pair of names may be one customer");
    assert_eq!(n(&harness), 3);
    press(&mut harness, "Two customers");
    harness.get_by_label("Every name belongs to one customer");
    assert_eq!(n(&harness), 3);
}

#[test]
fn a_spelling_is_split_off_and_a_customer_renamed() {
    let folder = two_systems();
    let mut harness = importing(&folder);
    harness.state_mut().state.apply(Command::Show(Page::Names));
    harness.run();
    press(&mut harness, "One customer");
    // The row reads as a sentence: the name, its spellings, its money.
    let is_harbor = |label: Option<String>| label.is_some_and(|label| label.starts_with("Harbor Light, "));
    let row = harness.query_all_by_role(Role::ListBoxOption).find(|row| is_harbor(row.accesskit_node().label()));
    row.unwrap().click();
    harness.run();
    harness.get_by_label("Split off Harbor Lights").click();
    harness.run();
    press(&mut harness, "Split off 1 spelling");
    let names = |harness: &Harness<'static, Window>| -> Vec<String> {
        harness
            .state()
            .state
            .snapshot()
            .unwrap()
            .dataset
            .customers
            .iter()
            .map(|customer| customer.name.clone())
            .collect()
    };
    assert_eq!(names(&harness), ["Delta", "Harbor Light", "Harbor Lights"]);
    harness.get_by_label("Rename…").click();
    harness.run();
    harness.get_by_label("Name of the customer").focus();
    harness.run();
    harness.get_by_label("Name of the customer").type_text(" of Erie");
    harness.run();
    press(&mut harness, "Rename");
    assert!(names(&harness).contains(&"Harbor Light of Erie".to_owned()), "{:?}", names(&harness));
}

#[test]
fn an_item_is_corrected_once_and_the_fee_is_no_lot_any_more() {
    let folder = two_systems();
    let mut harness = importing(&folder);
    harness.state_mut().state.apply(Command::Show(Page::Names));
    harness.run();
    harness.get_by_label("Items 2").click();
    harness.run();
    let n_lots =
        |harness: &Harness<'static, Window>| harness.state().state.snapshot().unwrap().dataset.lots.parts.len();
    assert_eq!(n_lots(&harness), 3);
    choose(&mut harness, "Kind of Hurry-up: parts", "fee");
    assert_eq!(n_lots(&harness), 2);
    press(&mut harness, "as you said");
    assert_eq!(n_lots(&harness), 3);
}
