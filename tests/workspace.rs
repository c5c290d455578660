//! The workspace: weekly exports overlap, and nothing counts twice, whatever their order; what was said once is remembered.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use common::{Folder, look_at, review};
use lotwise::app::pipeline::{look, take_in};
use lotwise::app::{JobContext, LookOptions};
use lotwise::import::problem::{Delta, FileReport};
use lotwise::import::{FileStatus, Reading};
use lotwise::model::numbers::number_text;
use lotwise::model::{About, Field, Said};
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::store::{Taking, Workspace};
use proptest::prelude::*;

/// A folder with a workspace and exports.
struct Shop(Folder);

impl Shop {
    fn new() -> Self {
        Self(Folder::new())
    }

    fn workspace(&self) -> PathBuf {
        self.0.file("shop.lotwise")
    }

    fn options(&self, files: &[&str], answers: &[(&str, &str)]) -> LookOptions {
        let said = answers.iter().map(|(about, said)| ((files[0].to_owned(), (*about).to_owned()), (*said).to_owned()));
        LookOptions {
            workspace: Some(self.workspace()),
            paths: files.iter().map(|file| self.0.file(file)).collect(),
            answers: said.map(|((file, about), said)| ((self.shown(&file), about), said)).collect(),
            ..LookOptions::default()
        }
    }

    /// A file that is named is shown as it is named.
    fn shown(&self, file: &str) -> String {
        lotwise::import::find_files(&[self.0.file(file)]).files[0].shown.clone()
    }

    fn take(&self, files: &[&str], answers: &[(&str, &str)], taking: Taking) -> Vec<FileReport> {
        take_in(&self.options(files, answers), taking, &JobContext::new(|_| {})).unwrap().0
    }

    /// Takes one file in and says what was new.
    fn delta(&self, file: &str) -> Delta {
        let reports = self.take(&[file], &[], Taking::Keep);
        reports[0].delta.clone().unwrap_or_else(|| panic!("{file} was not taken in: {:?}", reports[0].question))
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.0.file(file), text).unwrap();
    }

    /// (number, day, parts) of every row that counts, sorted.
    fn rows(&self) -> Vec<(String, i32, i32)> {
        let mut rows = Vec::new();
        for Reading { table, .. } in Workspace::open(&self.workspace()).unwrap().load().unwrap() {
            let table = table.unwrap();
            let (numbers, days) = (table.numbers(Field::OrderNumber).unwrap(), table.happened_on().unwrap());
            let parts = table.counts(Field::Parts).unwrap();
            rows.extend((0..table.n_rows()).map(|i| (number_text(numbers.keys[i], &numbers.forms), days[i], parts[i])));
        }
        rows.sort();
        rows
    }
}

/// A list of orders: number, day of May or June 2026, parts.
fn orders(rows: &[(u32, u32, u32)]) -> String {
    let mut text = "Order No,Order Date,Customer,Parts\n".to_owned();
    for (number, day, parts) in rows {
        let (month, day) = if *day > 31 { (6, day - 31) } else { (5, *day) };
        writeln!(text, "SO-{number},2026-{month:02}-{day:02},Alpine Tool,{parts}").unwrap();
    }
    text
}

fn delta(new: usize, known: usize, changed: usize, gone: usize) -> (usize, usize, usize, usize) {
    (new, known, changed, gone)
}

fn figures(delta: &Delta) -> (usize, usize, usize, usize) {
    (delta.new, delta.known, delta.changed, delta.gone)
}

