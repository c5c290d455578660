//! The weekly report in all its formats: the same numbers, nothing that a file's text can break, and sums that can be checked.
#![allow(clippy::unwrap_used, clippy::float_cmp, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use common::{Folder, look_at, page_of, report_in, review, sample_shop};
use lotwise::app::pipeline::{look, take_in};
use lotwise::app::weekly::Weighed;
use lotwise::app::{JobContext, LookOptions, Snapshot};
use lotwise::model::{Day, Limits, Measure, WEEK};
use lotwise::report::formats::Format;
use lotwise::report::mask::Masks;
use lotwise::report::pack::Scope;
use lotwise::review::scoreboard::{Scored, first_week, scoreboard};
use lotwise::review::{calls, wording};
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::store::Taking;
use serde_json::{Value, json};

const MASKED: Scope = Scope { is_brief: false, masks: Masks { names: true, amounts: true } };

fn sheets(bytes: Vec<u8>) -> BTreeMap<String, Vec<Vec<Data>>> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let sheet = |name: String| {
        let rows = book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect();
        (name, rows)
    };
    names.into_iter().map(sheet).collect()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// The sample shop's exports, with the names of two customers made such as no file should have them.
fn odd_names() -> Snapshot {
    let folder = Folder::new();
    write_sample(folder.path(), &SampleOptions::default()).unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let long = "Æ".repeat(200);
        let words = fs::read_to_string(&path).unwrap();
        let words =
            words.replace("Ironvale Fitness", "<script>alert(1)</script>").replace("Fairmont Gear Housings", &long);
        fs::write(&path, words.replace("Pellham Instruments", "=SUM(A1:A9)")).unwrap();
    }
    look_at(folder.path()).unwrap()
}

#[test]
fn the_first_page_says_whom_to_call_what_changed_and_what_is_coming() {
    let snapshot = sample_shop();
    let page = page_of(snapshot);
    let (first, rest) = page.split_once("<h2>Whom to call</h2>").unwrap();
    assert!(first.contains(&wording::headline(review(snapshot), &snapshot.dataset)));
    for call in calls(review(snapshot)).iter().filter(|call| call.level == lotwise::model::Level::Act) {
        let name = &snapshot.dataset.customers[call.customer as usize].name;
        assert!(first.contains(&format!("<td>{name}</td>")) && rest.contains(&format!("<h3>{name}</h3>")), "{name}");
    }
    assert!(first.contains("The next 13 weeks bring") && first.contains("<strong>New</strong> since"));
    for title in ["What is coming", "What will be paid", "The last 13 weeks", "What was read", "The rows it rests on"] {
        assert!(rest.contains(title), "{title}");
    }
    assert!(
        rest.contains("What to say") && rest.contains("rows of orders.csv"),
        "with words that say where they come from"
    );
    let brief = text(report_in(snapshot, Format::Html, Scope { is_brief: true, ..Scope::default() }));
    assert!(brief.len() < 20_000 && brief.contains("What to say") && !brief.contains("<h2>Whom to call"));
}

#[test]
fn no_text_of_a_file_is_code_in_any_format() {
    let snapshot = odd_names();
    let page = page_of(&snapshot);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script"));
    assert!(page.contains(&"Æ".repeat(200)));
    assert!(report_in(&snapshot, Format::Pdf, Scope::default()).starts_with(b"%PDF"));
    let mut book: Xlsx<_> =
        Xlsx::new(std::io::Cursor::new(report_in(&snapshot, Format::Xlsx, Scope::default()))).unwrap();
    let mut n_formulas = 0;
    for name in book.sheet_names() {
        for (_, _, formula) in book.worksheet_formula(&name).unwrap().used_cells() {
            n_formulas += usize::from(!formula.is_empty());
            assert!(!formula.contains("A1:A9"), "{formula}");
        }
    }
    assert!(n_formulas > 20, "ours are there");
    let told = sheets(report_in(&snapshot, Format::Xlsx, Scope::default()));
    assert!(told["Customers"].iter().any(|row| row[0] == Data::String("=SUM(A1:A9)".to_owned())));
}

#[test]
fn a_masked_report_tells_neither_names_nor_amounts() {
    let snapshot = sample_shop();
    let dataset = &snapshot.dataset;
    let pages = [Format::Html, Format::Json, Format::Csv].map(|format| text(report_in(snapshot, format, MASKED)));
    let book = sheets(report_in(snapshot, Format::Xlsx, MASKED));
    let cells: Vec<String> = book.values().flatten().flatten().map(ToString::to_string).collect();
    let spellings =
        dataset.customers.iter().flat_map(|of| of.aliases.iter().map(|alias| &alias.name).chain([&of.name]));
    for name in spellings.chain(&dataset.end_customers).filter(|name| name.len() > 3) {
        for page in &pages {
            assert!(!page.contains(name.as_str()), "{name}");
        }
        assert!(!cells.iter().any(|cell| cell.contains(name.as_str())), "{name}");
    }
    assert!(!pages[0].contains('$') && !cells.iter().any(|cell| cell.contains('$')));
    assert!(!book["Call list"][3].iter().any(|cell| *cell == "A year at risk"));
    let told: Value = serde_json::from_str(&pages[1]).unwrap();
    assert!(
        told["findings"][0]["money_at_risk_minor"].is_null() && told["customers"][0]["revenue_12m_minor"].is_null()
    );
    assert!(told["forecast"].as_array().unwrap().iter().any(|week| week["unit"] == "money" && week["mean"].is_null()));
    assert!(pages[2].lines().skip(1).all(|line| line.ends_with(',') || line.ends_with(",0.00")), "{}", pages[2]);
    assert!(pages[0].contains("Names and amounts are masked"));
}

