//! The sample shop: its story comes out, its healthy look-alikes stay quiet, and every number can be looked up.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;

use common::{Folder, flags, look_as_of, look_at, review, sample_shop};
use lotwise::app::pipeline::join;
use lotwise::app::{JobContext, LookOptions};
use lotwise::model::{Day, Signal};
use lotwise::report::json;
use lotwise::review::replay;
use lotwise::sample::{Behaviour, SampleOptions, planted, write_sample};

#[test]
fn whoever_does_what_a_signal_looks_for_is_found() {
    let found = flags(sample_shop());
    let of_customers = ["lots", "late", "distress", "slowdown", "quiet", "rejects", "mix", "interest"];
    let story: Vec<_> = planted(&SampleOptions::default())
        .into_iter()
        .filter_map(|p| Some((p.behaviour.signal()?, p)))
        .filter(|(signal, _)| of_customers.contains(signal))
        .collect();
    assert!(story.len() >= 8, "the story has a part for each of the signals");
    for (signal, part) in story {
        assert!(found.contains(&(signal, part.customer_id.as_str())), "{} should carry {signal}: {found:?}", part.name);
    }
}

#[test]
fn the_cooling_industry_and_the_spreading_finish_are_told_with_their_customers() {
    let snapshot = sample_shop();
    let markets = &review(snapshot).markets;
    let of = |signal| markets.iter().filter(|market| market.signal == signal).collect::<Vec<_>>();
    let [industry] = of(Signal::Industry)[..] else { panic!("one industry cools: {markets:?}") };
    assert_eq!(snapshot.dataset.label(industry.label), "Agricultural equipment");
    assert!(industry.members.iter().filter(|member| member.ratio < 0.8).count() >= 5);
    assert!(industry.money_at_risk > 0 && !industry.evidence.is_empty());
    let [finish] = of(Signal::Finish)[..] else { panic!("one finish spreads: {markets:?}") };
    assert_eq!(snapshot.dataset.label(finish.label), "Anti-fingerprint matte");
    assert!(finish.members.len() >= 4 && finish.money_at_risk == 0);
    for evidence in &finish.evidence {
        let all = &snapshot.dataset.orders;
        let is_it = |i: &usize| all.at(*i) == evidence.at && all.finish[*i] == finish.label;
        assert!((0..all.day.len()).any(|i| is_it(&i)), "row {} is an order of it", evidence.at.row);
    }
}

#[test]
fn healthy_look_alikes_stay_quiet() {
    let found = flags(sample_shop());
    let healthy: Vec<_> =
        planted(&SampleOptions::default()).into_iter().filter(|p| p.behaviour.signal().is_none()).collect();
    assert!(healthy.len() >= 8);
    for look_alike in healthy {
        let on_it: Vec<_> = found.iter().filter(|(_, id)| *id == look_alike.customer_id).collect();
        assert!(on_it.is_empty(), "{} ({:?}) is healthy, and carries {on_it:?}", look_alike.name, look_alike.behaviour);
    }
}

#[test]
fn the_change_is_dated_near_the_day_it_began() {
    let snapshot = sample_shop();
    for part in planted(&SampleOptions::default()) {
        let signal = match part.behaviour {
            Behaviour::Lots => Signal::Lots,
            Behaviour::Late => Signal::Late,
            Behaviour::Quiet => Signal::Quiet,
            _ => continue,
        };
        let findings = &review(snapshot).findings;
        let finding = findings
            .iter()
            .find(|f| f.signal == signal && snapshot.dataset.customers[f.customer as usize].id == part.customer_id)
            .unwrap();
        let off = (finding.since - part.since.unwrap()).abs();
        assert!(off <= 63, "{}: {} found, {} planted", part.name, finding.since, part.since.unwrap());
    }
}

#[test]
fn every_evidence_row_is_a_row_of_that_customer_in_the_file() {
    let folder = Folder::new();
    write_sample(folder.path(), &SampleOptions::default()).unwrap();
    let snapshot = look_at(folder.path()).unwrap();
    let mut n_checked = 0;
    for finding in &review(&snapshot).findings {
        let customer = &snapshot.dataset.customers[finding.customer as usize];
        assert!(!finding.evidence.is_empty(), "{} has evidence", customer.name);
        for evidence in &finding.evidence {
            let file = &snapshot.dataset.sources[usize::from(evidence.at.source)].file;
            let text = fs::read_to_string(folder.file(file)).unwrap();
            let line = text.lines().nth(evidence.at.row as usize - 1).unwrap();
            let has = |text: &str| !text.is_empty() && line.contains(text);
            let is_theirs =
                customer.aliases.iter().any(|alias| has(&alias.name) || alias.email.as_deref().is_some_and(has));
            assert!(is_theirs, "{file} row {} is not of {}: {line}", evidence.at.row, customer.name);
            n_checked += 1;
        }
    }
    assert!(n_checked > 300, "{n_checked}");
}