#[test]
fn a_workspace_answers_what_a_look_at_the_same_files_answers() {
    let shop = Shop::new();
    let folder = Folder::new();
    write_sample(folder.path(), &SampleOptions::default()).unwrap();
    let options = LookOptions {
        workspace: Some(shop.workspace()),
        paths: vec![folder.path().to_owned()],
        ..LookOptions::default()
    };
    let context = JobContext::new(|_| {});
    take_in(&options, Taking::Keep, &context).unwrap();
    let opened = look(&LookOptions { paths: Vec::new(), ..options.clone() }, &context).unwrap();
    let looked = look_at(folder.path()).unwrap();
    let (ours, theirs) = (review(&opened), review(&looked));
    assert_eq!(ours.findings.len(), theirs.findings.len());
    for (a, b) in ours.findings.iter().zip(&theirs.findings) {
        assert_eq!((a.signal, a.customer, &a.change, a.p), (b.signal, b.customer, &b.change, b.p));
    }
    let names = |customers: &[lotwise::model::Customer]| -> Vec<(String, String, usize)> {
        customers.iter().map(|c| (c.id.clone(), c.name.clone(), c.aliases.len())).collect()
    };
    assert!(
        names(&opened.dataset.customers) == names(&looked.dataset.customers),
        "the same customers by the same names"
    );
    // The files once more add nothing.
    let again = take_in(&options, Taking::Keep, &context).unwrap().0;
    assert!(again.iter().all(|file| file.delta.as_ref().is_some_and(|d| d.new == 0 && d.known == file.used)));
}

#[test]
fn overlapping_weekly_exports_say_what_is_new_known_changed_and_gone() {
    let shop = Shop::new();
    let first: Vec<(u32, u32, u32)> = (1..=20).map(|i| (100 + i, i, 10)).collect();
    shop.write("week 1.csv", &orders(&first));
    assert_eq!(figures(&shop.delta("week 1.csv")), delta(20, 0, 0, 0));
    // Two weeks later: order 110 has 12 parts now, order 111 was deleted, three are new; the export begins at the 8th.
    let mut second: Vec<(u32, u32, u32)> = first[7..].to_vec();
    second[2].2 = 12;
    second.remove(3);
    second.extend([(121, 21, 7), (122, 21, 7), (123, 22, 9)]);
    shop.write("week 2.csv", &orders(&second));
    let before = shop.rows();
    let tried = shop.take(&["week 2.csv"], &[], Taking::Try);
    assert_eq!(figures(tried[0].delta.as_ref().unwrap()), delta(3, 11, 1, 1));
    assert_eq!(shop.rows(), before, "nothing is taken in before the owner says so");
    let said = shop.delta("week 2.csv");
    assert_eq!(figures(&said), delta(3, 11, 1, 1));
    assert_eq!(said.words(), "3 new, 11 known, 1 changed, 1 gone");
    let rows = shop.rows();
    assert_eq!(rows.len(), 22);
    assert!(rows.iter().any(|row| row.0 == "SO-110" && row.2 == 12) && !rows.iter().any(|row| row.0 == "SO-111"));
}

#[test]
fn an_export_that_begins_in_the_middle_of_a_day_takes_none_of_its_rows_away() {
    let shop = Shop::new();
    let first: Vec<(u32, u32, u32)> = (1..=30).map(|i| (i, 1 + i / 6, 10)).collect();
    shop.write("a.csv", &orders(&first));
    shop.delta("a.csv");
    // The 2nd has six orders; the export begins with the fourth of them.
    let mut second = first[8..].to_vec();
    second.extend([(31, 7, 10), (32, 7, 10)]);
    shop.write("b.csv", &orders(&second));
    assert_eq!(figures(&shop.delta("b.csv")), delta(2, 22, 0, 0));
    assert_eq!(shop.rows().len(), 32);
}

#[test]
fn identical_rows_of_one_file_are_as_many_records_and_a_second_import_adds_none() {
    let shop = Shop::new();
    let rows = [(2, 2, 5), (2, 2, 5), (2, 2, 5), (1, 1, 5), (3, 3, 6)];
    shop.write("a.csv", &orders(&rows));
    shop.delta("a.csv");
    assert_eq!(shop.rows().len(), 5);
    shop.write("b.csv", &orders(&rows));
    assert_eq!(figures(&shop.delta("b.csv")), delta(0, 5, 0, 0));
    // One of the three was a slip and is deleted.
    shop.write("c.csv", &orders(&rows[1..]));
    assert_eq!(figures(&shop.delta("c.csv")), delta(0, 4, 0, 1));
    assert_eq!(shop.rows().len(), 4);
}