#[test]
fn review_json_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(
        &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/review.schema.json")).unwrap(),
    )
    .unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let told =
        |scope: Scope| -> Value { serde_json::from_slice(&report_in(sample_shop(), Format::Json, scope)).unwrap() };
    let whole = told(Scope::default());
    for told in [&whole, &told(MASKED)] {
        let faults: Vec<String> =
            schema.iter_errors(told).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
    let breaks = |path: &str, to: Option<Value>| {
        let mut broken = whole.clone();
        let (parent, name) = path.rsplit_once('/').unwrap();
        let parent = broken.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        assert!(parent.contains_key(name), "{path}");
        match to {
            Some(value) => parent.insert(name.to_owned(), value),
            None => parent.remove(name),
        };
        !schema.is_valid(&broken)
    };
    assert!(breaks("/findings/0/money_at_risk_minor", None), "a name is gone");
    assert!(breaks("/findings/0/signal", Some(json!("lot"))), "a signal that is none");
    assert!(breaks("/findings/0/score", Some(json!(97))), "a chance over 1");
    assert!(breaks("/customers/0/revenue_12m_minor", Some(json!("8412300"))), "a number as text");
    assert!(breaks("/as_of", Some(json!("16 Nov 2026"))), "a day in another form");
    assert!(breaks("/forecast/0/mean", None) && breaks("/schema", Some(json!(2))));
}

/// (flag, before told, before by formula, now told, now by formula, agree) of the sheet of sums.
fn sums(book: &BTreeMap<String, Vec<Vec<Data>>>) -> Vec<(String, [f64; 4], String)> {
    let rows = &book["Check my sums"];
    let head = rows.iter().position(|row| row[0] == Data::String("Flag".to_owned())).unwrap();
    let number = |cell: &Data| match cell {
        Data::Float(value) => *value,
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        Data::Int(value) => *value as f64,
        other => panic!("a number, not {other:?}"),
    };
    let row = |row: &Vec<Data>| (row[0].to_string(), [5, 6, 7, 8].map(|i| number(&row[i])), row[9].to_string());
    rows[head + 1..].iter().filter(|row| row[0] != Data::Empty).map(row).collect()
}

#[test]
fn every_number_of_a_flag_is_reached_from_its_rows() {
    let snapshot = sample_shop();
    let book = sheets(report_in(snapshot, Format::Xlsx, Scope::default()));
    let sums = sums(&book);
    let findings = review(snapshot).findings.len() + review(snapshot).markets.len();
    assert!(sums.len() >= findings, "{} of {findings}", sums.len());
    for (flag, [was_told, was, now_told, now], agrees) in &sums {
        assert!(
            (was_told - was).abs() < 1e-6 && (now_told - now).abs() < 1e-6,
            "{flag}: {was_told} {was} {now_told} {now}"
        );
        assert_eq!(agrees, "agrees", "{flag}");
    }
    assert!(book["Rows"].len() > 500);
}

/// The setting of the office program that every formula of a file is worked out anew.
const ALWAYS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// The office program works every formula out anew, and comes to what is told. Where it is not installed this says so; where it must be, as
/// in the checks of a change, that is a fault.
#[test]
fn a_spreadsheet_program_reaches_the_same_sums() {
    let Ok(office) = Command::new("soffice").arg("--version").output() else {
        assert!(std::env::var_os("LOTWISE_OFFICE").is_none(), "soffice is not installed");
        eprintln!("not checked: soffice is not installed");
        return;
    };
    assert!(office.status.success());
    let folder = Folder::with("review.xlsx", report_in(sample_shop(), Format::Xlsx, Scope::default()));
    // A program may trust the results that stand in a file; this one is told not to.
    let settings = folder.file("profile/user");
    fs::create_dir_all(&settings).unwrap();
    fs::write(settings.join("registrymodifications.xcu"), ALWAYS).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.file("profile").display());
    let out = folder.file("out");
    let converted = Command::new("soffice")
        .args(["--headless", &profile, "--convert-to", "ods", "--outdir"])
        .arg(&out)
        .arg(folder.file("review.xlsx"))
        .output()
        .unwrap();
    assert!(converted.status.success(), "{converted:?}");
    let mut book: calamine::Ods<_> = calamine::open_workbook(out.join("review.ods")).unwrap();
    let rows = book.worksheet_range("Check my sums").unwrap().rows().map(<[Data]>::to_vec).collect();
    let sums = sums(&BTreeMap::from([("Check my sums".to_owned(), rows)]));
    assert!(sums.len() > 10);
    for (flag, [was_told, was, now_told, now], agrees) in sums {
        assert!(
            (was_told - was).abs() < 1e-6 && (now_told - now).abs() < 1e-6,
            "{flag}: {was_told} {was} {now_told} {now}"
        );
        assert_eq!(agrees, "agrees", "{flag}");
    }
}

