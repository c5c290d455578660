//! The weekly loop: what was decided comes back with what followed, what the owner set aside stays aside, and a closed review is
//! shown again as it was, whatever came since.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::path::PathBuf;

use common::{Folder, flags, page_of, review};
use lotwise::app::pipeline::{look, take_in};
use lotwise::app::weekly::{Weighed, closed_review};
use lotwise::app::{JobContext, LookOptions, Snapshot};
use lotwise::model::finding::Trend;
use lotwise::model::weekly::{Action, Alarms, Decision, Limits, SetAside, Snooze, Verdict, What};
use lotwise::model::{About, CustomerIdx, Day, Finding, Level, Said, Signal, WEEK};
use lotwise::report::charts;
use lotwise::review::since_then::{is_overdue, relevant};
use lotwise::review::{Why, calls, wording};
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::store::{StoreError, Taking, Workspace};

struct Shop(Folder);

impl Shop {
    /// The sample shop, taken into a workspace.
    fn new() -> Self {
        Self::of(&SampleOptions::default())
    }

    fn of(options: &SampleOptions) -> Self {
        let shop = Self(Folder::new());
        write_sample(&shop.exports(), options).unwrap();
        shop.take_in();
        shop
    }

    fn exports(&self) -> PathBuf {
        self.0.file("exports")
    }

    fn path(&self) -> PathBuf {
        self.0.file("shop.lotwise")
    }

    fn take_in(&self) {
        let options = LookOptions {
            workspace: Some(self.path()),
            paths: vec![self.exports()],
            with_track_record: false,
            ..LookOptions::default()
        };
        let (reports, _) = take_in(&options, Taking::Keep, &JobContext::new(|_| {})).unwrap();
        assert!(reports.iter().all(|report| report.question.is_none()), "{reports:?}");
    }

    fn look(&self, as_of: Option<Day>) -> Snapshot {
        let workspace = Some(self.path());
        let options = LookOptions { workspace, as_of, with_track_record: false, ..LookOptions::default() };
        look(&options, &JobContext::new(|_| {})).unwrap()
    }

    fn weigh(&self, snapshot: &Snapshot, weighed: &Weighed) -> Snapshot {
        snapshot.with_weekly(weighed.write(&self.path(), snapshot).unwrap())
    }

    fn decide(&self, snapshot: &Snapshot, customer: CustomerIdx, signals: Vec<Signal>, what: What) -> Snapshot {
        let (at, customer) = (String::new(), snapshot.dataset.customers[customer as usize].id.clone());
        let decision = Decision { id: 0, at, review: review(snapshot).as_of, customer, signals, what };
        self.weigh(snapshot, &Weighed::Decide(decision))
    }
}

/// The id of the last review that was closed.
fn last(snapshot: &Snapshot) -> i64 {
    snapshot.weekly.closed.iter().map(|closed| closed.id).max().unwrap()
}

fn acts(snapshot: &Snapshot) -> Vec<CustomerIdx> {
    let findings = review(snapshot).findings.iter().filter(|finding| finding.level == Level::Act);
    let mut customers: Vec<CustomerIdx> = findings.map(|finding| finding.customer).collect();
    customers.sort_unstable();
    customers.dedup();
    customers
}

fn action(words: &str, by: Option<Day>) -> What {
    What::Action(Action { words: words.to_owned(), who: "Maria".to_owned(), by, done_on: None })
}