#[test]
fn an_order_whose_date_was_corrected_counts_once_and_numbers_may_begin_anew_with_a_year() {
    let shop = Shop::new();
    shop.write("a.csv", &orders(&(1..=20).map(|i| (i, i, 10)).collect::<Vec<_>>()));
    shop.delta("a.csv");
    // Order 3 of the 3rd is dated the 25th now; the export begins at the 19th.
    shop.write("b.csv", &orders(&[(19, 19, 10), (20, 20, 10), (3, 25, 10), (21, 26, 10)]));
    assert_eq!(figures(&shop.delta("b.csv")), delta(1, 2, 1, 0));
    assert_eq!(shop.rows().iter().filter(|row| row.0 == "SO-3").count(), 1);
    let next_year = orders(&(1..=20).map(|i| (i, i, 10)).collect::<Vec<_>>()).replace("2026-", "2027-");
    shop.write("c.csv", &next_year);
    assert_eq!(figures(&shop.delta("c.csv")), delta(20, 0, 0, 0));
    assert_eq!(shop.rows().iter().filter(|row| row.0 == "SO-3").count(), 2);
}

#[test]
fn a_filtered_export_takes_nothing_away_and_a_doubtful_one_asks() {
    let shop = Shop::new();
    let all: Vec<(u32, u32, u32)> = (1..=40).map(|i| (i, 1 + i / 2, 10)).collect();
    shop.write("all.csv", &orders(&all));
    shop.delta("all.csv");
    // What was changed since last week: few of the rows of those days, all of them known but one, one of them corrected.
    let changed = [(4, 3, 10), (20, 11, 11), (36, 19, 10), (38, 20, 10), (40, 21, 10), (12, 7, 10), (41, 21, 10)];
    shop.write("changed.csv", &orders(&changed));
    let said = shop.delta("changed.csv");
    assert_eq!(figures(&said), delta(1, 5, 1, 0));
    assert!(said.notices.iter().any(|notice| notice.contains("a part of what")), "{:?}", said.notices);
    assert_eq!(shop.rows().len(), 41);
    // A third is missing: nobody but the owner knows why.
    let third: Vec<(u32, u32, u32)> = all.iter().filter(|row| row.0 % 3 > 0).copied().collect();
    shop.write("third.csv", &orders(&third));
    let asked = shop.take(&["third.csv"], &[], Taking::Keep).remove(0);
    assert_eq!(asked.status, FileStatus::Question);
    let question = asked.question.unwrap();
    assert!(question.text.contains("of 38 rows that were known"), "{}", question.text);
    assert_eq!(shop.rows().len(), 41, "what asks is not taken in");
    let part = shop.take(&["third.csv"], &[("list", "part")], Taking::Try).remove(0).delta.unwrap();
    assert_eq!(part.gone, 0);
    let whole = shop.take(&["third.csv"], &[("list", "whole")], Taking::Try).remove(0).delta.unwrap();
    assert_eq!((whole.new, whole.gone), (0, 13));
}

#[test]
fn a_part_that_comes_before_the_whole_takes_nothing_away_from_it() {
    let all: Vec<(u32, u32, u32)> = (1..=40).map(|i| (i, 1 + i / 2, 10)).collect();
    let changed = [(4, 3, 10), (20, 11, 11), (41, 22, 10)];
    let standing = |files: [&str; 2]| {
        let shop = Shop::new();
        shop.write("all.csv", &orders(&all));
        shop.write("changed.csv", &orders(&changed));
        for file in files {
            shop.delta(file);
        }
        shop.rows()
    };
    assert_eq!(standing(["changed.csv", "all.csv"]).len(), 41);
    assert_eq!(standing(["changed.csv", "all.csv"]), standing(["all.csv", "changed.csv"]));
}

