//! What is coming: surfaces in any unit, capacity, forecasts that are kept and scored, and what cannot be forecast.
#![allow(clippy::unwrap_used, clippy::format_push_string, clippy::float_cmp, missing_docs)]

mod common;

use std::fs;

use common::{Folder, look_at, look_with, report_of, review};
use lotwise::app::pipeline::{look, take_in};
use lotwise::app::weekly::Weighed;
use lotwise::app::{JobContext, LookOptions, Snapshot};
use lotwise::model::kept::{Counted, KeptWeek};
use lotwise::model::{AreaUnit, Capacity, Closed, Day, Field, NO_LABEL, VolumeUnit, WEEK};
use lotwise::report::json;
use lotwise::review::outlook::{Came, DayScores, Side, hangs_on, paid_scores, scores};
use lotwise::review::{NoVolume, VolumeOutlook, told, wording};
use lotwise::store::{Forget, Taking, Workspace};

/// Two years of orders on every weekday, a line of powder coating and one of e-coat, up to the day before `to`.
fn orders(to: &str, heading: &str, area: impl Fn(i32) -> String) -> String {
    let (first, to): (Day, Day) = ("2024-06-03".parse().unwrap(), to.parse().unwrap());
    let mut text = format!("Order No;Order Date;Customer;Process;Parts;Amount;{heading}\n");
    for (n, day) in (first.0..to.0).map(Day).filter(|day| day.weekday() < 5).enumerate() {
        let n = i32::try_from(n).unwrap();
        let name = ["Alpine Tool", "Harbor Lighting", "Borealis"][usize::try_from(n % 3).unwrap()];
        let parts = 100 + 7 * (n % 5);
        text += &format!("{n};{day};{name};Powder coating;{parts};{}.00;{}\n", 3 * parts, area(parts));
        text += &format!("{n};{day};{name};E-coat;{};{}.00;{}\n", parts / 4, parts, area(parts / 4));
    }
    text
}

fn metric(parts: i32) -> String {
    format!("{:.2}", f64::from(parts) * 0.25)
}

fn volume(snapshot: &Snapshot) -> &VolumeOutlook {
    review(snapshot).outlook.volume.as_ref().unwrap()
}

/// What the shop is expected to bring in the first week ahead.
fn first_week(snapshot: &Snapshot, unit: VolumeUnit) -> f64 {
    let series = volume(snapshot).series(NO_LABEL, unit).unwrap();
    volume(snapshot).ranges(series)[0].mean
}

#[test]
fn surfaces_are_read_in_any_unit_and_a_cell_that_is_none_costs_nothing() {
    let one = |heading: &str, area: &dyn Fn(i32) -> String| {
        let folder = Folder::with("orders.csv", orders("2026-06-01", heading, area));
        (look_at(folder.path()).unwrap(), folder)
    };
    let (in_m2, folder) = one("Area m2", &metric);
    let report = report_of(&folder, "orders.csv");
    assert_eq!(report.columns[6].field, Some(Field::AreaM2));
    assert_eq!(in_m2.dataset.area_unit, Some(AreaUnit::M2));
    let expected = first_week(&in_m2, VolumeUnit::Area);
    assert!((expected / (first_week(&in_m2, VolumeUnit::Parts) * 0.25) - 1.0).abs() < 0.02, "{expected}");
    assert_eq!(wording::unit_word(&in_m2.dataset, VolumeUnit::Area), "m²");

    let (each, _) = one("m² per part", &|_| "0.25".to_owned());
    assert!((first_week(&each, VolumeUnit::Area) / expected - 1.0).abs() < 0.01);
    let (in_feet, _) = one("Sq Ft", &|parts| format!("{:.1}", f64::from(parts) * 0.25 / 0.092_903_04));
    assert_eq!(in_feet.dataset.area_unit, Some(AreaUnit::Ft2));
    assert!((first_week(&in_feet, VolumeUnit::Area) * 0.092_903_04 / expected - 1.0).abs() < 0.01);

    // Here and there somebody wrote words.
    let (worded, folder) = one("Area m2", &|parts| if parts == 107 { "see drawing".to_owned() } else { metric(parts) });
    assert_eq!(report_of(&folder, "orders.csv").n_left_out, 0);
    assert!(first_week(&worded, VolumeUnit::Area) < expected);
    // A price of a square metre is no surface.
    let (priced, _) = one("€/m²", &|_| "12.00".to_owned());
    assert_eq!(priced.dataset.area_unit, None);
    assert_eq!(volume(&priced).units(), [VolumeUnit::Parts, VolumeUnit::Money]);
}

