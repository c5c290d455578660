//! What an owner does on a Monday, each task by the words on the screen and by the keyboard.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::window::{Window, carry_out, choose, finish, window};
use common::{Folder, review, sample_shop};
use eframe::egui::{self, Key, Modifiers, OutputCommand, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use lotwise::app::command::{PictureKind, Place, ReportKind, Theme};
use lotwise::app::pipeline::take_in;
use lotwise::app::state::Dialogs;
use lotwise::app::{AppState, Command, JobContext, LookOptions, Page};
use lotwise::insight::shop::Cut;
use lotwise::model::Level;
use lotwise::report::formats::Format;
use lotwise::report::mask::Masks;
use lotwise::review::rows_of::rows_of;
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::store::Taking;

fn showing(page: Page) -> Harness<'static, Window> {
    window(AppState::showing(sample_shop().clone(), page), [1280.0, 800.0], egui::Theme::Light)
}

/// The sample shop in a workspace.
fn kept(folder: &Folder) -> Harness<'static, Window> {
    let exports = folder.file("exports");
    write_sample(&exports, &SampleOptions::default()).unwrap();
    let workspace = Some(folder.file("shop.lotwise"));
    let options = LookOptions { workspace, paths: vec![exports], with_track_record: false, ..LookOptions::default() };
    take_in(&options, Taking::Keep, &JobContext::new(|_| {})).unwrap();
    let mut state = AppState::new(|| {}, Dialogs { pick_files: || None, pick_place: |_| None });
    state.apply(Command::OpenPaths(vec![folder.file("shop.lotwise")]));
    finish(&mut state);
    window(state, [1280.0, 800.0], egui::Theme::Light)
}

fn key(harness: &mut Harness<'static, Window>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn types(harness: &mut Harness<'static, Window>, words: &str) {
    harness.event(egui::Event::Text(words.to_owned()));
    harness.run();
}

fn has(harness: &Harness<'static, Window>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).count() > 0
}

fn rows(harness: &Harness<'static, Window>) -> Vec<String> {
    harness.query_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label()).collect()
}

/// Asks for it, and does it.
fn does(harness: &mut Harness<'static, Window>, modifiers: Modifiers, pressed: Key) {
    harness.key_press_modifiers(modifiers, pressed);
    carry_out(harness);
}

#[test]
fn a_customer_is_found_from_anywhere_by_a_part_of_its_name() {
    let mut harness = showing(Page::Trends);
    let snapshot = sample_shop();
    let (place, customer) = snapshot.dataset.customers.iter().enumerate().next_back().unwrap();
    key(&mut harness, Modifiers::COMMAND, Key::K);
    types(&mut harness, &customer.name[..customer.name.len() - 1].to_lowercase());
    assert!(harness.query_by_role_and_label(Role::ListBoxOption, &customer.name).is_some());
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().asked, [Command::Show(Page::Customer(u32::try_from(place).unwrap()))]);
    harness.run();
    assert!(!has(&harness, "Nothing is called"), "the list is closed again");
}

#[test]
fn the_list_of_everything_leads_to_pages_and_commands_and_says_where_nothing_is() {
    let mut harness = showing(Page::ThisWeek);
    key(&mut harness, Modifiers::COMMAND, Key::K);
    types(&mut harness, "dark th");
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().asked, [Command::SetTheme(Theme::Dark)]);
    key(&mut harness, Modifiers::COMMAND, Key::K);
    types(&mut harness, "zzzz");
    assert!(has(&harness, "Nothing is called “zzzz”"));
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "Nothing is called"));
}

#[test]
fn all_customers_stand_in_a_table_that_opens_on_the_most_at_risk() {
    let harness = showing(Page::Customers);
    let called = review(sample_shop()).findings.iter().filter(|f| f.level == Level::Act).count();
    assert!(called > 0 && has(&harness, "60 customers: "), "the answer comes first");
    let first = &review(sample_shop()).findings[0];
    let name = &sample_shop().dataset.customers[first.customer as usize].name;
    assert!(rows(&harness)[0].starts_with(&format!("{name}: Act")), "{:?}", rows(&harness)[0]);
}

#[test]
fn the_table_filters_sorts_and_opens_by_the_keyboard_alone() {
    let mut harness = showing(Page::Customers);
    key(&mut harness, Modifiers::COMMAND, Key::F);
    types(&mut harness, "tool");
    let found = rows(&harness);
    assert!(!found.is_empty() && found.len() < 10, "{found:?}");
    assert!(found.iter().all(|row| row.to_lowercase().contains("tool")), "{found:?}");
    key(&mut harness, Modifiers::NONE, Key::Enter);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(matches!(harness.state().asked[..], [Command::Show(Page::Customer(_))]), "{:?}", harness.state().asked);
}