#[test]
fn a_file_that_is_read_otherwise_and_then_asks_keeps_its_rows() {
    let shop = Shop::new();
    let list = |rows: &mut dyn Iterator<Item = u32>| {
        rows.fold("Order No,Order Date,Customer,Qty,Qty out\n".to_owned(), |text, i| {
            format!("{text}SO-{i},2026-05-{:02},Alpine Tool,10,8\n", 1 + i / 2)
        })
    };
    shop.write("all.csv", &list(&mut (1..=40)));
    shop.write("third.csv", &list(&mut (1..=60).filter(|i| i % 3 > 0 && *i <= 42)));
    shop.take(&["all.csv"], &[("parts", "Qty")], Taking::Keep);
    shop.take(&["third.csv"], &[("list", "part")], Taking::Keep);
    let before = shop.rows();
    assert_eq!(before.len(), 41);
    // Read with other parts, nothing of it is alike; what it was of its list is remembered.
    let again = shop.take(&["third.csv"], &[("parts", "Qty out")], Taking::Keep).remove(0);
    assert!(again.delta.is_some() || again.question.is_some());
    let numbers = |rows: &[(String, i32, i32)]| rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>();
    assert_eq!(numbers(&shop.rows()), numbers(&before));
}

#[test]
fn an_older_export_of_the_same_day_takes_nothing_of_that_day_away() {
    let shop = Shop::new();
    let evening: Vec<(u32, u32, u32)> = (1..=25).map(|i| (i, 1 + i / 3, 10)).collect();
    shop.write("evening.csv", &orders(&evening));
    shop.write("morning.csv", &orders(&evening[..24]));
    shop.delta("evening.csv");
    shop.delta("morning.csv");
    assert_eq!(shop.rows().len(), 25);
}

#[test]
fn a_document_with_more_rows_elsewhere_keeps_them() {
    let shop = Shop::new();
    // The lines of order 5 are dated by themselves.
    shop.write("a.csv", &orders(&[(1, 1, 10), (5, 1, 10), (2, 4, 10), (5, 8, 20), (3, 9, 10), (4, 9, 10)]));
    shop.delta("a.csv");
    shop.write("b.csv", &orders(&[(3, 9, 10), (4, 9, 10), (6, 12, 10), (5, 29, 30), (7, 30, 10)]));
    shop.delta("b.csv");
    assert_eq!(shop.rows().iter().filter(|row| row.0 == "SO-5").count(), 3);
}

#[test]
fn the_same_headings_of_another_place_are_another_list() {
    let shop = Shop::new();
    shop.write("north.csv", &orders(&(1..=30).map(|i| (i, i, 10)).collect::<Vec<_>>()));
    shop.write("south.csv", &orders(&(1..=30).map(|i| (900 + i, i, 20)).collect::<Vec<_>>()));
    shop.delta("north.csv");
    assert_eq!(figures(&shop.delta("south.csv")), delta(30, 0, 0, 0));
    assert_eq!(shop.rows().len(), 60);
    // Next week each is known again as itself.
    shop.write("north 2.csv", &orders(&(5..=33).map(|i| (i, i, 10)).collect::<Vec<_>>()));
    shop.write("south 2.csv", &orders(&(5..=34).map(|i| (900 + i, i, 20)).collect::<Vec<_>>()));
    let both = shop.take(&["north 2.csv", "south 2.csv"], &[], Taking::Keep);
    let both: Vec<_> = both.iter().map(|file| figures(file.delta.as_ref().unwrap())).collect();
    assert_eq!(both, [delta(3, 26, 0, 0), delta(4, 26, 0, 0)]);
    assert_eq!(shop.rows().len(), 67);
}

#[test]
fn what_is_paid_is_no_more_in_the_next_list_of_open_items() {
    let shop = Shop::new();
    let list = |rows: &[(u32, &str)]| {
        let mut text = "Customer,Invoice,Invoice date,Due date,Open balance\n".to_owned();
        for (number, due) in rows {
            writeln!(text, "Alpine Tool,{number},2026-04-{:02},2026-05-{due},120.50", number % 28 + 1).unwrap();
        }
        text
    };
    shop.write("open 1.csv", &list(&[(501, "04"), (502, "11"), (503, "18"), (504, "18"), (505, "19"), (506, "20")]));
    shop.delta("open 1.csv");
    shop.write("open 2.csv", &list(&[(503, "18"), (507, "25")]));
    let said = shop.delta("open 2.csv");
    assert_eq!(figures(&said), delta(1, 1, 0, 5));
    // Nothing new was invoiced since: the newest invoice was paid, and the list ends earlier than the one before.
    shop.write("open 3.csv", &list(&[(503, "18")]));
    assert_eq!(figures(&shop.delta("open 3.csv")), delta(0, 1, 0, 1));
}