#[test]
fn what_was_decided_comes_back_next_week_with_what_the_customer_did_since() {
    let shop = Shop::new();
    let now = shop.look(None);
    let as_of = review(&now).as_of;
    let before = shop.look(Some(as_of - WEEK));
    assert!(!review(&before).since.is_closed);
    // Somebody who is called and orders in the week after.
    let orders = &before.dataset.orders;
    let ordered = |customer: &CustomerIdx| {
        orders.of(*customer).filter(|&i| (as_of.0 - WEEK..as_of.0).contains(&orders.day[i])).count()
    };
    let customers: Vec<CustomerIdx> = calls(review(&before)).iter().map(|call| call.customer).collect();
    let customer = *customers.iter().find(|customer| ordered(customer) > 0).expect("one of them orders");
    let before = shop.decide(&before, customer, Vec::new(), action("call about terms", Some(as_of - 3)));
    shop.weigh(&before, &Weighed::Close);

    let now = shop.look(None);
    let since = &review(&now).since;
    assert!(since.is_closed && since.on == as_of - WEEK);
    assert!(since.past.is_empty(), "the same rows tell the same: {:?}", since.past);
    let [decision] = relevant(&now.dataset, &now.weekly, review(&now), customer).collect::<Vec<_>>()[..] else {
        panic!()
    };
    assert!(is_overdue(decision, as_of));
    let words = wording::decided_before(&now.dataset, review(&now), customer, decision);
    let n = ordered(&customer);
    let orders = if n == 1 { "an order, ".to_owned() } else { " orders, ".to_owned() };
    let beginning = format!("You decided on {}: **call about terms (Maria, by", (as_of - WEEK).short());
    assert!(words.starts_with(&beginning) && words.contains("Since then: ") && words.contains(&orders), "{words}");
    let page = page_of(&now);
    assert!(page.contains("call about terms"));

    // Done, it is told this week and forgotten the next.
    let done = shop.weigh(&now, &Weighed::Done(decision.id, Some(as_of)));
    let [decision] = relevant(&done.dataset, &done.weekly, review(&done), customer).collect::<Vec<_>>()[..] else {
        panic!()
    };
    assert!(!is_overdue(decision, as_of));
    let taken_back = shop.weigh(&done, &Weighed::TakeBack(decision.id));
    assert_eq!(relevant(&taken_back.dataset, &taken_back.weekly, review(&taken_back), customer).count(), 0);
    let log = Workspace::open(&shop.path()).unwrap().log(10).unwrap();
    let what: Vec<&str> = log.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(what[..4], ["taken back", "done", "closed", "decided"]);
}

#[test]
fn a_closed_review_is_shown_again_as_it_was_whatever_came_since() {
    let shop = Shop::new();
    let as_of = review(&shop.look(None)).as_of - WEEK;
    let told = shop.look(Some(as_of));
    let customer = acts(&told)[0];
    let signals: Vec<Signal> = review(&told).findings_of(customer).map(|finding| finding.signal).collect();
    let told = shop.decide(&told, customer, signals, What::Verdict(Verdict::KnewAlready));
    let closed = shop.weigh(&told, &Weighed::Close);
    let id = last(&closed);
    // Then half of the orders are lost, and a limit is moved.
    let orders = fs::read_to_string(shop.exports().join("orders.csv")).unwrap();
    let mut workspace = Workspace::open(&shop.path()).unwrap();
    let import = workspace.imports().unwrap().iter().find(|import| import.file == "orders.csv").unwrap().id;
    workspace.take_back(import, "2026-11-22 08:00:00").unwrap();
    drop(workspace);
    let half: Vec<&str> = orders.lines().take(orders.lines().count() / 2).collect();
    fs::write(shop.exports().join("orders.csv"), half.join("\n")).unwrap();
    shop.take_in();
    let now = shop.look(None);
    shop.weigh(&now, &Weighed::Limits(Limits { calls: 1, ..Limits::default() }));
    assert_ne!(flags(&now), flags(&told));

    let again = closed_review(&shop.path(), id).unwrap();
    assert_eq!(review(&again), review(&told), "every figure, to the last bit");
    let aside: Vec<_> = review(&again).findings_of(customer).map(|finding| finding.set_aside).collect();
    assert!(aside.iter().all(|aside| *aside == Some(SetAside::KnewAlready)) && !aside.is_empty());
    for finding in &review(&told).findings {
        let charts = |of: &Snapshot| charts::customer_charts(&of.dataset, review(of), finding.customer);
        assert_eq!(charts(&again), charts(&told));
        let name = |of: &Snapshot| of.dataset.customers[finding.customer as usize].name.clone();
        assert_eq!(name(&again), name(&told));
    }
    let headline = |of: &Snapshot| wording::headline(review(of), &of.dataset);
    assert_eq!(headline(&again), headline(&told));
}