#[test]
fn the_shop_is_forecast_with_its_processes_and_the_parts_of_its_customers_come_to_it() {
    let folder = Folder::with("orders.csv", orders("2026-06-01", "Area m2", metric));
    let snapshot = look_at(folder.path()).unwrap();
    let volume = volume(&snapshot);
    assert_eq!(volume.units(), [VolumeUnit::Area, VolumeUnit::Parts, VolumeUnit::Money]);
    for unit in volume.units() {
        let sum = |process| volume.series(process, unit).and_then(|s| s.forecast.as_ref()).map(|f| f.sum.mean);
        let processes = volume.series.iter().filter(|series| series.unit == unit && series.process != NO_LABEL);
        let together: f64 = processes.filter_map(|series| sum(series.process)).sum();
        let shop = sum(NO_LABEL).unwrap();
        assert!((together / shop - 1.0).abs() < 0.03, "{unit:?}: {together} {shop}");
        let parts: f64 = volume.parts.iter().filter(|part| part.unit == unit).map(|part| part.volume).sum();
        assert!((parts / shop - 1.0).abs() < 0.001, "{unit:?}: {parts} {shop}");
    }
    let told = serde_json::to_value(json::review(
        &snapshot.dataset,
        review(&snapshot),
        &snapshot.weekly,
        json::People::default(),
    ))
    .unwrap();
    let forecast = told["forecast"].as_array().unwrap();
    assert_eq!(forecast.len(), 3 * 3 * 13);
    let shop = forecast.iter().filter(|week| week["series"] == "shop" && week["unit"] == "area");
    let weeks: Vec<&str> = shop.clone().map(|week| week["week"].as_str().unwrap()).collect();
    assert_eq!((weeks.len(), weeks[0]), (13, "2026-06-01"));
    for week in shop {
        let number = |name: &str| week[name].as_f64().unwrap();
        assert!(
            number("low80") <= number("low50")
                && number("low50") <= number("high50")
                && number("high50") <= number("high80")
        );
        assert!(week["capacity"].is_null());
    }
    // Money is in whole units, unlike what ends in _minor.
    let money = forecast.iter().find(|week| week["series"] == "shop" && week["unit"] == "money").unwrap();
    assert!((2000.0..3000.0).contains(&money["mean"].as_f64().unwrap()), "{money}");
}

#[test]
fn a_customer_of_a_single_order_is_a_small_part_and_has_no_next_order() {
    let mut text = orders("2026-06-01", "Area m2", metric);
    text += "9001;2026-05-28;Once Ltd;Powder coating;120;360.00;30.00\n";
    let folder = Folder::with("orders.csv", text);
    let snapshot = look_at(folder.path()).unwrap();
    let once = snapshot.dataset.customers.iter().position(|customer| customer.name == "Once Ltd").unwrap();
    let share = |customer: usize| {
        let all = hangs_on(volume(&snapshot), NO_LABEL, VolumeUnit::Parts);
        all.iter().find(|hang| hang.customer as usize == customer).map_or(0.0, |hang| hang.share)
    };
    assert!(share(once) > 0.0 && share(once) < 0.05, "{}", share(once));
    let regular = (0..snapshot.dataset.customers.len()).filter(|customer| *customer != once);
    assert!(regular.map(share).all(|share| share > 0.25));
    let answer = review(&snapshot).answer_of(u32::try_from(once).unwrap()).unwrap();
    assert_eq!((answer.next_order, answer.order_due), (None, None));
}

#[test]
fn a_review_of_the_past_forecasts_as_it_would_have_then() {
    let folder = Folder::with("orders.csv", orders("2026-06-01", "Area m2", metric));
    let as_of: Day = "2026-03-02".parse().unwrap();
    let then = look_with(
        folder.path(),
        LookOptions { as_of: Some(as_of), with_track_record: false, ..LookOptions::default() },
    )
    .unwrap();
    let cut = Folder::with("orders.csv", orders("2026-03-02", "Area m2", metric));
    let known =
        look_with(cut.path(), LookOptions { as_of: Some(as_of), with_track_record: false, ..LookOptions::default() })
            .unwrap();
    let told = |snapshot: &Snapshot| {
        volume(snapshot).series.iter().map(|series| (series.unit, series.forecast.clone())).collect::<Vec<_>>()
    };
    assert_eq!(told(&then), told(&known));
}