#[test]
fn a_filter_that_leaves_nobody_says_so_and_is_cleared() {
    let mut harness = showing(Page::Customers);
    key(&mut harness, Modifiers::COMMAND, Key::F);
    types(&mut harness, "nobody at all");
    harness.get_by_label("No customer matches “nobody at all”");
    harness.get_by_label("Clear filter").click();
    harness.run();
    assert!(rows(&harness).len() > 10);
}

#[test]
fn a_heading_sorts_and_a_chip_filters() {
    let mut harness = showing(Page::Customers);
    harness.get_by_label("Sort by Customer").click();
    harness.run();
    let mut sorted = rows(&harness);
    let found = sorted.clone();
    sorted.sort_by_key(|row| row.to_lowercase());
    assert_eq!(found, sorted);
    let n = harness.query_all_by_label_contains("Watch, ").next().unwrap();
    n.click();
    harness.run();
    let found = rows(&harness);
    assert!(!found.is_empty() && found.iter().all(|row| row.contains(": Watch")), "{found:?}");
}

#[test]
fn chosen_rows_are_copied_with_headings_and_added_up() {
    let mut harness = showing(Page::Customers);
    harness.query_all_by_role(Role::Row).next().unwrap().click();
    harness.run();
    key(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    assert!(has(&harness, "selected 2"), "the status bar counts them");
    harness.event(egui::Event::Copy);
    harness.step();
    let copied = harness.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    let lines: Vec<&str> = copied.lines().collect();
    assert_eq!(lines.len(), 3, "{copied}");
    assert!(lines[0].starts_with("Customer\tSignals\tRevenue a month, was"), "{}", lines[0]);
    let first = &review(sample_shop()).findings[0];
    let exact = format!("{}.{:02}", first.money_at_risk / 100, first.money_at_risk % 100);
    assert!(lines[1].contains(&exact), "in full, without a separator: {} in {}", exact, lines[1]);
}

#[test]
fn what_was_decided_is_taken_back_and_done_again() {
    let folder = Folder::new();
    let mut harness = kept(&folder);
    let n = |harness: &Harness<'static, Window>| harness.state().state.snapshot().unwrap().weekly.decisions.len();
    let first = |harness: &Harness<'static, Window>| {
        let snapshot = harness.state().state.snapshot().unwrap();
        let finding = review(snapshot).findings.iter().find(|finding| finding.level == Level::Act).unwrap();
        snapshot.dataset.customers[finding.customer as usize].name.clone()
    };
    let name = first(&harness);
    choose(&mut harness, &format!("Snooze {name}"), "Until it changes");
    assert_eq!(n(&harness), 1);
    assert!(has(&harness, &format!("{name}: snoozed until it changes")), "a toast says what was done");
    let second = first(&harness);
    choose(&mut harness, &format!("Verdict on {second}"), "False alarm");
    assert_eq!(n(&harness), 2);
    does(&mut harness, Modifiers::COMMAND, Key::Z);
    does(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!((n(&harness), first(&harness)), (0, name.clone()));
    does(&mut harness, Modifiers::COMMAND, Key::Y);
    does(&mut harness, Modifiers::COMMAND, Key::Y);
    assert_eq!(n(&harness), 2);
    // What was done again has other numbers, and is still the same to Undo.
    does(&mut harness, Modifiers::COMMAND, Key::Z);
    does(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!((n(&harness), first(&harness)), (0, name));
    assert!(harness.state().state.can_undo().is_none());
}

#[test]
fn a_closing_is_taken_back_and_never_done_again_for_another_date() {
    let folder = Folder::new();
    let mut harness = kept(&folder);
    let closed = |harness: &Harness<'static, Window>| harness.state().state.snapshot().unwrap().weekly.closed.len();
    harness.get_by_label("Close review").click();
    carry_out(&mut harness);
    assert_eq!(closed(&harness), 1);
    does(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(closed(&harness), 0);
    let as_of = review(harness.state().state.snapshot().unwrap()).as_of;
    harness.state_mut().state.apply(Command::ReviewAsOf(Some(as_of - 7)));
    finish(&mut harness.state_mut().state);
    harness.run();
    does(&mut harness, Modifiers::COMMAND, Key::Y);
    assert_eq!(closed(&harness), 0, "the review of another date is not closed");
}

#[test]
fn the_report_asks_where_it_shall_lie_and_says_where_it_lies() {
    let folder = Folder::new();
    let mut state = AppState::new(|| {}, Dialogs { pick_files: || None, pick_place: |_| None });
    write_sample(&folder.file("exports"), &SampleOptions::default()).unwrap();
    state.apply(Command::OpenPaths(vec![folder.file("exports")]));
    finish(&mut state);
    let mut harness = window(state, [1280.0, 800.0], egui::Theme::Light);
    does(&mut harness, Modifiers::COMMAND, Key::P);
    assert!(has(&harness, "The weekly report"));
    harness.get_by_label("Format: PDF").click();
    harness.run();
    harness.get_by_label("How much: One page").click();
    harness.run();
    harness.get_by_label("Save…").click();
    carry_out(&mut harness);
    // No dialog of the system answers here.
    assert!(harness.query_by_label("Path of the report").is_some());
    let path = folder.file("monday.pdf");
    let place = Place::Report(ReportKind { format: Format::Pdf, is_brief: true, masks: Masks::default() });
    harness.state_mut().state.apply(Command::Save(place, folder.file("monday")));
    let started = std::time::Instant::now();
    while harness.state().state.saved().is_none() && started.elapsed().as_secs() < 20 {
        harness.state_mut().state.receive_job_results();
    }
    harness.run();
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF") && has(&harness, "Saved in "), "with its ending");
    assert!(harness.query_by_label("Path of the report").is_none(), "it is asked no more");
}

#[test]
fn back_and_forward_lead_through_the_pages() {
    let mut state = AppState::showing(sample_shop().clone(), Page::ThisWeek);
    state.apply(Command::Show(Page::Customers));
    state.apply(Command::Show(Page::Customer(3)));
    let mut harness = window(state, [1280.0, 800.0], egui::Theme::Light);
    does(&mut harness, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(harness.state().state.page(), Page::Customers);
    does(&mut harness, Modifiers::ALT, Key::ArrowLeft);
    does(&mut harness, Modifiers::ALT, Key::ArrowRight);
    does(&mut harness, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(harness.state().state.page(), Page::Customer(3));
    assert!(!harness.state().state.can_go_forward());
}

#[test]
fn every_page_has_its_help_and_the_keys_are_listed() {
    let mut harness = showing(Page::Payments);
    key(&mut harness, Modifiers::NONE, Key::F1);
    assert!(has(&harness, "How to read it"));
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "How to read it"));
    types(&mut harness, "?");
    assert!(has(&harness, "Find a customer, page or command") && has(&harness, "Ctrl Shift C"));
}

#[test]
fn payments_say_what_is_owed_and_lead_to_the_invoices_with_file_and_row() {
    let mut harness = showing(Page::Payments);
    assert!(has(&harness, " is owed, "));
    let dataset = &sample_shop().dataset;
    let as_of = review(sample_shop()).as_of;
    let open = lotwise::insight::shop::ageing(dataset, as_of).unwrap();
    harness.get_by_label(&format!("{} open invoices", open.open.len())).click();
    harness.run();
    let oldest = open.open[0];
    let number = dataset.document_number(dataset.invoices.number[oldest.place]);
    assert!(
        rows(&harness)[0].contains(&format!("invoice {number}, due {}", oldest.due.long())),
        "{:?}",
        rows(&harness)[0]
    );
    // What is open at the review, counted once more from the files' own dates.
    let by_hand = (0..dataset.invoices.due.len()).filter(|&i| {
        let days = dataset.invoices.days(i);
        days.issued < as_of.0 && (days.paid == lotwise::model::Day::NONE.0 || days.paid >= as_of.0)
    });
    assert_eq!(open.open.len(), by_hand.count());
}

#[test]
fn a_bar_says_its_amount_offers_its_menu_and_is_heard_as_chosen() {
    let mut harness = showing(Page::Payments);
    let bar = |harness: &Harness<'static, Window>| {
        let all = harness.query_all_by_role(Role::Button).map(|node| node.accesskit_node());
        let mut named = all.filter_map(|node| Some((node.label()?, node.toggled())));
        named.find(|(label, _)| label.starts_with("1–30 days: ")).unwrap()
    };
    let (label, toggled) = bar(&harness);
    assert_eq!(toggled, Some(egui::accesskit::Toggled::False));
    let amount = label.strip_prefix("1–30 days: ").unwrap();
    harness.get_by_role_and_label(Role::Button, &label).hover();
    // A tooltip comes when the pointer rests.
    for _ in 0..60 {
        harness.step();
    }
    assert!(harness.query_all_by_label(amount).count() > 0, "what the bar says: {amount}");
    harness.get_by_role_and_label(Role::Button, &label).click_secondary();
    harness.run();
    assert!(has(&harness, "Show as table") && has(&harness, "Copy what it says"));
    harness.get_by_label("Show only these").click();
    harness.run();
    assert!(has(&harness, "Only 1–30 days"));
    assert_eq!(bar(&harness).1, Some(egui::accesskit::Toggled::True));
}

#[test]
fn the_meeting_decides_by_keys_masks_what_others_see_and_ends_in_the_report() {
    let folder = Folder::new();
    let mut harness = kept(&folder);
    let snapshot = harness.state().state.snapshot().unwrap().clone();
    let first = review(&snapshot).findings.iter().find(|finding| finding.level == Level::Act).unwrap();
    let name = snapshot.dataset.customers[first.customer as usize].name.clone();
    does(&mut harness, Modifiers::NONE, Key::F11);
    assert!(has(&harness, &format!("{name}: ")));
    assert!(harness.query_by_label("This week").is_none(), "no navigation in the meeting");
    key(&mut harness, Modifiers::NONE, Key::Num1);
    types(&mut harness, &format!("ask Ana about {name}"));
    does(&mut harness, Modifiers::NONE, Key::Enter);
    let decisions = harness.state().state.snapshot().unwrap().weekly.decisions.clone();
    assert_eq!(decisions.len(), 1);
    key(&mut harness, Modifiers::NONE, Key::N);
    key(&mut harness, Modifiers::NONE, Key::M);
    let mask = format!("Customer {}", first.customer + 1);
    assert!(!has(&harness, &name) && has(&harness, &mask), "the name is masked everywhere");
    // What would show it leads nowhere from here.
    key(&mut harness, Modifiers::COMMAND, Key::K);
    key(&mut harness, Modifiers::COMMAND, Key::P);
    key(&mut harness, Modifiers::COMMAND, Key::Num2);
    assert!(harness.state().asked.is_empty() && !has(&harness, &name), "{:?}", harness.state().asked);
    let shown: Vec<String> =
        harness.query_all_by_role(Role::Label).filter_map(|node| node.accesskit_node().label()).collect();
    assert!(shown.iter().all(|words| !words.contains("$5")), "{shown:?}");
    // Escape closes the help, and the meeting goes on.
    key(&mut harness, Modifiers::NONE, Key::F1);
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().asked.is_empty() && has(&harness, &mask));
    for _ in 0..40 {
        key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    assert!(has(&harness, "That was the list: "));
    harness.get_by_label("Save report…").click();
    harness.run();
    harness.get_by_label("Save…").click();
    harness.run();
    let masks = Masks { names: true, amounts: true };
    let place = Place::Report(ReportKind { masks, ..ReportKind::default() });
    assert_eq!(
        harness.state().asked,
        [Command::AskForReport(masks), Command::AskWhere(place)],
        "it hides what the page hides"
    );
    let path = folder.file("review.html");
    harness.state_mut().state.apply(Command::Save(place, path.clone()));
    let started = std::time::Instant::now();
    while harness.state().state.saved().is_none() && started.elapsed().as_secs() < 20 {
        harness.state_mut().state.receive_job_results();
    }
    let report = std::fs::read_to_string(path).unwrap();
    assert!(
        report.contains(&format!("ask Ana about {mask}")),
        "a customer is called alike on the page and in the report"
    );
    let dataset = &snapshot.dataset;
    let spellings = dataset.customers.iter().flat_map(|customer| customer.aliases.iter().map(|alias| &alias.name));
    let names = dataset.customers.iter().map(|customer| &customer.name).chain(spellings).chain(&dataset.end_customers);
    for name in names.filter(|name| name.len() > 3) {
        assert!(!report.contains(name.as_str()), "the report names {name}");
    }
    assert!(!report.contains("$5"), "and the amounts");
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    for page in [Page::ThisWeek, Page::Customers, Page::Customer(0), Page::Trends, Page::Payments, Page::Settings] {
        let mut harness = showing(page);
        harness.run();
        assert!(!harness.ctx.has_requested_repaint(), "{page:?} asks for another frame");
    }
}

#[test]
fn what_is_written_down_with_one_press_is_taken_back_with_one() {
    let folder = Folder::new();
    let mut harness = kept(&folder);
    let n = |harness: &Harness<'static, Window>| harness.state().state.snapshot().unwrap().weekly.decisions.len();
    does(&mut harness, Modifiers::NONE, Key::F11);
    // The customer that orders slower and pays later: no problem, and why.
    while !has(&harness, "Cutler Basin Furniture: ") {
        key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    key(&mut harness, Modifiers::NONE, Key::Num4);
    types(&mut harness, "they moved, all is well");
    does(&mut harness, Modifiers::NONE, Key::Enter);
    let written = n(&harness);
    assert!(written >= 2, "the verdict and the reason: {written}");
    for _ in 0..2 {
        does(&mut harness, Modifiers::COMMAND, Key::Z);
        assert_eq!((n(&harness), harness.state().state.can_undo()), (0, None));
        does(&mut harness, Modifiers::COMMAND, Key::Y);
        assert_eq!(n(&harness), written);
    }
}

#[test]
fn a_chart_is_shown_as_a_table_and_saved_as_a_picture() {
    let folder = Folder::new();
    let mut harness = kept(&folder);
    does(&mut harness, Modifiers::NONE, Key::Enter);
    key(&mut harness, Modifiers::COMMAND, Key::T);
    assert!(has(&harness, "Copy table"), "Ctrl+T shows the first chart of the page as rows");
    harness.get_by_label("Copy table").click();
    harness.run();
    let copied: Vec<String> = harness
        .output()
        .platform_output
        .commands
        .iter()
        .filter_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "Copy table"));
    assert!(copied.iter().all(|text| text.starts_with("Date\tValue\tChange\n")), "{copied:?}");
    let menu = harness.query_all_by_label_contains("Table and picture of: ").next().unwrap();
    menu.click();
    harness.run();
    harness.get_by_label("Save picture (PNG)…").click();
    carry_out(&mut harness);
    let picture = folder.file("chart.png");
    harness.state_mut().state.apply(Command::Save(Place::Picture(PictureKind::Png), picture.clone()));
    let started = std::time::Instant::now();
    while harness.state().state.saved().is_none() && started.elapsed().as_secs() < 20 {
        harness.state_mut().state.receive_job_results();
    }
    let picture = image::open(picture).unwrap().to_rgb8();
    assert_eq!(picture.dimensions(), (1600, 720), "twice as fine as a screen's points");
    let blue = picture.pixels().filter(|pixel| pixel.0 == [0x0A, 0x6C, 0x96]).count();
    assert!(blue > 500, "the level of now is drawn: {blue}");
}

#[test]
fn a_share_leads_to_the_orders_that_add_up_to_it() {
    let snapshot = sample_shop().clone();
    let state = AppState::showing(snapshot.clone(), Page::Trends);
    let mut harness = window(state, [1280.0, 4000.0], egui::Theme::Light);
    let shares = review(&snapshot).trends.shares.iter().find(|shares| shares.cut == Cut::Supplier).unwrap();
    let share = &shares.list[0];
    let name = snapshot.dataset.label(share.label).to_owned();
    harness.get_by_label(&format!("{name}, Suppliers")).click();
    carry_out(&mut harness);
    let Page::Rows(figure) = harness.state().state.page() else { panic!("{:?}", harness.state().state.page()) };
    assert!(has(&harness, &format!("{name}: orders of the last 104 weeks")));
    let listing = rows_of(&snapshot.dataset, review(&snapshot), figure);
    let of = |is_now: bool| -> i64 {
        listing.rows.iter().filter(|row| row.is_now == Some(is_now)).filter_map(|row| row.counted).sum()
    };
    assert_eq!((of(true), of(false)), (share.now(), share.was()), "what counts as now and as before adds up");
    assert_eq!(
        listing.rows.iter().filter_map(|row| row.counted).sum::<i64>(),
        share.quarters.iter().sum::<i64>(),
        "and all of them to the chart"
    );
    let first = rows(&harness)[0].clone();
    assert!(first.contains("Customer ") && first.contains("Row ") && first.contains("File "), "{first}");
}

#[test]
fn the_points_of_a_chart_are_reached_with_the_keys() {
    let mut harness = showing(Page::ThisWeek);
    does(&mut harness, Modifiers::NONE, Key::Enter);
    let chart = harness.query_all_by_role(Role::Image).find(|node| {
        node.accesskit_node().label().is_some_and(|label| label.contains("days between orders, each point an order"))
    });
    chart.unwrap().focus();
    harness.run();
    key(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert!(has(&harness, "not finished"), "the newest point: the gap that is open");
    key(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert!(has(&harness, "orders.csv, row "), "then an order, with its row");
    key(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run();
    let is_chosen = |toggled| toggled == Some(egui::accesskit::Toggled::True);
    let chosen = harness.query_all_by_role(Role::Row).filter(|row| is_chosen(row.accesskit_node().toggled()));
    assert_eq!(chosen.count(), 1, "its row is chosen in the table");
}