#[test]
fn reports_in_a_folder_of_exports_are_no_exports() {
    let folder = Folder::new();
    write_sample(folder.path(), &SampleOptions::default()).unwrap();
    let n_files = look_at(folder.path()).unwrap().imports.len();
    for format in Format::ALL {
        fs::write(folder.file(format.file_name()), report_in(sample_shop(), format, Scope::default())).unwrap();
    }
    let again = look_at(folder.path()).unwrap();
    let names = ["flags.csv", "review.html", "review.json", "review.pdf", "review.xlsx"];
    assert_eq!((again.imports.len(), again.not_exports), (n_files, names.map(str::to_owned).to_vec()));
}

#[test]
fn the_same_review_gives_the_same_bytes() {
    for format in Format::ALL {
        let once = report_in(sample_shop(), format, Scope::default());
        assert!(once == report_in(sample_shop(), format, Scope::default()), "{format:?}");
    }
}

#[test]
fn the_last_weeks_stand_beside_the_goal_that_was_said_and_else_the_year_before() {
    let snapshot = sample_shop();
    let (dataset, review) = (&snapshot.dataset, review(snapshot));
    let board = |limits: Limits| scoreboard(dataset, review, &limits.goals());
    let of =
        |board: &[Scored], measure: Measure| board.iter().find(|scored| scored.measure == measure).cloned().unwrap();
    let parts = of(&board(Limits::default()), Measure::Parts);
    let first = first_week(review);
    assert_eq!((first.weekday(), parts.is_said), (0, false));
    let sum_of = |from: Day, to: Day| -> f64 {
        let orders = dataset.orders.day.iter().zip(&dataset.orders.parts);
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        orders.filter(|(day, _)| (from.0..to.0).contains(*day)).map(|(_, parts)| *parts as f64).sum()
    };
    assert_eq!(parts.weeks[0], Some(sum_of(first, first + WEEK)));
    let year_before = sum_of(first - 52 * WEEK, first - 39 * WEEK) / 13.0;
    assert!((parts.goal.unwrap() - year_before).abs() < 1e-6, "{:?} {year_before}", parts.goal);

    // Half of the weeks reach what the seventh of them reached.
    let mut sorted = parts.weeks.map(Option::unwrap);
    sorted.sort_by(f64::total_cmp);
    let said = of(&board(Limits::default().with_goal(Measure::Parts, Some(sorted[6]))), Measure::Parts);
    assert_eq!((said.is_said, said.met()), (true, Some((7, 13))));
    // Of what is better small, the same goal is reached by the others.
    let late = of(&board(Limits::default()), Measure::Late);
    let worst = late.weeks.iter().flatten().fold(f64::MIN, |most, days| most.max(*days));
    let reached = of(&board(Limits::default().with_goal(Measure::Late, Some(worst))), Measure::Late).met().unwrap();
    assert_eq!(reached.0, reached.1);
    // Nothing says for when orders were promised.
    assert!(board(Limits::default()).iter().all(|scored| scored.measure != Measure::OnTime));
}

#[test]
fn a_goal_is_remembered_in_the_workspace() {
    let folder = Folder::new();
    write_sample(&folder.file("exports"), &SampleOptions::default()).unwrap();
    let path = folder.file("shop.lotwise");
    let options = LookOptions {
        workspace: Some(path.clone()),
        paths: vec![folder.file("exports")],
        with_track_record: false,
        ..LookOptions::default()
    };
    take_in(&options, Taking::Keep, &JobContext::new(|_| {})).unwrap();
    let opened = || {
        let options = LookOptions { workspace: Some(path.clone()), with_track_record: false, ..LookOptions::default() };
        look(&options, &JobContext::new(|_| {})).unwrap()
    };
    let snapshot = opened();
    let limits =
        snapshot.weekly.limits.with_goal(Measure::Rejected, Some(0.005)).with_goal(Measure::Parts, Some(6500.0));
    Weighed::Limits(limits).write(&path, &snapshot).unwrap();
    let snapshot = opened();
    assert_eq!(snapshot.weekly.limits, limits);
    let page = page_of(&snapshot);
    assert!(page.contains("A goal is what you said") && page.contains("<td class=\"n\">6,500</td>"));
    let none = limits.with_goal(Measure::Rejected, None);
    Weighed::Limits(none).write(&path, &snapshot).unwrap();
    assert_eq!(opened().weekly.limits, none);
}
