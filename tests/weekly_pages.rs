//! The weekly meeting in the window: deciding on a card, closing the review, and opening it again as it was told.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::window::{Window, carry_out, choose, finish, press, window};
use common::{Folder, review};
use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use lotwise::app::chore::Chore;
use lotwise::app::command::Place;
use lotwise::app::pipeline::take_in;
use lotwise::app::state::Dialogs;
use lotwise::app::{AppState, Command, JobContext, LookOptions, Page};
use lotwise::model::{CustomerIdx, Level, Signal};
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::store::Taking;

/// The sample shop in a workspace, opened in the window.
fn opened(folder: &Folder) -> Harness<'static, Window> {
    let exports = folder.file("exports");
    write_sample(&exports, &SampleOptions::default()).unwrap();
    let workspace = Some(folder.file("shop.lotwise"));
    let options = LookOptions { workspace, paths: vec![exports], ..LookOptions::default() };
    take_in(&options, Taking::Keep, &JobContext::new(|_| {})).unwrap();
    let mut state = AppState::new(|| {}, Dialogs { pick_files: || None, pick_place: |_| None });
    state.apply(Command::OpenPaths(vec![folder.file("shop.lotwise")]));
    finish(&mut state);
    // All cards stand in the window.
    window(state, [1280.0, 4000.0], egui::Theme::Light)
}

/// The first that is called, with its name.
fn first(harness: &Harness<'static, Window>) -> (CustomerIdx, String) {
    let snapshot = harness.state().state.snapshot().unwrap();
    let finding = review(snapshot).findings.iter().find(|finding| finding.level == Level::Act).unwrap();
    (finding.customer, snapshot.dataset.customers[finding.customer as usize].name.clone())
}

fn has(harness: &Harness<'static, Window>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).count() > 0
}

#[test]
fn a_card_is_snoozed_until_it_changes_and_heard_of_again() {
    let folder = Folder::new();
    let mut harness = opened(&folder);
    let (_, name) = first(&harness);
    choose(&mut harness, &format!("Snooze {name}"), "Until it changes");
    assert_ne!(first(&harness).1, name);
    harness.get_by_label("Set aside: 1 customer");
    assert!(has(&harness, "snoozed until it changes"));
    assert!(harness.query_by_label(&format!("Snooze {name}")).is_none(), "its card is gone");
    press(&mut harness, "Hear of it again");
    assert_eq!(first(&harness).1, name);
}

#[test]
fn a_verdict_stands_beside_the_flag_and_counts_for_it() {
    let folder = Folder::new();
    let mut harness = opened(&folder);
    let (customer, name) = first(&harness);
    choose(&mut harness, &format!("Verdict on {name}"), "False alarm");
    assert!(has(&harness, "false alarm, you said"));
    harness.state_mut().state.apply(Command::Show(Page::Customer(customer)));
    harness.run();
    assert!(has(&harness, "False alarm: "), "the customer's page says what was decided");
    press(&mut harness, "Undo");
    assert_eq!(first(&harness).1, name);
}

#[test]
fn a_verdict_on_an_industry_is_kept_counted_and_taken_back() {
    let folder = Folder::new();
    let mut harness = opened(&folder);
    assert!(has(&harness, "customers order less since"));
    let said = |harness: &Harness<'static, Window>| {
        let snapshot = harness.state().state.snapshot().unwrap();
        let limits = &review(snapshot).limits;
        limits.iter().find(|effect| effect.signal == Signal::Industry).unwrap().n_said.false_alarm
    };
    choose(&mut harness, "Verdict on Agricultural equipment", "False alarm");
    assert!(has(&harness, "You said: false alarm"));
    assert!(!has(&harness, "customers order less since"), "its figures are not heard of");
    press(&mut harness, "Close review");
    drop(harness);
    let mut state = AppState::new(|| {}, Dialogs { pick_files: || None, pick_place: |_| None });
    state.apply(Command::OpenPaths(vec![folder.file("shop.lotwise")]));
    finish(&mut state);
    let mut harness = window(state, [1280.0, 4000.0], egui::Theme::Light);
    assert_eq!(said(&harness), 1, "it is kept, and counts for the limit");
    assert!(has(&harness, "You said: false alarm"), "it stands in the closed review too, and so is still set aside");
    press(&mut harness, "Undo");
    assert!(has(&harness, "customers order less since"));
}

#[test]
fn what_is_to_be_done_is_written_on_the_card_and_marked_as_done() {
    let folder = Folder::new();
    let mut harness = opened(&folder);
    let (_, name) = first(&harness);
    harness.get_by_label(&format!("Note on {name}")).click();
    harness.run();
    let field = |harness: &Harness<'static, Window>, label: &str, words: &str| {
        let field = harness.get_by_role_and_label(egui::Role::TextInput, label);
        field.focus();
        field.type_text(words);
    };
    field(&harness, &format!("Note on {name}"), "call about terms");
    harness.run();
    field(&harness, "Who does it", "Maria");
    harness.run();
    press(&mut harness, &format!("Keep the note on {name}"));
    assert!(has(&harness, "call about terms (Maria)"));
    press(&mut harness, "Close review");
    assert!(has(&harness, "Next time opens with what came of it"));
    assert_eq!(harness.state().state.snapshot().unwrap().weekly.closed.len(), 1);
    press(&mut harness, "Open again");
    assert!(harness.state().state.snapshot().unwrap().weekly.closed.is_empty());
}