#[test]
fn a_question_is_answered_once() {
    let shop = Shop::new();
    let log = |day: u32| {
        let next = day + 1;
        format!(
            "Order No,Order Date,Customer,Parts\n{day}1,0{day}/05/2026,Alpine Tool,10\n{day}2,0{next}/05/2026,Alpine Tool,12\n"
        )
    };
    shop.write("log 1.csv", &log(3));
    assert_eq!(shop.take(&["log 1.csv"], &[], Taking::Keep)[0].status, FileStatus::Question);
    let said = shop.take(&["log 1.csv"], &[("date_order", "mdy")], Taking::Keep).remove(0);
    assert!(said.delta.is_some(), "{:?}", said.question);
    shop.write("log 2.csv", &log(7));
    let next = shop.take(&["log 2.csv"], &[], Taking::Keep).remove(0);
    assert_eq!(next.status, FileStatus::Ready);
    assert_eq!(next.first_on.unwrap().to_string(), "2026-07-05");
    assert!(next.read_like.is_some_and(|from| from.contains("log 1.csv")), "it says whose reading it follows");
    // A file that shows the other order is read as it shows, and the owner is told.
    shop.write(
        "log 3.csv",
        "Order No,Order Date,Customer,Parts\n91,13/05/2026,Alpine Tool,10\n92,14/05/2026,Alpine Tool,12\n",
    );
    let other = shop.take(&["log 3.csv"], &[], Taking::Try).remove(0);
    assert_eq!(other.first_on.unwrap().to_string(), "2026-05-13");
    assert!(other.warnings.iter().any(|warning| warning.contains("day first here")), "{:?}", other.warnings);
}

#[test]
fn a_column_that_the_owner_chose_is_chosen_again() {
    let shop = Shop::new();
    let list = |number: u32| {
        format!(
            "Order No,Order Date,Customer,Qty,Qty out\n{number},2026-05-14,Alpine Tool,10,8\n{},2026-05-15,Delta Rack,20,19\n",
            number + 1
        )
    };
    shop.write("a.csv", &list(1));
    shop.take(&["a.csv"], &[("parts", "Qty out")], Taking::Keep);
    shop.write("b.csv", &list(3));
    shop.take(&["b.csv"], &[], Taking::Keep);
    let parts: Vec<i32> = shop.rows().iter().map(|row| row.2).collect();
    assert_eq!(parts, [8, 19, 8, 19]);
}

#[test]
fn a_renamed_or_missing_column_is_said() {
    let shop = Shop::new();
    let rows: Vec<(u32, u32, u32)> = (1..=9).map(|i| (i, i, 10)).collect();
    shop.write("a.csv", &orders(&rows));
    shop.delta("a.csv");
    shop.write("b.csv", &orders(&rows).replace("Parts", "Quantity"));
    let said = shop.take(&["b.csv"], &[], Taking::Try).remove(0).delta.unwrap();
    assert_eq!(figures(&said), delta(0, 9, 0, 0));
    assert!(said.notices.iter().any(|notice| notice.contains("Parts") && notice.contains("called Quantity now")));
    // The orders have amounts too, so that they can be used without their parts.
    let priced = |with_parts: bool| {
        let mut text = "Order No,Order Date,Customer,Amount,Parts\n".to_owned();
        for (number, day, parts) in &rows {
            writeln!(text, "PO-{number},2026-03-{day:02},Alpine Tool,100.50,{parts}").unwrap();
        }
        if with_parts {
            text
        } else {
            text.lines().map(|line| line.rsplit_once(',').unwrap().0).collect::<Vec<_>>().join("\n")
        }
    };
    shop.write("priced.csv", &priced(true));
    shop.delta("priced.csv");
    shop.write("c.csv", &priced(false));
    let reports = shop.take(&["c.csv"], &[], Taking::Try);
    let said = reports[0].delta.clone().unwrap_or_else(|| panic!("{:?}", reports[0].error));
    assert!(said.notices.iter().any(|notice| notice.contains("Parts") && notice.contains("is missing")), "{said:?}");
}