#[test]
fn what_cannot_be_forecast_says_what_is_missing() {
    let young = Folder::with("orders.csv", orders("2024-07-15", "Area m2", metric));
    let snapshot = look_at(young.path()).unwrap();
    let why = review(&snapshot).outlook.volume.clone().unwrap_err();
    assert_eq!(why, NoVolume::Weeks { have: 6, need: 13 });
    assert!(
        wording::no_volume(why).contains("13 whole weeks of orders; the files hold 6"),
        "{}",
        wording::no_volume(why)
    );
    let one =
        Folder::with("orders.csv", "Order No,Order Date,Customer,Parts,Amount\n1,2026-01-05,Alpine Tool,120,480.00\n");
    let snapshot = look_at(one.path()).unwrap();
    assert!(matches!(review(&snapshot).outlook.volume, Err(NoVolume::Weeks { have: 0, .. })));
}

struct Shop(Folder);

impl Shop {
    fn take_in(&self, to: &str) {
        fs::create_dir_all(self.0.file("exports")).unwrap();
        fs::write(self.0.file("exports/orders.csv"), orders(to, "Area m2", metric)).unwrap();
        let options = LookOptions {
            workspace: Some(self.0.file("shop.lotwise")),
            paths: vec![self.0.file("exports")],
            with_track_record: false,
            ..LookOptions::default()
        };
        take_in(&options, Taking::Keep, &JobContext::new(|_| {})).unwrap();
    }

    fn look(&self, as_of: Option<Day>) -> Snapshot {
        let workspace = Some(self.0.file("shop.lotwise"));
        let options = LookOptions { workspace, as_of, with_track_record: false, ..LookOptions::default() };
        look(&options, &JobContext::new(|_| {})).unwrap()
    }
}

#[test]
fn a_workspace_gives_the_same_surfaces_and_forecast_as_its_files() {
    let shop = Shop(Folder::new());
    shop.take_in("2026-06-01");
    let (kept, look) = (shop.look(None), look_at(&shop.0.file("exports")).unwrap());
    assert_eq!(kept.dataset.area_unit, Some(AreaUnit::M2));
    assert_eq!(kept.dataset.orders.area, look.dataset.orders.area);
    assert_eq!(volume(&kept).series, volume(&look).series);
}

#[test]
fn a_stated_capacity_is_remembered_and_says_which_weeks_are_over() {
    let shop = Shop(Folder::new());
    shop.take_in("2026-06-01");
    let snapshot = shop.look(None);
    let closed = Closed { from: "2026-06-08".parse().unwrap(), to: "2026-06-12".parse().unwrap() };
    let capacity = Capacity {
        closed: vec![closed],
        ..Capacity::default().with(Some("Powder coating"), VolumeUnit::Parts, Some(500.0))
    };
    let weekly = Weighed::Capacity(capacity.clone()).write(&shop.0.file("shop.lotwise"), &snapshot).unwrap();
    assert_eq!(weekly.capacity, capacity);
    let snapshot = shop.look(None);
    let loads = volume(&snapshot).loads(&snapshot.dataset);
    assert_eq!((loads.len(), loads[0].side, loads[0].weeks.len()), (1, Side::Over, 12), "{loads:?}");
    assert!(!loads[0].weeks.contains(&1), "the closed week");
    let told = serde_json::to_value(json::review(
        &snapshot.dataset,
        review(&snapshot),
        &snapshot.weekly,
        json::People::default(),
    ))
    .unwrap();
    let finding = told["findings"].as_array().unwrap().iter().find(|finding| finding["signal"] == "capacity").unwrap();
    assert_eq!(
        (finding["entity_type"].as_str(), finding["entity_id"].as_str()),
        (Some("process"), Some("Powder coating"))
    );
    assert!(finding["now"].as_f64() > finding["was"].as_f64(), "{finding}");
    let week = told["forecast"]
        .as_array()
        .unwrap()
        .iter()
        .find(|week| week["series"] == "Powder coating" && week["unit"] == "parts")
        .unwrap();
    assert_eq!(week["capacity"].as_f64(), Some(500.0));
    // It can be taken back.
    let weekly = Weighed::Capacity(Capacity::default()).write(&shop.0.file("shop.lotwise"), &snapshot).unwrap();
    assert_eq!(weekly.capacity, Capacity::default());
}