#[test]
fn rows_that_come_late_change_the_past_and_are_no_trend() {
    let shop = Shop::new();
    let now = shop.look(None);
    let as_of = review(&now).as_of;
    // The export of a week ago lacked all payments of the last four months.
    let payments = fs::read_to_string(shop.exports().join("payments.csv")).unwrap();
    let heading = payments.lines().next().unwrap();
    let paid = heading.split(',').position(|name| name.eq_ignore_ascii_case("paid date")).unwrap();
    let paid_after = |cell: &str| {
        let (month, day, year) = (cell.get(..2)?, cell.get(3..5)?, cell.get(6..)?);
        format!("{year}-{month}-{day}").parse::<Day>().ok().filter(|day| *day >= as_of - 120)
    };
    let blind: Vec<String> = payments
        .lines()
        .enumerate()
        .map(|(i, line)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if i > 0 && paid_after(cells[paid]).is_some() {
                cells[paid] = "";
            }
            cells.join(",")
        })
        .collect();
    let early = Shop(Folder::new());
    write_sample(&early.exports(), &SampleOptions::default()).unwrap();
    fs::write(early.exports().join("payments.csv"), blind.join("\n")).unwrap();
    early.take_in();
    let told = early.look(Some(as_of - WEEK));
    let told = early.weigh(&told, &Weighed::Close);
    let late = |of: &Snapshot| flags(of).iter().filter(|(signal, _)| *signal == "late").count();
    let in_truth = late(&shop.look(Some(as_of - WEEK)));
    assert!(late(&told) != in_truth, "without payments the payers look otherwise: {} {in_truth}", late(&told));

    fs::write(early.exports().join("payments.csv"), payments).unwrap();
    early.take_in();
    let now = early.look(None);
    let since = &review(&now).since;
    assert!(!since.past.is_empty() && since.past.iter().all(|change| change.why == Why::Rows), "{:?}", since.past);
    // What stands now and would have stood then is no news of the customer.
    let at_first = shop.look(Some(as_of - WEEK));
    let stood = flags(&at_first);
    for finding in &review(&now).findings {
        let id = now.dataset.customers[finding.customer as usize].id.as_str();
        let was_told = told.weekly.closed[0].flags.contains_key(&(id.to_owned(), finding.signal));
        if stood.contains(&(finding.signal.as_str(), id)) && !was_told {
            assert_eq!(finding.trend, Trend::Past, "{id} {:?}", finding.signal);
        }
    }
    let by_rows = |customer: CustomerIdx, signal: Signal| {
        since.past.iter().any(|change| (change.customer, change.signal) == (customer, signal))
    };
    for cleared in since.cleared.iter().filter(|cleared| cleared.why == Why::Rows) {
        assert!(by_rows(cleared.customer, cleared.signal), "{cleared:?}");
    }
}

#[test]
fn what_is_set_aside_is_not_called_leaves_its_place_to_the_next_and_comes_back_on_its_day() {
    let shop = Shop::new();
    let now = shop.look(None);
    let as_of = review(&now).as_of;
    let now = shop.weigh(&now, &Weighed::Limits(Limits { calls: 1, ..Limits::default() }));
    let now = shop.look(Some(review(&now).as_of));
    let [first] = acts(&now)[..] else { panic!("one is called") };
    let all: Vec<Signal> = review(&now).findings_of(first).map(|finding| finding.signal).collect();
    let until = as_of + 7;
    let snoozed = shop.decide(&now, first, all.clone(), What::Snooze(Snooze::Until(until)));
    let [next] = acts(&snoozed)[..] else { panic!("another one is called") };
    assert_ne!(next, first);
    assert!(calls(review(&snoozed)).iter().all(|call| call.customer != first));
    let aside = calls::set_aside(review(&snoozed));
    assert!(aside[&first].iter().all(|finding| finding.set_aside == Some(SetAside::Until(until))));
    let page = page_of(&snoozed);
    assert!(page.contains(&format!("snoozed until {}", until.short())), "the report says what is not heard of");
    // The week after it is heard of again; the data is the same.
    let woken = shop.look(Some(until));
    let heard = |of: &Snapshot| -> Vec<Signal> {
        let findings = review(of).findings_of(first).filter(|finding| finding.set_aside.is_none());
        findings.map(|finding: &Finding| finding.signal).collect()
    };
    assert!(!heard(&woken).is_empty());
    assert!(heard(&shop.look(Some(as_of))).is_empty(), "and on its own day it is still aside");
    let id = snoozed.weekly.decisions.last().unwrap().id;
    assert_eq!(heard(&shop.weigh(&snoozed, &Weighed::TakeBack(id))), all);
}

