//! What moves in the shop: each figure is what a spreadsheet would say, and the owner's word on set-ups is kept.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use common::window::{carry_out, finish, window};
use common::{Folder, look_at, page_of, review};
use eframe::egui;
use egui_kittest::kittest::Queryable;
use lotwise::app::pipeline::take_in;
use lotwise::app::state::Dialogs;
use lotwise::app::{AppState, Command, JobContext, LookOptions, Page};
use lotwise::model::Day;
use lotwise::report::json;
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::store::Taking;
use serde_json::Value;

type Row = BTreeMap<String, String>;

fn rows(folder: &Folder, file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.file(file)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn cents(text: &str) -> i64 {
    text.replace(['.', ','], "").parse().unwrap()
}

fn sample() -> (Folder, lotwise::app::Snapshot) {
    let folder = Folder::new();
    write_sample(folder.path(), &SampleOptions::default()).unwrap();
    let snapshot = look_at(folder.path()).unwrap();
    (folder, snapshot)
}

fn trends(snapshot: &lotwise::app::Snapshot) -> Value {
    let people = json::People::default();
    let told =
        serde_json::to_value(json::review(&snapshot.dataset, review(snapshot), &snapshot.weekly, people)).unwrap();
    told["trends"].clone()
}

#[test]
fn end_customers_processes_and_reasons_are_what_a_spreadsheet_says() {
    let (folder, snapshot) = sample();
    let (told, as_of) = (trends(&snapshot), review(&snapshot).as_of);
    let orders = rows(&folder, "orders.csv");
    let within = |row: &Row, from: i32, to: i32| {
        let on = day(&row["Order Date"]);
        on >= as_of - from * 7 && on < as_of - to * 7
    };
    let sum =
        |meant: &dyn Fn(&&Row) -> bool| -> i64 { orders.iter().filter(meant).map(|row| cents(&row["Amount"])).sum() };
    assert_eq!(told["revenue_12m_minor"], sum(&|row| within(row, 52, 0)));
    assert_eq!(told["revenue_before_minor"], sum(&|row| within(row, 104, 52)));
    let ends = told["end_customers"]["list"].as_array().unwrap();
    assert!(ends.len() > 5);
    for end in ends {
        let name = end["name"].as_str().unwrap();
        let now = sum(&|row| row["End customer"] == name && within(row, 52, 0));
        assert_eq!(end["now_minor"], now, "{name}");
        let through: BTreeSet<&String> = orders
            .iter()
            .filter(|row| row["End customer"] == name && within(row, 52, 0))
            .map(|row| &row["Customer ID"])
            .collect();
        assert_eq!(end["through"].as_array().unwrap().len(), through.len(), "{name}");
    }
    let by_process = told["shares"].as_array().unwrap().iter().find(|shares| shares["by"] == "process").unwrap();
    for share in by_process["list"].as_array().unwrap() {
        let name = share["name"].as_str().unwrap();
        for (what, from, to) in [("now", 26, 0), ("was", 78, 52)] {
            let all = sum(&|row| within(row, from, to)) as f64;
            let part = sum(&|row| row["Process"] == name && within(row, from, to)) as f64;
            assert!((share[what].as_f64().unwrap() - part / all).abs() < 1e-4, "{what} of {name}");
        }
    }
    let rejected = rows(&folder, "rejections.csv");
    let last = rejected.iter().map(|row| day(&row["Date"])).max().unwrap();
    let to = if as_of - last > 8 { last + 1 } else { as_of };
    for reason in told["reject_reasons"]["list"].as_array().unwrap() {
        let name = reason["reason"].as_str().unwrap();
        let of = |row: &&Row| row["Reason"] == name && day(&row["Date"]) >= to - 182 && day(&row["Date"]) < to;
        let parts: i64 = rejected.iter().filter(of).map(|row| row["Rejected parts"].parse::<i64>().unwrap()).sum();
        assert_eq!(reason["now"], parts, "{name}");
    }
}

#[test]
fn shows_and_quotes_are_counted_with_what_followed() {
    let (folder, snapshot) = sample();
    let (told, as_of) = (trends(&snapshot), review(&snapshot).as_of);
    let met = rows(&folder, "trade_shows.csv").into_iter().filter(|row| row["Met"] == "Yes");
    let met = met.filter(|row| day(&row["Date"]) >= as_of - 728 && day(&row["Date"]) < as_of).count();
    let shows = told["trade_shows"].as_array().unwrap();
    assert_eq!(shows.iter().map(|show| show["met"].as_array().unwrap().len()).sum::<usize>(), met);
    assert!(shows.iter().any(|show| show["is_over"] == true && show["ratio_of_others"].is_number()));
    let quotes = rows(&folder, "quotes.csv");
    // Dates of quotes begin with the month.
    let on = |row: &Row| {
        let parts: Vec<&str> = row["Date"].split('/').collect();
        day(&format!("{}-{}-{}", parts[2], parts[0], parts[1]))
    };
    let lately: Vec<&Row> = quotes.iter().filter(|row| on(row) >= as_of - 364 && on(row) < as_of).collect();
    let told_of =
        |what: &str| told["quotes"].as_array().unwrap().iter().map(|of| of[what].as_u64().unwrap()).sum::<u64>();
    assert_eq!(told_of("quotes"), lately.len() as u64);
    assert_eq!(told_of("won"), lately.iter().filter(|row| row["Status"] == "Won").count() as u64);
    assert_eq!(told_of("lost"), lately.iter().filter(|row| row["Status"] == "Lost").count() as u64);
}

#[test]
fn good_news_stands_beside_the_risks_and_more_of_smaller_lots_is_none() {
    let (_folder, snapshot) = sample();
    let growing = trends(&snapshot)["growing"].clone();
    let flagged: BTreeSet<&str> = review(&snapshot)
        .findings
        .iter()
        .filter(|finding| !finding.signal.is_opportunity())
        .map(|finding| snapshot.dataset.customers[finding.customer as usize].id.as_str())
        .collect();
    for customer in growing.as_array().unwrap() {
        assert!(customer["ratio"].as_f64().unwrap() > 1.3 && customer["q_value"].as_f64().unwrap() <= 0.1);
        assert!(!flagged.contains(customer["customer_id"].as_str().unwrap()), "{customer}");
    }
}

#[test]
fn the_report_holds_the_same_tables_and_escapes_what_stands_in_them() {
    let (folder, _) = sample();
    let orders = fs::read_to_string(folder.file("orders.csv")).unwrap();
    fs::write(folder.file("orders.csv"), orders.replace("Union Rail Parts", "<b>Rail & Parts</b>")).unwrap();
    let snapshot = look_at(folder.path()).unwrap();
    let page = page_of(&snapshot);
    assert!(page.contains("What moves in the shop: $1.3M in 12 months"));
    assert!(page.contains("&lt;b&gt;Rail &amp; Parts&lt;/b&gt; stands behind") && !page.contains("<b>Rail"));
    for topic in
        ["Concentration", "Who pays when", "Why parts come back", "Set-ups", "Trade shows", "Quotes", "Markets"]
    {
        assert!(page.contains(&format!("{topic}: ")), "{topic}");
    }
}

#[test]
fn what_a_set_up_costs_is_said_once_and_stands_on_every_flag_of_smaller_lots() {
    let folder = Folder::new();
    let exports = folder.file("exports");
    write_sample(&exports, &SampleOptions::default()).unwrap();
    let workspace = Some(folder.file("shop.lotwise"));
    let options = LookOptions { workspace, paths: vec![exports], ..LookOptions::default() };
    take_in(&options, Taking::Keep, &JobContext::new(|_| {})).unwrap();
    let opened = || {
        let mut state = AppState::new(|| {}, Dialogs { pick_files: || None, pick_place: |_| None });
        state.apply(Command::OpenPaths(vec![folder.file("shop.lotwise")]));
        finish(&mut state);
        state.apply(Command::Show(Page::Trends));
        window(state, [1280.0, 6000.0], egui::Theme::Light)
    };
    let mut harness = opened();
    let field = harness.get_by_role_and_label(egui::Role::TextInput, "What one set-up costs");
    field.focus();
    field.type_text("a lot");
    harness.run();
    assert!(harness.query_all_by_label_contains("an amount such as").count() > 0);
    assert!(harness.query_by_label("Use").is_none());
    for _ in 0..5 {
        harness.key_press(egui::Key::Backspace);
    }
    harness.run();
    harness.get_by_role_and_label(egui::Role::TextInput, "What one set-up costs").type_text("45.50");
    harness.run();
    harness.get_by_label("Use").click();
    carry_out(&mut harness);
    drop(harness);
    // It is kept in the workspace.
    let harness = opened();
    let state = &harness.state().state;
    let snapshot = state.snapshot().unwrap();
    assert_eq!(snapshot.weekly.limits.set_up_cost, Some(4550));
    let mut n_priced = 0;
    for set_ups in review(snapshot).findings.iter().filter_map(|finding| finding.set_ups) {
        let cost = set_ups.cost_a_year.unwrap() as f64;
        assert!((cost - 4550.0 * set_ups.more_a_year).abs() <= 0.5);
        n_priced += 1;
    }
    assert!(n_priced > 0, "somebody orders smaller lots");
    assert!(harness.query_all_by_label_contains("more set-ups a year, $").count() > 0);
}

#[test]
fn a_goal_of_a_week_is_said_below_the_scoreboard_and_taken_back() {
    let folder = Folder::new();
    let exports = folder.file("exports");
    write_sample(&exports, &SampleOptions::default()).unwrap();
    let workspace = Some(folder.file("shop.lotwise"));
    let options = LookOptions { workspace, paths: vec![exports], with_track_record: false, ..LookOptions::default() };
    take_in(&options, Taking::Keep, &JobContext::new(|_| {})).unwrap();
    let mut state = AppState::new(|| {}, Dialogs { pick_files: || None, pick_place: |_| None });
    state.apply(Command::OpenPaths(vec![folder.file("shop.lotwise")]));
    finish(&mut state);
    state.apply(Command::Show(Page::Trends));
    let mut harness = window(state, [1280.0, 6000.0], egui::Theme::Light);
    let goal = |harness: &egui_kittest::Harness<'static, common::window::Window>| {
        harness.state().state.snapshot().unwrap().weekly.limits.goals()[0]
    };
    let field = harness.get_by_role_and_label(egui::Role::TextInput, "Goal a week: Orders");
    field.focus();
    field.type_text("many");
    harness.run();
    assert!(harness.query_by_label("Use").is_none(), "no number, no goal");
    for _ in 0..4 {
        harness.key_press(egui::Key::Backspace);
    }
    harness.run();
    harness.get_by_role_and_label(egui::Role::TextInput, "Goal a week: Orders").type_text("30");
    harness.run();
    harness.get_by_label("Use").click();
    carry_out(&mut harness);
    assert_eq!(goal(&harness), Some(30.0));
    assert!(harness.query_all_by_label_contains("The goal is changed").count() > 0, "nobody is judged anew for it");
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    carry_out(&mut harness);
    assert_eq!(goal(&harness), None);
}