#[test]
fn a_forecast_that_was_shown_is_kept_and_compared_with_what_came() {
    let shop = Shop(Folder::new());
    shop.take_in("2026-03-02");
    let shown = shop.look(None);
    let expected = volume(&shown).ranges(volume(&shown).series(NO_LABEL, VolumeUnit::Parts).unwrap());
    // Looking back at an earlier date is no forecast that was made then.
    shop.look(Some("2026-01-05".parse().unwrap()));
    shop.take_in("2026-04-06");
    let later = shop.look(None);
    let made: Vec<Day> = later.weekly.forecasts.iter().map(|week| week.made).collect();
    assert!(made.iter().all(|made| *made == review(&shown).as_of), "{:?}", made.first());
    let score = scores(volume(&later), &later.dataset, &later.weekly.forecasts, NO_LABEL, VolumeUnit::Parts).unwrap();
    assert_eq!((score.n_forecasts, score.n_weeks), (1, 5));
    assert_eq!(score.weeks[4].expected, expected[0]);
    assert_eq!(score.weeks[4].week, "2026-03-02".parse::<Day>().unwrap());
    assert!(score.error < 0.05 && score.held >= 4, "{score:?}");
    let words = wording::score_in_words(Some(&score), true);
    assert!(words.contains("5 weeks have come"), "{words}");
    // The newest forecast is kept too, and joins when its weeks have come.
    let reopened = shop.look(None);
    let newest = reopened.weekly.forecasts.iter().map(|week| week.made).max();
    assert_eq!(newest, Some(review(&later).as_of));
    assert!(reopened.weekly.forecasts.iter().any(|week| week.week
        == review(&later).as_of + 11 * WEEK - i32::try_from(review(&later).as_of.weekday()).unwrap() + WEEK));
}

/// An invoice for each order, due 30 days later and paid after the payer's usual delay, a day or two more or less; open where that is
/// not before `to`.
fn invoices(to: &str) -> String {
    let mut text = "Invoice No;Invoice Date;Due Date;Paid Date;Customer;Amount\n".to_owned();
    let end: Day = to.parse().unwrap();
    for line in orders(to, "Area m2", metric).lines().skip(1).step_by(2) {
        let cells: Vec<&str> = line.split(';').collect();
        let (n, issued): (i32, Day) = (cells[0].parse().unwrap(), cells[1].parse().unwrap());
        let due = issued + 30;
        let paid = due + [3, 12, 25][usize::try_from(n % 3).unwrap()] + (n * 7 / 3) % 5;
        let paid = if paid < end { paid.to_string() } else { String::new() };
        text += &format!("INV-{n};{issued};{due};{paid};{};{}\n", cells[2], cells[5]);
    }
    text
}

#[test]
fn the_days_and_weeks_of_payments_and_the_next_orders_that_were_shown_are_kept_and_compared_with_what_came() {
    let shop = Shop(Folder::new());
    fs::create_dir_all(shop.0.file("exports")).unwrap();
    let take_in = |to: &str| {
        fs::write(shop.0.file("exports/invoices.csv"), invoices(to)).unwrap();
        shop.take_in(to);
    };
    take_in("2026-03-02");
    let shown = shop.look(None);
    let cash = |snapshot: &Snapshot| review(snapshot).outlook.cash.clone().unwrap();
    assert_eq!(shown.days_did, DayScores::default(), "nothing has come yet");
    take_in("2026-06-01");
    let later = shop.look(None);
    let of_cash: Vec<_> = later.weekly.forecasts.iter().filter(|week| week.counted == Counted::Paid).collect();
    let weeks: Vec<_> = of_cash.iter().map(|kept| (kept.made, kept.week, kept.range)).collect();
    let expected: Vec<_> = cash(&shown).weeks.iter().map(|week| (review(&shown).as_of, week.week, week.cash)).collect();
    assert_eq!(weeks, expected, "as it was shown");

    let score = paid_scores(&later.dataset, &cash(&later), &later.weekly.forecasts).unwrap();
    // The week of the review itself was a weekend, of which nothing was expected.
    assert_eq!((score.n_forecasts, score.n_weeks), (1, 12));
    // What was open then has come in, all of it.
    let came: f64 = score.weeks.iter().map(|week| week.came).sum();
    let owed: f64 = cash(&shown).invoices.iter().map(|one| one.amount as f64).sum();
    assert!((came - owed).abs() < 1.0, "{came} {owed}");
    let off: f64 = score.weeks.iter().map(|week| (week.came - week.expected.mean).abs()).sum();
    assert!((score.error - off / came).abs() < 1e-9 && score.error < score.naive.unwrap(), "{score:?}");
    let is_held = |week: &&Came| (week.expected.low80..=week.expected.high80).contains(&week.came);
    assert_eq!(score.held, score.weeks.iter().filter(is_held).count());

    // Shown again a week later: what is listed is the last forecast before each week.
    let mut twice = later.weekly.forecasts.clone();
    twice.extend(of_cash.iter().map(|kept| KeptWeek { made: kept.made + WEEK, ..(*kept).clone() }));
    let twice = paid_scores(&later.dataset, &cash(&later), &twice).unwrap();
    assert_eq!((twice.n_forecasts, twice.n_weeks, twice.weeks.len()), (2, 24, 12));
    let listed = twice.weeks.iter().map(|week| (week.week, week.made));
    let again = review(&shown).as_of + WEEK;
    listed.for_each(|(week, made)| assert_eq!(made == again, week >= again, "{week}"));

    let payments = later.days_did.payments.unwrap();
    assert_eq!(payments.n, cash(&shown).invoices.len(), "every invoice that was open");
    assert!(payments.off < 3.0 && payments.off < payments.plain_off + 0.5, "{payments:?}");
    assert!(payments.held * 10 >= payments.n * 6, "{payments:?}");
    assert!(payments.n_chances > 0 && payments.came == 0, "nobody pays so late: {payments:?}");
    let orders = later.days_did.orders.unwrap();
    assert_eq!((orders.n, orders.n_chances, orders.came), (3, 3, 3));
    assert!(orders.off < 2.0, "{orders:?}");
    let words = wording::payments_in_words(&payments);
    assert!(words.starts_with(&format!("Of {} days of payment that were shown", payments.n)), "{words}");
}