#[test]
fn a_moved_limit_is_told_as_one() {
    // Of many customers some are in doubt.
    let shop = Shop::of(&SampleOptions { customers: 300, ..SampleOptions::default() });
    let as_of = review(&shop.look(None)).as_of;
    let all = |alarms| Signal::ALL.into_iter().fold(Limits::default(), |limits, signal| limits.with(signal, alarms));
    let calm = all(Alarms::Fewer);
    let before = shop.look(Some(as_of - WEEK));
    shop.weigh(&before, &Weighed::Limits(calm));
    let before = shop.look(Some(as_of - WEEK));
    let n_calm = review(&before).findings.len();
    shop.weigh(&before, &Weighed::Close);
    shop.weigh(&before, &Weighed::Limits(all(Alarms::More)));
    let now = shop.look(None);
    let since = &review(&now).since;
    assert!(review(&now).findings.len() > n_calm);
    assert!(!since.past.is_empty() && since.past.iter().all(|change| change.why == Why::Limit), "{:?}", since.past);
    for finding in review(&now).findings.iter().filter(|finding| finding.trend == Trend::Limit) {
        assert!(since.past.iter().any(|change| change.customer == finding.customer), "{finding:?}");
    }
    assert!(review(&now).findings.iter().any(|finding| finding.trend == Trend::Limit));
}

#[test]
fn reviews_are_closed_in_the_order_of_their_dates_and_the_last_can_be_opened_again() {
    let shop = Shop::new();
    let now = shop.look(None);
    let as_of = review(&now).as_of;
    let closed = shop.weigh(&now, &Weighed::Close);
    let early = shop.look(Some(as_of - WEEK));
    assert!(matches!(Weighed::Close.write(&shop.path(), &early), Err(StoreError::LaterReview(day)) if day == as_of));
    let open = shop.weigh(&closed, &Weighed::OpenAgain(last(&closed)));
    assert!(open.weekly.closed.is_empty());
    let first = shop.weigh(&early, &Weighed::Close);
    assert_eq!(first.weekly.closed.len(), 1);
    let second = shop.weigh(&shop.look(None), &Weighed::Close);
    // One open item a customer and signal, open since it stood first.
    let [first, second] = &second.weekly.closed[..] else { panic!() };
    let (mut n_old, mut n_new) = (0, 0);
    for (key, item) in &second.flags {
        let stood = first.flags.contains_key(key);
        assert_eq!(item.opened_on, if stood { as_of - WEEK } else { as_of }, "{key:?}");
        (n_old, n_new) = (n_old + usize::from(stood), n_new + usize::from(!stood));
    }
    assert!(n_old > 0, "{n_old} {n_new}");
}