#[test]
fn a_file_understood_otherwise_replaces_what_was_understood_before() {
    let shop = Shop::new();
    let text =
        "Order No,Order Date,Customer,Qty,Qty out\n1,2026-05-14,Alpine Tool,10,8\n2,2026-05-15,Delta Rack,20,19\n";
    shop.write("a.csv", text);
    shop.take(&["a.csv"], &[("parts", "Qty")], Taking::Keep);
    shop.take(&["a.csv"], &[("parts", "Qty out")], Taking::Keep);
    let parts: Vec<i32> = shop.rows().iter().map(|row| row.2).collect();
    assert_eq!(parts, [8, 19]);
}

#[test]
fn an_import_that_is_stopped_leaves_nothing_behind() {
    let shop = Shop::new();
    shop.write("a.csv", &orders(&(1..=20).map(|i| (i, i, 10)).collect::<Vec<_>>()));
    shop.delta("a.csv");
    shop.write("b.csv", &orders(&(10..=25).map(|i| (i, i, 11)).collect::<Vec<_>>()));
    let before = shop.rows();
    // The owner stops it after so many signs of life.
    for n_signs in 0..4 {
        let left = std::cell::Cell::new(n_signs);
        let goes_on = |_: &FileReport| left.replace(left.get() - 1) > 0;
        let found = lotwise::import::find_files(&[shop.0.file("b.csv")]);
        let is_cancelled = std::sync::atomic::AtomicBool::new(false);
        let readings =
            lotwise::import::read_file(&found.files[0], &lotwise::import::ReadOptions::default(), &is_cancelled);
        let mut workspace = Workspace::open(&shop.workspace()).unwrap();
        let taken = workspace.take_in(&readings, &BTreeMap::default(), "2026-06-01 08:00:00", Taking::Keep, &goes_on);
        if taken.is_ok() {
            assert!(n_signs > 0, "it was stopped before it began");
            assert_eq!(shop.rows().len(), 25);
            return;
        }
        assert_eq!(shop.rows(), before);
    }
    panic!("it was never let through");
}

#[test]
fn what_is_no_workspace_is_named_and_left_alone() {
    let shop = Shop::new();
    shop.write("shop.lotwise", "Order No,Order Date\n");
    let error = Workspace::open(&shop.workspace()).unwrap_err().to_string();
    assert!(error.contains("no Lotwise workspace"), "{error}");
    let error = Workspace::open(&shop.0.file("none.lotwise")).unwrap_err().to_string();
    assert!(error.contains("There is no workspace here"), "{error}");
    assert!(!shop.0.file("none.lotwise").exists());
}

/// What happens to a list between two exports.
#[derive(Clone, Debug)]
enum Event {
    Order(u32),
    Correct(usize, u32),
    Delete(usize),
}