#[test]
fn what_was_expected_of_who_is_forgotten_goes_and_a_damaged_day_is_noticed() {
    let shop = Shop(Folder::new());
    fs::create_dir_all(shop.0.file("exports")).unwrap();
    fs::write(shop.0.file("exports/invoices.csv"), invoices("2026-03-02")).unwrap();
    shop.take_in("2026-03-02");
    shop.look(None);
    let path = shop.0.file("shop.lotwise");
    let connection = rusqlite::Connection::open(&path).unwrap();
    let count = |what: &str| -> i64 {
        let sql = "SELECT count(*) FROM expected_day WHERE awaited = ?1";
        connection.query_row(sql, [what], |row| row.get(0)).unwrap()
    };
    let (orders, payments) = (count("order"), count("payment"));
    assert_eq!(orders, 3);
    let mut workspace = Workspace::open(&path).unwrap();
    let id: String = connection
        .query_row("SELECT max(whose) FROM expected_day WHERE awaited = 'order'", [], |row| row.get(0))
        .unwrap();
    let customer = Forget { ids: vec![id], ..Forget::default() };
    workspace.forget(&customer, &told::forget, "2026-03-02 08:00:00").unwrap();
    assert_eq!((count("order"), count("payment")), (2, payments));
    // The file of the invoices goes, and with it what was expected of them.
    let file = Forget { file: Some("invoices.csv".to_owned()), ..Forget::default() };
    workspace.forget(&file, &told::forget, "2026-03-02 08:00:00").unwrap();
    assert_eq!((count("order"), count("payment")), (2, 0));
    assert!(workspace.check().unwrap().faults.is_empty());
    connection.execute("UPDATE expected_day SET expected = expected + 1", []).unwrap();
    let faults = workspace.check().unwrap().faults;
    assert_eq!(faults.iter().map(ToString::to_string).collect::<Vec<_>>(), ["an expected day is not what was written"]);
}

/// Orders with the day for which they were promised, three weeks after they came, and the day on which they left: the day before that.
fn promised(headings: &str, shipped: impl Fn(Day, Day) -> String) -> String {
    let text = orders("2026-06-01", "Area m2", metric);
    let mut lines = text.lines();
    let mut out = format!("{};{headings}\n", lines.next().unwrap());
    for line in lines {
        let day: Day = line.split(';').nth(1).unwrap().parse().unwrap();
        let promised = day + 3 * WEEK;
        out += &format!("{line};{promised};{}\n", shipped(day, promised));
    }
    out
}

/// What left the shop before the end of the file, one day before it was promised.
fn as_promised(_: Day, promised: Day) -> String {
    let (left, end): (Day, Day) = (promised - 1, "2026-06-01".parse().unwrap());
    if left < end { left.to_string() } else { String::new() }
}