#[test]
fn the_books_spelling_leads_to_the_same_customer() {
    let snapshot = sample_shop();
    assert_eq!(snapshot.dataset.customers.len(), 60);
    let in_the_books = |id: &str| {
        let customer = snapshot.dataset.customers.iter().find(|c| c.id == id).unwrap();
        customer.aliases.iter().any(|a| snapshot.dataset.sources[usize::from(a.source)].file == "payments.csv")
    };
    let strangers: Vec<_> =
        snapshot.dataset.customers.iter().filter(|c| !in_the_books(&c.id)).map(|c| &c.name).collect();
    assert!(strangers.len() <= 1, "without an invoice: {strangers:?}");
}

#[test]
fn the_same_files_give_the_same_answer_to_the_letter() {
    let answer = || {
        let folder = Folder::new();
        write_sample(folder.path(), &SampleOptions::default()).unwrap();
        let snapshot = look_at(folder.path()).unwrap();
        serde_json::to_string(&json::review(
            &snapshot.dataset,
            review(&snapshot),
            &snapshot.weekly,
            json::People::default(),
        ))
        .unwrap()
    };
    assert_eq!(answer(), answer());
}

/// What stands at a date is a function of the data before it: files that end there tell the same.
#[test]
fn a_replay_agrees_with_a_review_of_files_that_end_there() {
    let folder = Folder::new();
    write_sample(folder.path(), &SampleOptions::default()).unwrap();
    let options = LookOptions { paths: vec![folder.path().to_owned()], ..LookOptions::default() };
    let (snapshot, _) = join(&options, &JobContext::new(|_| {})).unwrap();
    for date in ["2026-11-09", "2026-08-17", "2026-02-16"] {
        let at: Day = date.parse().unwrap();
        let replayed: Vec<_> = replay(&snapshot.dataset, &[at], &snapshot.weekly.limits, &|_, _| true)
            .unwrap()
            .into_iter()
            .map(|f| (f.signal.as_str(), snapshot.dataset.entity_id(f.signal, f.entity).to_owned(), f.money_at_risk))
            .collect();
        let cut = cut_at(&folder, at);
        let reviewed_snapshot = look_as_of(cut.path(), at);
        let mut reviewed: Vec<_> = review(&reviewed_snapshot)
            .findings
            .iter()
            .map(|f| {
                let id = reviewed_snapshot.dataset.customers[f.customer as usize].id.clone();
                (f.signal.as_str(), id, f.money_at_risk)
            })
            .collect();
        reviewed.extend(review(&reviewed_snapshot).markets.iter().map(|market| {
            let name = reviewed_snapshot.dataset.label(market.label).to_owned();
            (market.signal.as_str(), name, market.money_at_risk)
        }));
        let mut replayed = replayed;
        replayed.sort();
        reviewed.sort();
        assert!(!replayed.is_empty(), "{date}");
        assert_eq!(replayed, reviewed, "{date}");
    }
}

/// The same exports as they would have been at a date: rows dated before it, payments that came later unseen.
fn cut_at(folder: &Folder, at: Day) -> Folder {
    let mut cut = Folder::new();
    let files = [
        ("customers.csv", None),
        ("orders.csv", Some(1)),
        ("payments.csv", Some(2)),
        ("rejections.csv", Some(0)),
        ("emails.csv", Some(5)),
    ];
    for (file, column) in files {
        let text = fs::read_to_string(folder.file(file)).unwrap();
        let mut kept = String::new();
        for (i, line) in text.lines().enumerate() {
            let cells: Vec<String> = split(line);
            let day = |cell: &str| -> Option<Day> {
                // A time behind the day is passed over.
                cell.get(..10).unwrap_or(cell).parse().ok().or_else(|| {
                    let (month, rest) = cell.split_once('/')?;
                    let (day, year) = rest.split_once('/')?;
                    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
                })
            };
            if i > 0 && column.is_some_and(|column| day(&cells[column]).unwrap() >= at) {
                continue;
            }
            let mut cells = cells;
            if i > 0 && file == "payments.csv" && day(&cells[7]).is_some_and(|paid| paid >= at) {
                cells[7] = String::new();
            }
            let quoted: Vec<String> =
                cells.iter().map(|c| if c.contains(',') { format!("\"{c}\"") } else { c.clone() }).collect();
            kept.push_str(&quoted.join(","));
            kept.push('\n');
        }
        cut = cut.and(file, kept);
    }
    cut
}

fn split(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

#[test]
fn the_shop_in_the_repository_is_the_one_the_command_writes() {
    let folder = Folder::new();
    for (path, _) in write_sample(folder.path(), &SampleOptions::default()).unwrap() {
        let name = std::path::Path::new(&path).file_name().unwrap().to_owned();
        let kept = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(&name);
        assert!(fs::read(folder.path().join(&name)).unwrap() == fs::read(kept).unwrap(), "{} differs", name.display());
    }
}
