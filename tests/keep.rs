//! Nothing is lost, and nothing is kept that should go: copies, undo, forgetting, and what happens where a disk or a program
//! fails.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use common::Folder;
use lotwise::app::pipeline::read;
use lotwise::app::{JobContext, LookOptions};
use lotwise::model::Day;
use lotwise::model::weekly::Limits;
use lotwise::review::told;
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::store::{Intake, StoreError, Taking, Workspace, WriterLock, backup};

const LOTWISE: &str = env!("CARGO_BIN_EXE_lotwise");

/// A workspace of an invented shop, and its exports beside it.
struct Shop(Folder);

impl Shop {
    fn new(customers: usize) -> Self {
        let shop = Self(Folder::new());
        write_sample(&shop.0.file("exports"), &SampleOptions { customers, years: 2, seed: 11 }).unwrap();
        shop
    }

    fn taken_in(customers: usize) -> Self {
        let shop = Self::new(customers);
        shop.says(&["import", "shop.lotwise", "exports"]);
        shop
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(LOTWISE).args(args).current_dir(self.0.path()).output().unwrap()
    }

    fn says(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn refuses(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.file(name)
    }
}

/// What a workspace holds, in one number: every cell of every table but the log and what the daily copy is.
fn digest(path: &Path) -> u64 {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut digest = 0_u64;
    for table in [
        "list",
        "shape",
        "import",
        "who",
        "record",
        "seen",
        "said",
        "forgotten",
        "decision",
        "review",
        "flag",
        "owner_limit",
    ] {
        let Ok(mut query) = connection.prepare(&format!("SELECT * FROM {table}")) else { continue };
        let n_columns = query.column_count();
        let mut rows = query.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let mut text = String::from(table);
            for i in 0..n_columns {
                // Times differ from run to run, and with them the sums over them; what is summed stands beside them.
                let is_time = matches!(
                    row.as_ref().column_name(i),
                    Ok("taken_at" | "seen_at" | "at" | "said_at" | "hash" | "closed_at")
                ) || (matches!(table, "review" | "said")
                    && row.as_ref().column_name(i) == Ok("checksum"));
                // A newer version has more columns.
                let is_blank = row.get_ref(i).unwrap() == rusqlite::types::ValueRef::Null;
                if !is_time && !is_blank {
                    write!(text, "|{:?}", row.get_ref(i).unwrap()).unwrap();
                }
            }
            let hash =
                text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
            digest = digest.wrapping_add(hash);
        }
    }
    digest
}

fn bytes_hold(path: &Path, text: &str) -> bool {
    let bytes = fs::read(path).unwrap_or_default().to_ascii_lowercase();
    bytes.windows(text.len()).any(|window| window == text.to_ascii_lowercase().as_bytes())
}

#[test]
fn a_copy_is_a_workspace_and_takes_the_place_of_one() {
    let shop = Shop::taken_in(20);
    let before = digest(&shop.file("shop.lotwise"));
    shop.says(&["backup", "shop.lotwise", "copy.lotwise"]);
    assert_eq!(digest(&shop.file("copy.lotwise")), before);
    assert!(shop.refuses(&["backup", "shop.lotwise", "copy.lotwise"]).contains("already"));
    shop.says(&["undo", "shop.lotwise", "payments.csv"]);
    assert_ne!(digest(&shop.file("shop.lotwise")), before);
    let said = shop.says(&["restore", "copy.lotwise", "shop.lotwise"]);
    assert!(said.contains("kept in"), "{said}");
    assert_eq!(digest(&shop.file("shop.lotwise")), before);
    shop.says(&["restore", "copy.lotwise", "elsewhere.lotwise"]);
    assert_eq!(digest(&shop.file("elsewhere.lotwise")), before);
    assert!(shop.says(&["check", "elsewhere.lotwise"]).starts_with("Whole"));
    assert!(shop.refuses(&["restore", "exports/orders.csv", "shop.lotwise"]).contains("no Lotwise workspace"));
    assert!(shop.refuses(&["restore", "none.lotwise", "shop.lotwise"]).contains("no such copy"));
    assert_eq!(digest(&shop.file("shop.lotwise")), before, "what was refused changes nothing");
}