#[test]
fn orders_on_hand_stand_in_the_week_for_which_they_were_promised() {
    let folder = Folder::with("orders.csv", promised("Promised;Ship date", as_promised));
    let report = report_of(&folder, "orders.csv");
    let fields: Vec<_> = report.columns[7..].iter().map(|column| column.field).collect();
    assert_eq!(fields, [Some(Field::PromisedOn), Some(Field::ShippedOn)]);
    let snapshot = look_at(folder.path()).unwrap();
    let volume = volume(&snapshot);
    let shop = volume.series(NO_LABEL, VolumeUnit::Parts).unwrap();
    let on_books = |week: usize| volume.booked(shop, week).unwrap();
    // Five days of orders: 100 to 128 parts of powder coating and a quarter of that of e-coat.
    let a_week: i32 = (0..5).map(|n| (100 + 7 * n) + (100 + 7 * n) / 4).sum();
    assert_eq!([0, 1, 2, 3].map(on_books), [f64::from(a_week), f64::from(a_week), f64::from(a_week), 0.0]);
    let powder = volume.series.iter().find(|s| snapshot.dataset.label(s.process) == "Powder coating").unwrap();
    assert!(volume.booked(powder, 0).unwrap() < on_books(0));
    assert_eq!(wording::on_the_books(&snapshot.dataset, shop).unwrap(), format!("**{} parts** on the books", "2,130"));
    assert_eq!(
        volume.ranges(shop)[2],
        volume.ranges(shop)[2].at_least(0.0),
        "from the third week on nothing is certain"
    );
    // The data's end is the last order, and not a promised day.
    assert_eq!(review(&snapshot).as_of.to_string(), "2026-05-30");
    let told = serde_json::to_value(json::review(
        &snapshot.dataset,
        review(&snapshot),
        &snapshot.weekly,
        json::People::default(),
    ))
    .unwrap();
    assert_eq!(told["forecast"][0]["booked"].as_f64(), volume.booked(&volume.series[0], 0));
}

#[test]
fn a_week_brings_at_least_what_is_on_the_books_and_late_orders_are_believed_where_shipping_is_kept() {
    // Of the last week nothing was promised for later than the first week ahead: five times the usual week.
    let full = |_: Day, promised: Day| as_promised(promised, promised);
    let text = promised("Promised;Ship date", full);
    let pulled: String = text
        .lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split(';').collect();
            if cells[8].is_empty() {
                cells[7] = "2026-06-03";
            }
            cells.join(";") + "\n"
        })
        .collect();
    let snapshot = look_at(Folder::with("orders.csv", pulled.clone()).path()).unwrap();
    let shop = volume(&snapshot).series(NO_LABEL, VolumeUnit::Parts).unwrap();
    let booked = volume(&snapshot).booked(shop, 0).unwrap();
    let first = volume(&snapshot).ranges(shop)[0];
    assert!(booked > 2000.0 && (first.mean, first.low80) == (booked, booked), "{booked} {first:?}");
    assert!(volume(&snapshot).ranges(shop)[2].mean < 1000.0);

    // The same orders were promised for ten days ago: they are late, and are to be done first.
    let late = look_at(Folder::with("orders.csv", pulled.replace("2026-06-03", "2026-05-20")).path()).unwrap();
    let shop = volume(&late).series(NO_LABEL, VolumeUnit::Parts).unwrap();
    // But for those of one day, which leave on the day after the review.
    assert_eq!(shop.booked.as_ref().map(|books| (books.weeks[0], books.late)), Some((booked, booked - 125.0)));
    assert!(wording::on_the_books(&late.dataset, shop).unwrap().ends_with("2,010 past the promised day"));

    // Nobody fills the day of shipping here, so that what was promised for the past is taken to be done.
    let empty = look_at(Folder::with("orders.csv", promised("Due date;Remark", |_, _| String::new())).path()).unwrap();
    let shop = volume(&empty).series(NO_LABEL, VolumeUnit::Parts).unwrap();
    let books = shop.booked.as_ref().unwrap();
    assert_eq!((books.late, books.weeks.iter().sum::<f64>()), (0.0, 2133.0));

    // Without such days there are no books.
    let none = look_at(Folder::with("orders.csv", orders("2026-06-01", "Area m2", metric)).path()).unwrap();
    assert!(volume(&none).series.iter().all(|series| series.booked.is_none()));
}