#[test]
fn what_is_forgotten_is_gone_from_decisions_and_closed_reviews_and_the_sums_stay() {
    let shop = Shop::new();
    let now = shop.look(None);
    let customer = acts(&now)[0];
    let (id, name) = {
        let customer = &now.dataset.customers[customer as usize];
        (customer.id.clone(), customer.name.clone())
    };
    let now = shop.decide(&now, customer, Vec::new(), action("ask whether the plant moves", None));
    let other = *acts(&now).last().unwrap();
    let now = shop.decide(&now, other, Vec::new(), What::Note(format!("heard of it from {name} too")));
    let closed = shop.weigh(&now, &Weighed::Close);
    let money: i64 = closed.weekly.closed[0].flags.values().map(|item| item.money).sum();
    let (_, erased) = lotwise::app::forget::forget(&shop.path(), &name, &JobContext::new(|_| {})).unwrap();
    assert_eq!(erased.left, []);
    let bytes = fs::read(shop.path()).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text.as_bytes()));
    assert!(!holds(&name) && !holds("whether the plant moves"));
    assert!(Workspace::open(&shop.path()).unwrap().check().unwrap().faults.is_empty());

    let after = shop.look(None);
    let review_id = last(&after);
    assert_eq!(after.weekly.closed[0].flags.values().map(|item| item.money).sum::<i64>(), money);
    assert!(after.weekly.closed[0].flags.keys().all(|(customer, _)| *customer != id));
    let again = closed_review(&shop.path(), review_id).unwrap();
    assert_eq!(again.dataset.customers[customer as usize].name, "Forgotten customer 1");
    let sums =
        |of: &Snapshot| -> Vec<i64> { review(of).findings.iter().map(|finding| finding.money_at_risk).collect() };
    assert_eq!(sums(&again), sums(&now));
    let notes: Vec<String> = after.weekly.decisions.iter().map(wording::decided).collect();
    assert!(notes.iter().any(|words| words.starts_with("heard of it from") && !words.contains(&name)), "{notes:?}");
}

/// A shop without customer numbers: names are ids. One customer has the name that the owner gave it, another one was two.
#[test]
fn nothing_is_left_of_a_customer_whose_name_is_its_id_whatever_it_was_called() {
    let shop = Shop(Folder::new());
    write_sample(&shop.exports(), &SampleOptions::default()).unwrap();
    for file in ["customers.csv", "emails.csv"] {
        fs::remove_file(shop.exports().join(file)).unwrap();
    }
    let orders = fs::read_to_string(shop.exports().join("orders.csv")).unwrap();
    let without_numbers: Vec<String> = orders
        .lines()
        .map(|line| line.splitn(4, ',').enumerate().filter(|(i, _)| *i != 2).map(|(_, cell)| cell).collect::<Vec<_>>())
        .map(|cells| cells.join(","))
        .collect();
    fs::write(shop.exports().join("orders.csv"), without_numbers.join("\n")).unwrap();
    shop.take_in();
    let now = shop.look(None);
    let customer = acts(&now)[0];
    let id = now.dataset.customers[customer as usize].id.clone();
    assert_eq!(id, now.dataset.customers[customer as usize].name, "names are ids here");
    let now = shop.decide(&now, customer, Vec::new(), action("his wife is ill", None));
    let said =
        Said { about: About::Name, subject: format!("name {}", id.to_lowercase()), value: "Northern Light".to_owned() };
    Workspace::open(&shop.path()).unwrap().say(&[said], "2026-11-22 08:00:00").unwrap();
    let now = shop.look(Some(review(&now).as_of));
    let renamed = now.dataset.customers.iter().find(|customer| customer.is_called(&id)).unwrap();
    assert_eq!(renamed.name, "Northern Light");
    shop.weigh(&now, &Weighed::Close);
    // A copy of an older program lies among the copies, and one that it made of that.
    let backups = shop.0.file("shop backups");
    fs::create_dir_all(&backups).unwrap();
    let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces/version-5.lotwise");
    fs::copy(fixture, backups.join("2026-11-01.lotwise")).unwrap();
    let (_, erased) = lotwise::app::forget::forget(&shop.path(), "northern light", &JobContext::new(|_| {})).unwrap();
    assert_eq!((erased.left, erased.unreached), (Vec::new(), Vec::new()));
    let bytes = fs::read(shop.path()).unwrap();
    for text in [id.as_str(), "Northern Light", "his wife is ill"] {
        assert!(!bytes.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text.as_bytes())), "{text}");
    }
    assert!(!backups.join("2026-11-01 backups").exists(), "of a copy no copy is made");
    assert!(Workspace::open(&shop.path()).unwrap().check().unwrap().faults.is_empty());
}