#[test]
fn an_encrypted_copy_opens_with_its_passphrase_alone() {
    let shop = Shop::taken_in(8);
    fs::write(shop.file("right"), "seven zinc barrels\n").unwrap();
    fs::write(shop.file("wrong"), "eight zinc barrels\n").unwrap();
    shop.says(&["backup", "shop.lotwise", "copy.age", "--passphrase-file", "right"]);
    assert!(!bytes_hold(&shop.file("copy.age"), "orders.csv"));
    let wrong = shop.refuses(&["restore", "copy.age", "again.lotwise", "--passphrase-file", "wrong"]);
    assert!(wrong.contains("passphrase does not open"), "{wrong}");
    assert!(shop.refuses(&["restore", "copy.age", "again.lotwise"]).contains("encrypted"));
    assert!(!shop.file("again.lotwise").exists());
    shop.says(&["restore", "copy.age", "again.lotwise", "--passphrase-file", "right"]);
    assert_eq!(digest(&shop.file("again.lotwise")), digest(&shop.file("shop.lotwise")));
    // A byte that was changed is found, and nothing of the copy is used.
    let mut bytes = fs::read(shop.file("copy.age")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(shop.file("copy.age"), bytes).unwrap();
    let damaged = shop.refuses(&["restore", "copy.age", "third.lotwise", "--passphrase-file", "right"]);
    assert!(damaged.contains("changed or cut off"), "{damaged}");
    assert!(!shop.file("third.lotwise").exists());
}

#[test]
fn a_damaged_workspace_is_put_aside_for_its_copy() {
    let shop = Shop::taken_in(8);
    let before = digest(&shop.file("shop.lotwise"));
    shop.says(&["backup", "shop.lotwise", "copy.lotwise"]);
    let mut bytes = fs::read(shop.file("shop.lotwise")).unwrap();
    bytes[..16_384].fill(7);
    fs::write(shop.file("shop.lotwise"), &bytes).unwrap();
    assert!(shop.refuses(&["check", "shop.lotwise"]).contains("no Lotwise workspace"));
    assert!(shop.says(&["restore", "copy.lotwise", "shop.lotwise"]).contains("kept in"));
    assert_eq!(digest(&shop.file("shop.lotwise")), before);
    let kept = backup::copies(&shop.file("shop.lotwise"));
    assert_eq!(fs::read(&kept[0].path).unwrap(), bytes, "what was damaged is kept as it was");
    // A copy that is damaged itself takes nobody's place.
    let mut copy = fs::read(shop.file("copy.lotwise")).unwrap();
    let half = copy.len() / 2;
    copy[half..half + 4096].fill(7);
    fs::write(shop.file("copy.lotwise"), copy).unwrap();
    shop.refuses(&["restore", "copy.lotwise", "shop.lotwise"]);
    assert_eq!(digest(&shop.file("shop.lotwise")), before);
}

#[test]
fn an_import_that_is_taken_back_was_never_there() {
    let shop = Shop::taken_in(20);
    let before = digest(&shop.file("shop.lotwise"));
    let next = "Order No,Order Date,Customer ID,Customer,Process,Finish,Supplier,Parts,Unit price,Amount,End customer\n\
                SO-90001,2026-11-16,C001,Alpine Tool,Powder coating,Gloss black,Bluestem Powders,40,1.00,40.00,\n";
    fs::write(shop.file("next.csv"), next).unwrap();
    shop.says(&["import", "shop.lotwise", "next.csv"]);
    assert_ne!(digest(&shop.file("shop.lotwise")), before);
    shop.says(&["undo", "shop.lotwise", "next.csv"]);
    let log = Workspace::open_to_read(&shop.file("shop.lotwise")).unwrap().log(3).unwrap();
    assert_eq!((log[0].what.as_str(), log[0].words.as_str()), ("taken back", "next.csv"));
    let connection = rusqlite::Connection::open(shop.file("shop.lotwise")).unwrap();
    let n: i64 =
        connection.query_row("SELECT count(*) FROM record WHERE order_number = 'SO-90001'", [], |r| r.get(0)).unwrap();
    assert_eq!(n, 0);
    assert!(shop.refuses(&["undo", "shop.lotwise", "next.csv"]).contains("No file of this name"));
}

#[test]
fn the_log_only_grows() {
    let shop = Shop::taken_in(5);
    let connection = rusqlite::Connection::open(shop.file("shop.lotwise")).unwrap();
    for sql in ["DELETE FROM log", "UPDATE log SET words = ''"] {
        assert!(connection.execute(sql, []).unwrap_err().to_string().contains("only grows"));
    }
}

#[test]
fn one_program_writes_and_the_others_read() {
    let shop = Shop::taken_in(20);
    let before = digest(&shop.file("shop.lotwise"));
    let lock = WriterLock::take(&shop.file("shop.lotwise")).unwrap();
    for args in [
        &["import", "shop.lotwise", "exports"][..],
        &["undo", "shop.lotwise", "payments.csv"],
        &["forget", "shop.lotwise", "C001"],
        &["restore", "shop.lotwise", "shop.lotwise"],
    ] {
        assert!(shop.refuses(args).contains("Another Lotwise has the workspace open"), "{args:?}");
    }
    shop.says(&["review", "shop.lotwise", "--no-track-record"]);
    shop.says(&["check", "shop.lotwise"]);
    shop.says(&["backup", "shop.lotwise", "copy.lotwise"]);
    drop(lock);
    assert_eq!(digest(&shop.file("shop.lotwise")), before);
    shop.says(&["undo", "shop.lotwise", "payments.csv"]);
}

#[test]
fn at_rest_a_workspace_is_one_file() {
    let shop = Shop::taken_in(5);
    shop.says(&["review", "shop.lotwise", "--no-track-record"]);
    let names: Vec<String> = fs::read_dir(shop.0.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("shop.lotwise"))
        .collect();
    assert_eq!(names, ["shop.lotwise"]);
}

#[test]
fn a_customer_that_is_forgotten_leaves_its_sums_and_no_byte_of_its_name() {
    let shop = Shop::taken_in(40);
    // Next week's list, with a copy made before it is taken in.
    let orders = fs::read_to_string(shop.file("exports/orders.csv")).unwrap();
    let line = orders.lines().find(|line| line.contains("Delta Machining")).unwrap().replace("SO-2", "SO-9");
    let next = format!("{}\n{line}\n", orders.lines().next().unwrap());
    fs::write(shop.file("next.csv"), &next).unwrap();
    shop.says(&["import", "shop.lotwise", "next.csv"]);
    let workspace = shop.file("shop.lotwise");
    let sum = |path: &Path| -> (i64, i64) {
        let connection = rusqlite::Connection::open(path).unwrap();
        connection
            .query_row("SELECT count(*), sum(amount) FROM record", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
    };
    let before = sum(&workspace);
    assert!(bytes_hold(&workspace, "Delta Machining"));
    let copies = backup::copies(&workspace);
    assert!(bytes_hold(&copies[0].path, "Delta Machining"));
    let said = shop.says(&["forget", "shop.lotwise", "Delta Machining"]);
    assert!(!said.contains("still there"), "{said}");
    for path in [&workspace, &copies[0].path] {
        assert!(!bytes_hold(path, "Delta Machining"), "{}", path.display());
        assert!(!bytes_hold(path, "deltamachining"), "{}", path.display());
        assert!(bytes_hold(path, "Delta Machine"), "the lookalike is somebody else");
    }
    assert_eq!(sum(&workspace), before);
    assert!(shop.says(&["check", "shop.lotwise"]).starts_with("Whole"));
    // Next week's exports do not bring it back, and are known.
    let again = shop.says(&["import", "shop.lotwise", "exports", "next.csv"]);
    assert!(again.lines().filter(|line| line.contains(" rows ")).all(|line| line.contains(" 0 new")), "{again}");
    assert!(!bytes_hold(&workspace, "Delta Machining"));
    assert!(shop.refuses(&["forget", "shop.lotwise", "Delta Machining"]).contains("Nobody of this name"));
}

#[test]
fn a_person_is_forgotten_and_the_company_stays() {
    let folder = Folder::with(
        "contacts.csv",
        "Customer,Full name,Email\nAlpine Tool,Ruth Okafor,ruth.okafor@alpinetool.example\nBorealis,Sam Larkin,sam@borealis.example\n",
    )
    .and(
        "orders.csv",
        "Order No,Order Date,Customer,Parts,Amount,Notes\nSO-101,2025-01-06,Alpine Tool,10,100.00,ask Ruth Okafor first\n",
    );
    let shop = Shop(folder);
    shop.says(&["import", "shop.lotwise", "contacts.csv", "orders.csv"]);
    shop.says(&["forget", "shop.lotwise", "ruth.okafor@alpinetool.example"]);
    let workspace = shop.file("shop.lotwise");
    assert!(!bytes_hold(&workspace, "ruth.okafor@"));
    let said = shop.says(&["forget", "shop.lotwise", "Ruth Okafor"]);
    assert!(!said.contains("still there"), "{said}");
    assert!(!bytes_hold(&workspace, "Ruth Okafor"));
    assert!(bytes_hold(&workspace, "Alpine Tool") && bytes_hold(&workspace, "Sam Larkin"));
    shop.says(&["import", "shop.lotwise", "contacts.csv", "orders.csv"]);
    assert!(!bytes_hold(&workspace, "Okafor"));
    assert!(shop.says(&["check", "shop.lotwise"]).starts_with("Whole"));
}

#[test]
fn a_file_is_forgotten_with_its_name() {
    let shop = Shop::taken_in(8);
    // The copy of the day is made before the second import.
    shop.says(&["import", "shop.lotwise", "exports"]);
    let copy = backup::copies(&shop.file("shop.lotwise"))[0].path.clone();
    assert!(bytes_hold(&copy, "payments.csv"));
    let said = shop.says(&["forget", "shop.lotwise", "payments.csv"]);
    assert!(said.contains("Searched 2 files") && !said.contains("still there"), "{said}");
    assert!(!bytes_hold(&shop.file("shop.lotwise"), "payments.csv") && !bytes_hold(&copy, "payments.csv"));
    assert!(shop.says(&["check", "shop.lotwise"]).starts_with("Whole: 6 imports"));
}

#[cfg(unix)]
#[test]
fn a_workspace_in_a_folder_that_cannot_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let shop = Shop::taken_in(8);
    fs::create_dir(shop.file("locked")).unwrap();
    fs::copy(shop.file("shop.lotwise"), shop.file("locked/shop.lotwise")).unwrap();
    fs::set_permissions(shop.file("locked"), fs::Permissions::from_mode(0o500)).unwrap();
    shop.says(&["review", "locked/shop.lotwise", "--no-track-record"]);
    let is_allowed_everything = fs::write(shop.file("locked/probe"), "").is_ok();
    if !is_allowed_everything {
        assert!(shop.refuses(&["import", "locked/shop.lotwise", "exports"]).contains("could not be written"));
    }
    fs::set_permissions(shop.file("locked"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_workspace_of_every_earlier_version_opens_and_a_copy_is_kept() {
    for version in 1..=8 {
        let shop = Shop(Folder::new());
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/workspaces/version-{version}.lotwise"));
        fs::copy(&fixture, shop.file("shop.lotwise")).unwrap();
        // Reading leaves it as it is.
        shop.says(&["review", "shop.lotwise", "--no-track-record"]);
        assert_eq!(fs::read(&fixture).unwrap(), fs::read(shop.file("shop.lotwise")).unwrap());
        Workspace::open(&shop.file("shop.lotwise")).unwrap();
        assert!(shop.says(&["check", "shop.lotwise"]).starts_with("Whole: 2 imports, 12 rows"), "version {version}");
        let copies = backup::copies(&shop.file("shop.lotwise"));
        assert_eq!(copies.len(), 1, "{copies:?}");
        assert_eq!(digest(&copies[0].path), digest(&shop.file("shop.lotwise")), "version {version}");
    }
}

/// The owner keeps rows for two years: what is older goes from the file and its copies, and next week's export brings it not back.
#[test]
fn rows_that_are_too_old_go_everywhere_and_do_not_come_back() {
    let shop = Shop::taken_in(40);
    let path = shop.file("shop.lotwise");
    let context = JobContext::new(|_| {});
    let options = LookOptions { paths: vec![shop.file("exports")], ..LookOptions::default() };
    let (readings, _) = read(&options, &context).unwrap();
    let days = |workspace: &Workspace| -> Vec<i32> {
        let tables = workspace.load().unwrap().into_iter().filter_map(|reading| reading.table);
        let mut days: Vec<i32> = tables.flat_map(|table| table.happened_on().unwrap_or_default().to_vec()).collect();
        days.sort_unstable();
        days
    };
    let mut workspace = Workspace::open(&path).unwrap();
    workspace.back_up_daily("2026-11-20".parse().unwrap()).unwrap();
    let all = days(&workspace);
    // What is kept begins with a month.
    let (year, month, _) = Day(all[all.len() / 2]).ymd();
    let from: Day = format!("{year}-{month:02}-01").parse().unwrap();
    let old = all.iter().filter(|&&day| day < from.0).count();
    assert!(old > 10);
    let preview = workspace.older_than(from).unwrap();
    assert_eq!(preview.n_rows, old, "the preview counts what would go");
    assert_eq!(days(&workspace), all, "and nothing has gone");
    let limits = Limits { keep_years: Some(2), ..Limits::default() };
    let younger: Vec<i32> = all.iter().copied().filter(|&day| day >= from.0).collect();
    workspace.erase_older(from, &limits, &told::forget, "2026-11-20 08:00:00").unwrap();
    assert_eq!(days(&workspace), younger);
    assert_eq!(workspace.check().unwrap().faults, []);
    drop(workspace);
    let copy = &backup::copies(&path)[0].path;
    let copied = Workspace::open_to_read(copy).unwrap();
    assert_eq!((days(&copied), copied.check().unwrap().faults), (younger.clone(), Vec::new()));
    // The same files again, on a day from which two years reach back to there.
    let (year, month, day) = from.ymd();
    let now = format!("{}-{month:02}-{day:02} 08:00:00", year + 2);
    let mut workspace = Workspace::open(&path).unwrap();
    let intakes = workspace.take_in(&readings, &BTreeMap::new(), &now, Taking::Keep, &|_| true).unwrap();
    assert_eq!(days(&workspace), younger);
    assert_eq!(workspace.check().unwrap().faults, []);
    let notices: Vec<String> = intakes
        .into_iter()
        .filter_map(|intake| if let Intake::Taken(delta) = intake { Some(delta.notices) } else { None })
        .flatten()
        .collect();
    assert!(notices.iter().any(|notice| notice.contains("are not kept")), "{notices:?}");
    // Without the limit they are taken in again.
    workspace.set_limits(&Limits::default(), &now).unwrap();
    workspace.take_in(&readings, &BTreeMap::new(), &now, Taking::Keep, &|_| true).unwrap();
    assert_eq!(days(&workspace), all);
}

/// Flips a byte anywhere: a clear message or a whole answer, never a panic, and `check` never calls it whole where rows differ.
#[test]
fn damaged_pages_are_said() {
    let shop = Shop::taken_in(5);
    shop.says(&["review", "shop.lotwise", "--no-track-record", "--close"]);
    let whole = fs::read(shop.file("shop.lotwise")).unwrap();
    let n: usize = if std::env::var_os("LOTWISE_LONG").is_some() { 1000 } else { 60 };
    let figures = |path: &Path| {
        let output = shop.run(&["review", path.to_str().unwrap(), "--no-track-record", "--format", "json"]);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned(), output.stdout)
    };
    let mut silent = Vec::new();
    let (_, _, truth) = figures(&shop.file("shop.lotwise"));
    let mut n_found = 0;
    for i in 0..n {
        let mut bytes = whole.clone();
        // Spread over the file by the golden ratio.
        let place = (i * 618_033_989 % 1_000_000_000) * bytes.len() / 1_000_000_000;
        bytes[place] ^= 1 << (i % 8);
        let path = shop.file("damaged.lotwise");
        fs::write(&path, &bytes).unwrap();
        let checked = Workspace::open_to_read(&path).and_then(|workspace| workspace.check());
        match checked {
            Ok(checked) => n_found += usize::from(!checked.faults.is_empty()),
            Err(StoreError::Damaged { .. } | StoreError::NotAWorkspace(_) | StoreError::Newer(_)) => n_found += 1,
            Err(error) => panic!("byte {place}: {error}"),
        }
        let (code, said, review) = figures(&path);
        assert!(!said.contains("panicked"), "byte {place}: {said}");
        match code {
            Some(1) => {}
            Some(0) => {
                let differ = review.iter().zip(&truth).position(|(a, b)| a != b);
                let near = |text: &[u8], at: usize| {
                    let part = &text[at.saturating_sub(80)..(at + 60).min(text.len())];
                    String::from_utf8_lossy(part).into_owned()
                };
                if let Some(at) = differ {
                    silent.push(format!("byte {place}: {} instead of {}", near(&review, at), near(&truth, at)));
                }
            }
            code => panic!("byte {place}: {code:?}"),
        }
    }
    println!("{n_found} of {n} flipped bytes found");
    assert!(silent.is_empty(), "nobody was told:\n{}", silent.join("\n"));
}

/// Kills the program at random moments; the workspace is the state before or after, and whole. `LOTWISE_KILLS` says how often.
#[test]
fn whenever_the_program_is_killed_the_workspace_is_the_state_before_or_after() {
    let n: u32 = std::env::var("LOTWISE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(21);
    let shop = Shop::taken_in(60);
    let more = Shop::new(90);
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces/version-1.lotwise");
    shop.says(&["backup", "shop.lotwise", "copy.lotwise"]);
    fs::remove_dir_all(shop.file("shop backups")).ok();
    let exports = more.file("exports");
    let exports = exports.to_str().unwrap();
    let works: [(&str, &Path, Vec<&str>); 7] = [
        ("import", &shop.file("copy.lotwise"), vec!["import", "work.lotwise", exports]),
        ("undo", &shop.file("copy.lotwise"), vec!["undo", "work.lotwise", "orders.csv"]),
        ("forget", &shop.file("copy.lotwise"), vec!["forget", "work.lotwise", "Delta Machining"]),
        ("close", &shop.file("copy.lotwise"), vec!["review", "work.lotwise", "--no-track-record", "--close"]),
        ("migration", &fixture, vec!["undo", "work.lotwise", "orders.csv"]),
        ("backup", &shop.file("copy.lotwise"), vec!["backup", "work.lotwise", "work-copy.lotwise"]),
        ("restore", &fixture, vec!["restore", "copy.lotwise", "work.lotwise"]),
    ];
    let folder = Folder::new();
    fs::copy(shop.file("copy.lotwise"), folder.file("copy.lotwise")).unwrap();
    let clear = || {
        for entry in fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap()) {
            let name = entry.file_name().into_string().unwrap();
            if name.contains("work") {
                if entry.path().is_dir() { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) }
                    .unwrap();
            }
        }
    };
    let start = |args: &[&str]| {
        let mut command = Command::new(LOTWISE);
        command.args(args).current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut n_after = 0;
    for (name, from, args) in &works {
        clear();
        fs::copy(from, folder.file("work.lotwise")).unwrap();
        let before = digest(&folder.file("work.lotwise"));
        let started_at = std::time::Instant::now();
        assert!(start(args).wait().unwrap().success(), "{name}");
        let takes = started_at.elapsed();
        let after = digest(&folder.file("work.lotwise"));
        for i in 0..n / 7 {
            clear();
            fs::copy(from, folder.file("work.lotwise")).unwrap();
            let mut child = start(args);
            let share = (f64::from(i) * 0.618_033_988_749_895 + 0.03).fract();
            std::thread::sleep(Duration::from_secs_f64(takes.as_secs_f64() * share * 1.05));
            child.kill().ok();
            child.wait().unwrap();
            let path = folder.file("work.lotwise");
            let workspace = Workspace::open(&path).unwrap_or_else(|error| panic!("{name} at {share:.3}: {error}"));
            let checked = workspace.check().unwrap();
            assert!(checked.faults.is_empty(), "{name} at {share:.3}: {:?}", checked.faults);
            drop(workspace);
            let now = digest(&path);
            assert!(now == before || now == after, "{name} at {share:.3} of {takes:?}: neither before nor after");
            n_after += u32::from(now == after && after != before);
            // A copy is there as a whole or not at all.
            let copy = folder.file("work-copy.lotwise");
            if copy.exists() {
                assert_eq!(digest(&copy), before, "{name} at {share:.3}");
            }
            for copy in backup::copies(&path) {
                assert!(Workspace::open_to_read(&copy.path).unwrap().check().unwrap().faults.is_empty(), "{name}");
            }
        }
    }
    println!("killed {n} times; {n_after} times the work was done");
}