#[test]
fn a_closed_review_is_opened_as_it_was_told_and_left_again() {
    let folder = Folder::new();
    let mut harness = opened(&folder);
    let (_, name) = first(&harness);
    press(&mut harness, "Close review");
    let id = harness.state().state.snapshot().unwrap().weekly.closed[0].id;
    choose(&mut harness, &format!("Verdict on {name}"), "Knew already");
    assert_ne!(first(&harness).1, name, "what is decided later changes what stands now");
    harness.state_mut().state.apply(Command::ShowClosed(Some(id)));
    let started_at = std::time::Instant::now();
    while harness.state().state.closed().is_none() && started_at.elapsed().as_secs() < 20 {
        harness.state_mut().state.receive_job_results();
        std::thread::yield_now();
    }
    harness.run();
    assert!(has(&harness, "as it was told, closed on"));
    harness.get_by_label(&format!("Open {name}"));
    assert!(harness.query_by_label(&format!("Snooze {name}")).is_none(), "nothing is decided in the past");
    harness.get_by_label("Back to what stands now").click();
    carry_out(&mut harness);
    assert!(harness.query_by_label(&format!("Open {name}")).is_none());
}

#[test]
fn a_limit_is_moved_on_the_data_page_and_fewer_are_called() {
    let folder = Folder::new();
    let mut harness = opened(&folder);
    harness.state_mut().state.apply(Command::Show(Page::Data));
    harness.run();
    choose(&mut harness, "Customers to call in a week: 5", "2");
    let snapshot = harness.state().state.snapshot().unwrap();
    assert_eq!(snapshot.weekly.limits.calls, 2);
    let mut called: Vec<CustomerIdx> = review(snapshot)
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Act)
        .map(|finding| finding.customer)
        .collect();
    called.sort_unstable();
    called.dedup();
    assert_eq!(called.len(), 2);
}

#[test]
fn what_is_held_on_a_customer_is_saved_as_a_page() {
    let folder = Folder::new();
    let mut harness = opened(&folder);
    let (customer, name) = first(&harness);
    harness.state_mut().state.apply(Command::Show(Page::Customer(customer)));
    harness.run();
    harness.get_by_label("Save what is held on them…").click();
    harness.run();
    let asked = std::mem::take(&mut harness.state_mut().asked);
    assert_eq!(asked, [Command::AskWhere(Place::Held(customer))]);
    let page = folder.file("held.html");
    harness.state_mut().state.apply(Command::Save(Place::Held(customer), page.clone()));
    let started_at = std::time::Instant::now();
    while harness.state().state.saved().is_none() && started_at.elapsed().as_secs() < 20 {
        harness.state_mut().state.receive_job_results();
        assert_eq!(harness.state().state.message(), None);
        std::thread::yield_now();
    }
    let text = std::fs::read_to_string(page).unwrap();
    let snapshot = harness.state().state.snapshot().unwrap();
    assert!(text.contains(&format!("What is held on {name}")));
    let orders = &snapshot.dataset.orders;
    for i in orders.of(customer) {
        let number = snapshot.dataset.document_number(orders.number[i]);
        assert!(text.contains(&format!("<td>{number}</td>")), "{number}");
    }
    let others: Vec<&str> = snapshot.dataset.customers.iter().map(|other| other.name.as_str()).collect();
    let told = others.iter().filter(|other| **other != name && text.contains(&format!(">{other}<"))).count();
    assert_eq!(told, 0, "nothing of anybody else");
}

#[test]
fn a_workspace_that_is_taken_away_while_it_is_open_is_said_and_nothing_else_happens() {
    let folder = Folder::new();
    let mut harness = opened(&folder);
    let (_, name) = first(&harness);
    std::fs::rename(folder.file("shop.lotwise"), folder.file("elsewhere.lotwise")).unwrap();
    choose(&mut harness, &format!("Snooze {name}"), "A week");
    let message = harness.state().state.message().unwrap().to_owned();
    assert!(message.contains("no workspace here"), "{message}");
    assert_eq!(first(&harness).1, name, "what could not be written is not shown as done");
    assert!(!folder.file("shop.lotwise").exists(), "no empty one is left in its place");
}

#[test]
fn a_copy_is_encrypted_and_put_back_from_the_window() {
    let folder = Folder::new();
    let mut harness = opened(&folder);
    let (_, name) = first(&harness);
    let mut apply = |command: Command| {
        harness.state_mut().state.apply(command);
        finish(&mut harness.state_mut().state);
        harness.state().state.message().map(str::to_owned)
    };
    let copy = folder.file("copy.lotwise");
    assert_eq!(apply(Command::EncryptCopy(Some("seven zinc barrels".to_owned()))), None);
    assert_eq!(apply(Command::Save(Place::Copy, copy.clone())), None);
    let text = std::fs::read(&copy).unwrap();
    assert!(text.starts_with(b"age-encryption.org") && !text.windows(name.len()).any(|part| part == name.as_bytes()));
    let wrong = apply(Command::Do(Chore::Restore(copy.clone(), Some("seven".to_owned()))));
    assert!(wrong.is_some_and(|message| message.contains("passphrase does not open")));
    assert_eq!(apply(Command::Do(Chore::Restore(copy, Some("seven zinc barrels".to_owned())))), None);
    assert_eq!(first(&harness).1, name);
}