#[test]
fn nothing_is_erased_from_a_damaged_workspace_so_that_the_damage_stays_to_be_seen() {
    let shop = Shop::new();
    let closed = shop.weigh(&shop.look(None), &Weighed::Close);
    let name = closed.dataset.customers[acts(&closed)[0] as usize].name.clone();
    let mut bytes = fs::read(shop.path()).unwrap();
    let from = b"\"money_at_risk\":";
    let at = bytes.windows(from.len()).position(|part| part == from).unwrap() + from.len();
    bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
    fs::write(shop.path(), bytes).unwrap();
    let refused = lotwise::app::forget::forget(&shop.path(), &name, &JobContext::new(|_| {}));
    assert!(refused.is_err_and(|error| error.to_string().contains("not what was written")));
    assert!(!Workspace::open_to_read(&shop.path()).unwrap().check().unwrap().faults.is_empty());
}

#[test]
fn two_customers_of_one_name_are_told_apart_before_one_is_forgotten() {
    let shop = Shop(Folder::new());
    let orders = "Order No,Order Date,Customer ID,Customer,Parts\n1001,2026-01-05,C1,Ridge Cycles,10\n\
                  1002,2026-01-06,C2,Ridge Cycles,20\n1003,2026-01-07,C1,Ridge Cycles,30\n";
    fs::create_dir_all(shop.exports()).unwrap();
    fs::write(shop.exports().join("orders.csv"), orders).unwrap();
    shop.take_in();
    let forget = |name: &str| lotwise::app::forget::forget(&shop.path(), name, &JobContext::new(|_| {}));
    assert!(forget("Ridge Cycles").is_err_and(|error| error.to_string().contains("C1, C2")));
    let page = shop.0.file("held.html");
    lotwise::app::held::write_held(&shop.path(), "C2", &page, &JobContext::new(|_| {})).unwrap();
    let text = fs::read_to_string(page).unwrap();
    assert!(text.contains("1002") && !text.contains("1001"), "the rows of the one that is meant");
}

#[test]
fn a_file_that_is_forgotten_leaves_no_row_in_a_closed_review() {
    let shop = Shop::new();
    let closed = shop.weigh(&shop.look(None), &Weighed::Close);
    let id = last(&closed);
    let orders = || {
        let told = closed_review(&shop.path(), id).unwrap();
        (told.dataset.orders.day.len(), told.dataset.invoices.issued.len())
    };
    let before = orders();
    lotwise::app::forget::forget(&shop.path(), "payments.csv", &JobContext::new(|_| {})).unwrap();
    let after = orders();
    assert!(before.0 > 0 && before.1 > 0);
    assert_eq!(after, (before.0, 0));
}

#[test]
fn a_closed_review_or_a_decision_that_was_damaged_is_said() {
    let shop = Shop::new();
    let now = shop.look(None);
    let customer = acts(&now)[0];
    let now = shop.decide(&now, customer, Vec::new(), action("call", None));
    let closed = shop.weigh(&now, &Weighed::Close);
    let (id, money) = (last(&closed), review(&now).findings[0].money_at_risk);
    let whole = fs::read(shop.path()).unwrap();
    let spoil = |from: &str, to: &str| {
        assert_eq!(from.len(), to.len());
        let mut bytes = whole.clone();
        let at = bytes.windows(from.len()).position(|part| part == from.as_bytes()).unwrap();
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        fs::write(shop.path(), bytes).unwrap();
    };
    let from = format!("\"money_at_risk\":{money}");
    spoil(&from, &from.replacen("at_risk\":", "at_risk\": ", 1).chars().take(from.len()).collect::<String>());
    assert!(closed_review(&shop.path(), id).is_err_and(|why| why.contains("not what was written")));
    assert!(!Workspace::open_to_read(&shop.path()).unwrap().check().unwrap().faults.is_empty());
    spoil("actioncallMaria", "actioncellMaria");
    assert!(matches!(Workspace::open_to_read(&shop.path()).unwrap().weekly(), Err(StoreError::Damaged { .. })));
}