fn events() -> impl Strategy<Value = Vec<Vec<Event>>> {
    let event = prop_oneof![
        6 => (1..4_u32).prop_map(Event::Order),
        1 => (0..400_usize, 5..9_u32).prop_map(|(which, parts)| Event::Correct(which, parts)),
        1 => (0..400_usize).prop_map(Event::Delete),
    ];
    // A first export is large enough that the next ones are known for what they are.
    prop::collection::vec(prop::collection::vec(event, 6..12), 3..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// A shop takes in the exports of several weeks, each of the last two weeks; whatever the order, and whether at once or
    /// one by one, what counts is what the newest export says of each day.
    #[test]
    fn the_order_of_files_changes_nothing(weeks in events(), order in any::<prop::sample::Index>(), at_once in any::<bool>()) {
        type Rows = Vec<(u32, u32, u32)>;
        let mut list: Rows = (0..60).map(|i| (i + 1, 1 + i / 10, 4)).collect();
        let mut next = 100;
        let mut files: Vec<(String, Rows)> = vec![("week 0.csv".to_owned(), list.clone())];
        let mut counts = list.clone();
        for (week, events) in (1_u32..).zip(&weeks) {
            let (from, today) = (7 * week - 7, 7 * week);
            for event in events {
                // Half the list may change in a week at most, or the owner is asked.
                match *event {
                    Event::Order(day) => { list.push((next, today + day, 4)); next += 1; }
                    Event::Correct(which, parts) => { let n = list.len(); list[which % n].2 = parts; }
                    Event::Delete(which) => { list.remove(which % list.len()); }
                }
            }
            // Each export holds a new order of the week's last day, so that it ends later than the one before.
            list.push((next, today + 6, 4));
            next += 1;
            let export: Rows = list.iter().filter(|row| row.1 >= from).copied().collect();
            let (first, last) = (export.iter().map(|r| r.1).min().unwrap(), today + 6);
            // The first and the last day may be cut; of their rows only those go that the export holds otherwise.
            let is_held = |row: &(u32, u32, u32)| export.iter().any(|other| other.0 == row.0);
            // Where most of what is known of its days is missing, it is taken for a part of the list: see `store::standing`.
            let known = || counts.iter().filter(|row| (first + 1..last).contains(&row.1));
            prop_assume!(known().filter(|row| is_held(row)).count() * 2 >= known().count());
            counts.retain(|row| !(first + 1..last).contains(&row.1) && !is_held(row));
            counts.extend(&export);
            files.push((format!("week {week}.csv"), export));
        }
        let shop = Shop::new();
        for (name, rows) in &files {
            shop.write(name, &orders(rows));
        }
        let mut names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        // Some permutation of them.
        let mut seed = order.index(720);
        let mut shuffled = Vec::new();
        while !names.is_empty() {
            shuffled.push(names.remove(seed % names.len()));
            seed /= 2;
        }
        let reports = if at_once {
            shop.take(&shuffled, &[], Taking::Keep)
        } else {
            shuffled.iter().map(|name| shop.take(&[name], &[], Taking::Keep).remove(0)).collect()
        };
        // Where so much is deleted that the owner is asked, or the file is taken for a part, the order is not all that decides.
        let is_whole = |delta: &Delta| !delta.notices.iter().any(|notice| notice.contains("a part of what"));
        prop_assume!(reports.iter().all(|report| report.delta.as_ref().is_some_and(is_whole)));
        let rows: Vec<(String, i32)> = shop.rows().into_iter().map(|row| (row.0, row.2)).collect();
        let mut expected: Vec<(String, i32)> = counts.iter().map(|row| (format!("SO-{}", row.0), row.2.cast_signed())).collect();
        expected.sort();
        prop_assert_eq!(rows, expected);
    }
}

#[test]
fn what_was_said_of_names_and_items_holds_for_every_later_import_and_is_undone_alone() {
    let shop = Shop::new();
    shop.write("a.csv", "Order No,Order Date,Customer,Item,Parts\n1,2025-04-13,Harbor Light,Zinc plate,10\n2,2025-04-14,Harbor Lights,Hurry-up,1\n");
    shop.write("b.csv", "Order No,Order Date,Customer,Item,Parts\n3,2025-05-13,HARBOR LIGHTS,Hurry-up,1\n4,2025-05-14,Borealis,Zinc plate,7\n");
    shop.delta("a.csv");
    let said = |about, subject: &str, value: &str| Said { about, subject: subject.to_owned(), value: value.to_owned() };
    let one = said(About::Same, "name harbor light", "name harbor lights");
    let fee = said(About::ItemKind, "Hurry-up", "fee");
    let mut workspace = Workspace::open(&shop.workspace()).unwrap();
    workspace.say(&[one], "2025-04-15 08:00:00").unwrap();
    workspace.say(std::slice::from_ref(&fee), "2025-04-15 08:01:00").unwrap();
    shop.delta("b.csv");
    let shown = || {
        let options = LookOptions { workspace: Some(shop.workspace()), ..LookOptions::default() };
        let dataset = look(&options, &JobContext::new(|_| {})).unwrap().dataset;
        (dataset.customers.len(), dataset.lots.parts.len())
    };
    assert_eq!(shown(), (2, 2));
    let acts = workspace.said().unwrap();
    assert_eq!(acts.iter().map(|act| act.said.clone()).nth(1), Some(vec![fee]));
    workspace.unsay(acts[0].id, "2025-05-15 08:00:00").unwrap();
    assert_eq!(shown(), (3, 2), "the other word still holds");
    workspace.unsay(acts[1].id, "2025-05-15 08:01:00").unwrap();
    assert_eq!(shown(), (3, 4));
}

#[test]
fn a_list_of_items_says_what_they_are() {
    let shop = Shop::new();
    shop.write(
        "a.csv",
        "Order No,Order Date,Customer,Item,Parts\n1,2025-04-13,Alpine,Bracket,10\n2,2025-04-14,Alpine,Hurry-up,1\n",
    );
    shop.write("items.csv", "Item,Kind,Process\nBracket,,zinc plate\nHurry-up,fee,\n");
    shop.take(&["a.csv", "items.csv"], &[], Taking::Keep);
    let options = LookOptions { workspace: Some(shop.workspace()), ..LookOptions::default() };
    let dataset = look(&options, &JobContext::new(|_| {})).unwrap().dataset;
    let items: Vec<(&str, &str, &str)> =
        dataset.items.iter().map(|item| (item.text.as_str(), item.kind.as_str(), item.process.as_str())).collect();
    assert_eq!(items, [("Bracket", "parts", "zinc plate"), ("Hurry-up", "fee", "")]);
    assert_eq!(dataset.lots.parts, [10]);
}

/// A shop without customer numbers: the id is a spelling, and it stays when another spelling becomes commoner.
#[test]
fn the_id_of_a_customer_never_changes_and_a_merge_keeps_the_older() {
    let shop = Shop::new();
    let orders = |rows: &[(&str, &str)]| {
        let mut text = "Order No,Order Date,Customer,Parts,Amount\n".to_owned();
        for (i, (day, name)) in rows.iter().enumerate() {
            writeln!(text, "SO-{}{i},{day},\"{name}\",10,{}.50", &day[5..7], 100 + i).unwrap();
        }
        text
    };
    let opened = || {
        let options = LookOptions {
            workspace: Some(shop.workspace()),
            chore: Some(lotwise::app::chore::Chore::Daily),
            with_track_record: false,
            ..LookOptions::default()
        };
        let snapshot = look(&options, &JobContext::new(|_| {})).unwrap();
        let customers = snapshot.dataset.customers.iter();
        customers.map(|customer| (customer.id.clone(), customer.name.clone())).collect::<Vec<_>>()
    };
    shop.write("january.csv", &orders(&[("2025-01-06", "Alpine Tool"), ("2025-01-07", "Borealis")]));
    shop.delta("january.csv");
    let id = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    assert_eq!(opened(), [id("Alpine Tool", "Alpine Tool"), id("Borealis", "Borealis")]);
    let later: Vec<(&str, &str)> =
        ["2025-02-03", "2025-02-04", "2025-02-05"].map(|day| (day, "ALPINE TOOL, INC")).to_vec();
    shop.write("february.csv", &orders(&later));
    shop.delta("february.csv");
    assert_eq!(opened(), [id("Alpine Tool", "ALPINE TOOL, INC"), id("Borealis", "Borealis")]);
    // Somebody new turns out to be Borealis.
    shop.write("march.csv", &orders(&[("2025-03-03", "Aurora Holding"), ("2025-03-04", "Aurora Holding")]));
    shop.delta("march.csv");
    assert_eq!(opened().len(), 3);
    let mut workspace = Workspace::open(&shop.workspace()).unwrap();
    let same =
        Said { about: About::Same, subject: "name borealis".to_owned(), value: "name aurora holding".to_owned() };
    workspace.say(&[same], "2026-11-22 09:00:00").unwrap();
    drop(workspace);
    assert_eq!(opened(), [id("Alpine Tool", "ALPINE TOOL, INC"), id("Borealis", "Aurora Holding")]);
}
