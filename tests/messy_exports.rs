//! Messy exports: a bad cell costs a row, a bad file costs a message with the way out, and nothing panics.
#![allow(clippy::unwrap_used, clippy::format_push_string, missing_docs)]

mod common;

use std::collections::BTreeMap;

use common::{Folder, look_at, look_with, report_of};
use lotwise::app::LookOptions;
use lotwise::import::{FileReport, FileStatus};
use lotwise::model::{Field, Kind};

const ORDERS: &str = "Order No,Order Date,Customer,Parts,Amount\n\
    1,2026-01-05,Alpine Tool,120,480.00\n\
    2,2026-01-12,Alpine Tool,110,440.00\n\
    3,2026-01-13,Harbor Lighting,40,99.50\n";

#[test]
fn each_useless_file_gets_one_message_with_the_way_out() {
    let cases: [(&str, &[u8], &[&str]); 9] = [
        ("empty.csv", b"", &["empty", "Export it again"]),
        ("headings.csv", b"Order No,Order Date,Customer,Parts\n", &["no rows below", "period"]),
        ("songs.csv", b"Song,Artist\nBlue,Joni\n", &["No heading says", "Song, Artist", "orders, payments"]),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", &["picture", "CSV"]),
        ("book.csv", b"PK\x03\x04\x14\0\x06\0", &["zip archive", "Unpack"]),
        ("binary.csv", &[0, 1, 2, 3, 0, 0, 7, 9, 0, 0], &["no text", "CSV"]),
        ("nodate.csv", b"Order No,Customer,Parts\n1,Alpine,5\n", &["looks like orders", "when it was ordered"]),
        ("page.csv", b"<html><body><form>Log in</form></body></html>", &["web page", "log in"]),
        ("prose.csv", b"Dear Sir\nplease find attached\n", &["no comma", "Export"]),
    ];
    for (name, bytes, words) in cases {
        let folder = Folder::with("orders.csv", ORDERS).and(name, bytes);
        let named = LookOptions { paths: vec![folder.file(name), folder.file("orders.csv")], ..LookOptions::default() };
        let snapshot = lotwise::app::pipeline::look(&named, &lotwise::app::JobContext::new(|_| {})).unwrap();
        let report = snapshot.imports.iter().find(|import| import.path == name).unwrap();
        assert_eq!(report.status, FileStatus::Refused, "{name}");
        let error = report.error.clone().unwrap();
        for word in words {
            assert!(error.contains(word), "{name}: {error:?} should say {word:?}");
        }
        assert_eq!(snapshot.dataset.customers.len(), 2, "the orders beside {name} still count");
    }
}

#[test]
fn a_folder_without_exports_and_a_path_that_is_not_there_say_so() {
    let folder = Folder::with("notes.md", "hello");
    let error = look_at(folder.path()).unwrap_err().to_string();
    assert!(error.contains("No export was found") && error.contains("notes.md"), "{error}");
    let error = look_at(&folder.file("gone.csv")).unwrap_err().to_string();
    assert!(error.contains("does not exist") && error.contains("gone.csv"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_count() {
    let folder = Folder::with("orders.csv", ORDERS);
    // A link to nowhere cannot be read by anybody, whoever runs the test.
    std::os::unix::fs::symlink("/nonexistent/payments.csv", folder.file("payments.csv")).unwrap();
    let paths = vec![folder.file("orders.csv"), folder.file("payments.csv"), folder.file("orders.csv")];
    let named = LookOptions { paths, ..LookOptions::default() };
    let snapshot = lotwise::app::pipeline::look(&named, &lotwise::app::JobContext::new(|_| {})).unwrap();
    assert_eq!(snapshot.dataset.orders.day.len(), 3, "what is named twice counts once");
    let refused = snapshot.imports.iter().find(|import| import.path == "payments.csv").unwrap();
    assert!(refused.error.as_ref().unwrap().contains("does not exist"), "{:?}", refused.error);
}

#[test]
fn the_same_export_under_two_names_counts_once() {
    let folder = Folder::with("orders.csv", ORDERS).and("orders (1).csv", ORDERS);
    let snapshot = look_at(folder.path()).unwrap();
    assert_eq!(snapshot.dataset.orders.day.len(), 3);
    let said: Vec<_> = snapshot.imports.iter().filter_map(|import| import.error.as_deref()).collect();
    assert!(said.len() == 1 && said[0].contains("byte for byte"), "{said:?}");
}

#[test]
fn rows_that_two_exports_share_count_once_and_the_newer_knows_what_was_paid() {
    let folder = Folder::with("orders_1.csv", ORDERS)
        .and("orders_2.csv", format!("{ORDERS}4,2026-01-20,Harbor Lighting,40,99.50\n"))
        .and("open.csv", "Invoice,Invoice date,Customer,Due date,Paid date,Amount\n7,2026-01-05,Alpine Tool,2026-02-04,,480.00\n")
        .and("paid.csv", "Invoice,Invoice date,Customer,Due date,Paid date,Amount\n7,2026-01-05,Alpine Tool,2026-02-04,2026-02-10,480.00\n");
    let snapshot = look_at(folder.path()).unwrap();
    assert_eq!(snapshot.dataset.orders.day.len(), 4);
    assert_eq!(snapshot.dataset.invoices.paid, ["2026-02-10".parse::<lotwise::model::Day>().unwrap().0]);
    let second = snapshot.imports.iter().find(|import| import.path == "orders_2.csv").unwrap();
    assert_eq!((second.used, second.n_left_out), (1, 3));
}

#[test]
fn a_quotation_mark_that_is_never_closed_swallows_no_rows() {
    let mut text = String::from("Order No,Order Date,Customer,Parts\n1,2026-01-05,\"Alpine,10\n");
    for i in 2..40 {
        text.push_str(&format!("{i},2026-01-06,Harbor Lighting,10\n"));
    }
    text.push_str("40,2026-01-07,\"Borealis\",10\n");
    let report = report_of(&Folder::with("orders.csv", text), "orders.csv");
    assert_eq!(report.used, 40, "{:?}", report.left_out);
    assert!(report.warnings.iter().any(|warning| warning.contains("row 2")), "{:?}", report.warnings);
}

#[test]
fn a_mistyped_year_moves_no_review() {
    let folder = Folder::with("orders.csv", format!("{ORDERS}4,2062-01-20,Harbor Lighting,40,99.50\n"));
    let report = report_of(&folder, "orders.csv");
    assert_eq!(report.left_out[0].why, "dated far after all others");
    assert_eq!(common::review(&look_at(folder.path()).unwrap()).as_of.to_string(), "2026-01-14");
}

#[test]
fn yen_have_no_cents_and_a_mark_before_three_digits_parts_thousands() {
    let yen =
        "Invoice,Invoice date,Customer,Amount,Currency\n1,2026-01-05,Alpine,1200,JPY\n2,2026-01-06,Alpine,1300,JPY\n";
    assert_eq!(report_of(&Folder::with("yen.csv", yen), "yen.csv").amount_minor, Some(2500));
    let german = "Rechnung;Rechnungsdatum;Kunde;Betrag\n1;13.01.2026;Alpine;1.250\n2;14.01.2026;Alpine;12.000\n";
    assert_eq!(report_of(&Folder::with("de.csv", german), "de.csv").amount_minor, Some(1_325_000));
    let slip = "Invoice,Invoice date,Customer,Amount\n1,2026-01-05,Alpine,10.50\n2,2026-01-06,Alpine,\"12,50\"\n";
    let report = report_of(&Folder::with("slip.csv", slip), "slip.csv");
    assert_eq!((report.amount_minor, report.left_out[0].why), (Some(1050), "not an amount"));
}

#[test]
fn without_paid_dates_nobody_is_called_late_or_steady() {
    let payments = "Invoice,Invoice date,Customer,Due date,Amount\n1,2026-01-05,Alpine Tool,2026-02-05,480.00\n";
    let snapshot = look_at(Folder::with("orders.csv", ORDERS).and("payments.csv", payments).path()).unwrap();
    let late = common::review(&snapshot).cannot_judge.iter().filter(|c| c.signal.as_str() == "late");
    assert!(late.clone().count() > 0);
    assert!(late.clone().all(|c| c.missing == lotwise::insight::Missing::NoPaidDates));
}

#[test]
fn a_damaged_letter_does_not_change_the_others() {
    let mut bytes = b"Order No,Order Date,Customer,Parts\n".to_vec();
    for i in 0..9 {
        bytes.extend(format!("{i},2026-01-05,Müller Bäcker,10\n").into_bytes());
    }
    bytes.extend(b"10,2026-01-05,Alp\xffine,10\n11,2026-01-05,Har\0bor,10\n");
    let folder = Folder::with("orders.csv", bytes);
    let snapshot = look_at(folder.path()).unwrap();
    let names: Vec<&str> = snapshot.dataset.customers.iter().map(|c| c.name.as_str()).collect();
    assert!(names.contains(&"Müller Bäcker") && names.contains(&"Harbor"), "{names:?}");
    assert!(!snapshot.imports[0].warnings.is_empty());
}

#[test]
fn the_owner_can_say_that_the_one_date_that_decides_is_a_slip() {
    let folder = Folder::with(
        "log.csv",
        "Order No,Order Date,Customer,Parts\n\
         1,03/04/2026,Alpine,10\n2,03/05/2026,Delta,12\n3,13/05/2026,Delta,7\n4,03/09/2026,Delta,8\n",
    );
    assert_eq!(report_of(&folder, "log.csv").first_on.unwrap().to_string(), "2026-04-03");
    let said = [(("log.csv".to_owned(), "date_order".to_owned()), "mdy".to_owned())].into();
    let snapshot = look_with(folder.path(), LookOptions { answers: said, ..LookOptions::default() }).unwrap();
    let report = &snapshot.imports[0];
    assert_eq!((report.used, report.first_on.unwrap().to_string()), (3, "2026-03-04".to_owned()));
    assert_eq!((report.left_out[0].row, report.left_out[0].why), (4, "not a date in the order of the others"));
}

#[test]
fn an_order_is_one_though_its_price_or_its_parts_are_words() {
    let folder = Folder::with(
        "jobs.csv",
        "Order No,Order Date,Customer,Parts,Amount\n\
         1,2026-01-05,Alpine Tool,120,480.00\n\
         2,2026-01-13,Harbor Lighting,lot,99.50\n\
         3,2026-01-14,Harbor Lighting,40,TBA\n\
         4,2026-01-14,Harbor Lighting,41,tba\n\
         5,2026-01-15,Harbor Lighting,40,n/c\n\
         6,2026-01-16,Harbor Lighting,10,10.00\n\
         7,2026-01-16,Harbor Lighting,10,10.00\n\
         8,2026-01-16,Harbor Lighting,10,10.00\n\
         9,2026-01-16,Harbor Lighting,10,10.00\n\
         10,2026-01-16,Harbor Lighting,10,10.00\n\
         11,2026-01-16,Harbor Lighting,10,10.00\n",
    );
    let report = report_of(&folder, "jobs.csv");
    assert_eq!((report.used, report.n_left_out, report.amount_minor), (11, 0, Some(63_950)));
    assert!(report.warnings.iter().any(|w| w.contains("Parts holds words in row 3 (lot)")), "{:?}", report.warnings);
    assert!(report.warnings.iter().any(|w| w.contains("Amount holds words in 2 rows, first in row 4 (TBA)")));
}

#[test]
fn a_bad_cell_costs_its_row_and_is_listed_with_its_place() {
    let folder = Folder::with(
        "orders.csv",
        "Order No,Order Date,Customer,Parts,Amount\n\
         1,2026-01-05,Alpine Tool,120,480.00\n\
         \n\
         2,soon,Alpine Tool,110,440.00\n\
         3,2026-01-13,Harbor Lighting,1O0,99.50\n\
         4,2026-01-14,,40,99.50\n\
         5,2026-01-15,Harbor Lighting,40,99.5O\n\
         6,2026-01-16,Harbor Lighting,,12.00\n\
         7,2026-01-16,Harbor, Inc,40,12.00,\n\
         Total,,,300,1000.00\n\
         Order No,Order Date,Customer,Parts,Amount\n\
         8,2026-01-19,Total Machining,40,12.00\n",
    );
    let report = report_of(&folder, "orders.csv");
    assert_eq!((report.rows, report.used), (8, 2));
    let listed: Vec<(u32, Option<&str>, &str)> =
        report.left_out.iter().map(|left| (left.row, left.column.as_deref(), left.why)).collect();
    assert_eq!(
        listed,
        [
            (4, Some("Order Date"), "not a date"),
            (5, Some("Parts"), "not a whole number of parts"),
            (6, Some("Customer"), "no customer"),
            (7, Some("Amount"), "not an amount"),
            (8, Some("Parts"), "no number of parts"),
            (9, None, "more cells than headings"),
            (10, None, "total line"),
            (11, None, "heading repeated"),
        ]
    );
    assert_eq!(report.left_out[0].text, "soon");
}

#[test]
fn day_and_month_are_never_guessed() {
    let text = "Order No,Order Date,Customer,Parts\n1,03/04/2025,Alpine,10\n2,07/04/2025,Alpine,12\n";
    let folder = Folder::with("log.csv", text);
    let report = report_of(&folder, "log.csv");
    assert_eq!(report.status, FileStatus::Question);
    let question = report.question.unwrap();
    assert!(
        question.text.contains("03/04/2025") && question.text.contains("the 4th of March or the 3rd of April"),
        "{}",
        question.text
    );
    assert_eq!(question.choices.iter().map(|c| c.value).collect::<Vec<_>>(), ["mdy", "dmy"]);
    for (answer, first) in [("dmy", "2025-04-03"), ("mdy", "2025-03-04")] {
        let answers = BTreeMap::from([(("log.csv".to_owned(), "date_order".to_owned()), answer.to_owned())]);
        let snapshot = look_with(folder.path(), LookOptions { answers, ..LookOptions::default() }).unwrap();
        assert_eq!(snapshot.imports[0].first_on.unwrap().to_string(), first);
    }
    // One row that decides is enough.
    let folder = Folder::with("log.csv", format!("{text}3,25/04/2025,Alpine,9\n"));
    assert_eq!(report_of(&folder, "log.csv").date_order.map(lotwise::import::problem::DateOrder::as_str), Some("dmy"));
}

#[test]
fn a_german_export_from_an_old_windows_program_is_read() {
    let text = "Rechnungsnr.;Kunde;Rechnungsdatum;Fällig am;Bezahlt am;Betrag\r\n\
                1001;Müller Stahlbau GmbH;02.01.2026;01.02.2026;15.02.2026;1.234,50 €\r\n\
                1002;Bäcker & Söhne KG;13.01.2026;12.02.2026;;99,00 €\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let folder = Folder::with("rechnungen.csv", bytes);
    let report = report_of(&folder, "rechnungen.csv");
    assert_eq!(
        (report.kind, report.encoding.as_str(), report.delimiter, report.decimal),
        (Some(Kind::Payments), "windows-1252", Some(';'), Some(','))
    );
    assert_eq!((report.used, report.amount_minor), (2, Some(133_350)));
    let snapshot = look_at(folder.path()).unwrap();
    assert!(snapshot.dataset.customers.iter().any(|c| c.name == "Müller Stahlbau GmbH"));
}

#[test]
fn polish_czech_and_dutch_exports_from_old_programs_are_read() {
    let field = |report: &FileReport, heading: &str| {
        report.columns.iter().find(|column| column.header == heading).and_then(|column| column.field)
    };
    let text = "Nr faktury;Data wystawienia;Termin płatności;Nabywca;Wartość netto;Wartość brutto;Data zapłaty\r\n\
                FV/1/2026;2026-01-05;2026-01-19;Łódzka Stal;1 000,00;1 230,00;2026-01-25\r\n\
                FV/2/2026;2026-01-13;2026-01-27;Borealis;200,00;246,00;\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(text);
    let folder = Folder::with("faktury.csv", bytes);
    let report = report_of(&folder, "faktury.csv");
    assert_eq!((report.kind, report.encoding.as_str()), (Some(Kind::Payments), "windows-1250"));
    assert_eq!((report.used, report.amount_minor), (2, Some(147_600)));
    assert_eq!(field(&report, "Termin płatności"), Some(Field::DueOn));
    assert_eq!(field(&report, "Data zapłaty"), Some(Field::PaidOn));

    let text = "Číslo zakázky;Datum přijetí;Odběratel;Množství;Cena celkem\r\n\
                Z1;5. 1. 2026;Kovo Brno;120 ks;3 400,00 Kč\r\nZ2;13. 1. 2026;Alpine;8 ks;90,00 Kč\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(text);
    let folder = Folder::with("zakazky.csv", bytes);
    let report = report_of(&folder, "zakazky.csv");
    assert_eq!((report.kind, report.used, report.amount_minor), (Some(Kind::Orders), 2, Some(349_000)));
    assert_eq!(field(&report, "Množství"), Some(Field::Parts));
    assert_eq!(look_at(folder.path()).unwrap().dataset.orders.parts.iter().sum::<i64>(), 128);

    let text = "Ordernr;Orderdatum;Klant;Bewerking;Aantal;Bedrag;Leverdatum\n\
                1;05-01-2026;Alpine;Poedercoaten;120 stuks;€ 1.400,00;14-01-2026\n2;13-01-2026;Borealis;Verzinken;8 stuks;€ 90,00;22-01-2026\n";
    let folder = Folder::with("orders.csv", text);
    let report = report_of(&folder, "orders.csv");
    assert_eq!((report.kind, report.used, report.amount_minor), (Some(Kind::Orders), 2, Some(149_000)));
    assert_eq!(field(&report, "Leverdatum"), Some(Field::ShippedOn));
}

#[test]
fn a_table_with_one_column_a_month_is_refused_for_what_it_is() {
    let text = "Sales by customer\nCustomer,Jan-25,Feb-25,Mar-25,Total\nAlpine,\"$7,480\",\"$4,858\",$10,\"$12,348\"\n\
                Borealis,$200,$0,$90,$290\n";
    let folder = Folder::with("sales.csv", text);
    let named = LookOptions { paths: vec![folder.file("sales.csv")], ..LookOptions::default() };
    let error = lotwise::app::pipeline::look(&named, &lotwise::app::JobContext::new(|_| {})).unwrap_err();
    let told = error.imports[0].error.clone().unwrap();
    assert!(told.contains("one column a month"), "{told}");
}

/// An orders file of ten rows, by their number.
fn ten(headings: &str, row: impl Fn(i32) -> String) -> String {
    (0..10).fold(format!("{headings}\n"), |text, n| text + &row(n) + "\n")
}

fn parts_of(text: &str) -> (Option<i64>, i64) {
    let folder = Folder::with("orders.csv", text);
    let report = report_of(&folder, "orders.csv");
    (report.amount_minor, look_at(folder.path()).unwrap().dataset.orders.parts.iter().sum())
}

#[test]
fn a_price_of_one_part_is_not_taken_for_that_of_the_job() {
    let each = ten("Order No,Order Date,Customer,Qty,Price", |n| {
        format!(
            "A{n},2026-01-{:02},Alpine,{},{:.2}",
            n + 5,
            40 + 60 * ((n * 7) % 10),
            9.5 - f64::from((n * 7) % 10) / 10.0
        )
    });
    let sum: i32 = (0..10).map(|n| (40 + 60 * n) * (950 - 10 * n)).sum();
    assert_eq!(parts_of(&each), (Some(i64::from(sum)), 3100));
    let job = ten("Order No,Order Date,Customer,Qty,Price", |n| {
        format!(
            "A{n},2026-01-{:02},Alpine,{},{:.2}",
            n + 5,
            40 + 60 * ((n * 7) % 10),
            80.0 + 65.0 * f64::from((n * 7) % 10)
        )
    });
    assert_eq!(parts_of(&job).0, Some(372_500));
}

#[test]
fn the_number_of_parts_is_found_whatever_stands_beside_it() {
    let (sum, piece) =
        (10 * 20 + 45, |n: i32| format!("{n};{:02}/01/2026;Alpine;{};{};{},50", n + 5, 4400 + n, 20 + n, 100 + n));
    assert_eq!(parts_of(&ten("N° commande;Date commande;Client;Pièce;Quantité;Montant HT", piece)).1, sum);
    let shipped = |n: i32| format!("{n},2026-01-{:02},Alpine,{},300.00", n + 5, 20 + n);
    assert_eq!(parts_of(&ten("Order No,Order Date,Customer,Qty Shipped,Amount", shipped)).1, sum);
    // Where both are there, what was ordered counts.
    let both = |n: i32| format!("{n},2026-01-{:02},Alpine,7,{},300.00", n + 5, 20 + n);
    assert_eq!(parts_of(&ten("Order No,Order Date,Customer,Qty Shipped,Qty Ordered,Amount", both)).1, sum);
    let unit = |n: i32| format!("{n},2026-01-{:02},Alpine,{} EA,300.00", n + 5, 20 + n);
    assert_eq!(parts_of(&ten("Order No,Order Date,Customer,Qty,Amount", unit)).1, sum);
}

/// A shop that writes the day first opened its export in a spreadsheet that expects the month first, and saved it: what could be a date
/// became one, with day and month changed.
#[test]
fn dates_that_a_spreadsheet_has_turned_are_turned_back_and_said() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["Order No", "Order Date", "Customer", "Qty", "Amount"].iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    let format = Format::new().set_num_format("dd/mm/yyyy");
    for row in 1..=20_u32 {
        // The 3rd to the 22nd of February.
        let day = row + 2;
        sheet.write(row, 0, f64::from(row)).unwrap();
        if day <= 12 {
            let turned = ExcelDateTime::from_ymd(2025, u8::try_from(day).unwrap(), 2).unwrap();
            sheet.write_datetime_with_format(row, 1, &turned, &format).unwrap();
        } else {
            sheet.write(row, 1, format!("{day:02}/02/2025")).unwrap();
        }
        sheet.write(row, 2, "Alpine").unwrap();
        sheet.write(row, 3, 20.0).unwrap();
        sheet.write(row, 4, 300.0).unwrap();
    }
    let folder = Folder::with("orders.xlsx", book.save_to_buffer().unwrap());
    let report = report_of(&folder, "orders.xlsx");
    let days = (report.first_on.unwrap().to_string(), report.last_on.unwrap().to_string());
    assert_eq!(days, ("2025-02-03".to_owned(), "2025-02-22".to_owned()));
    assert!(report.warnings.iter().any(|warning| warning.contains("changed day and month")), "{:?}", report.warnings);
}

#[test]
fn thousands_of_parts_and_of_money_are_no_decimals() {
    let row = |n: i32| format!("A{n};{:02}.01.2026;Alpine;{}.250;{}.300", n + 5, n + 1, n + 2);
    assert_eq!(parts_of(&ten("Auftrag;Datum;Kunde;Menge;Wert", row)), (Some(6_800_000), 57_500));
    // Decimals of whole parts are still none.
    let row = |n: i32| format!("A{n};{:02}.01.2026;Alpine;{},000;{},50", n + 5, n + 1, n + 2);
    assert_eq!(parts_of(&ten("Auftrag;Datum;Kunde;Menge;Wert", row)), (Some(7000), 55));
}

#[test]
fn credit_notes_count_against_invoices_whatever_they_are_called() {
    for (invoice, credit) in [("Rechnung", "Gutschrift"), ("INV", "CM"), ("Factuur", "Creditnota")] {
        let row = |n: i32| {
            format!(
                "{};{n};{:02}.01.2026;Alpine;{:02}.02.2026;100,00",
                if n == 3 { credit } else { invoice },
                n + 5,
                n + 5
            )
        };
        let folder =
            Folder::with("rechnungen.csv", ten("Belegart;Invoice No;Invoice Date;Customer;Due Date;Amount", row));
        assert_eq!(report_of(&folder, "rechnungen.csv").amount_minor, Some(80_000), "{credit}");
    }
}

#[test]
fn a_quotation_in_a_list_of_orders_is_left_out_with_its_reason() {
    let row = |n: i32| {
        let status = ["Sales Order", "Quotation"][usize::from(n % 5 == 4)];
        format!("S{n},2026-01-{:02},Alpine,100.00,{status}", n + 5)
    };
    let folder = Folder::with("sale_order.csv", ten("Order Reference,Creation Date,Customer,Total,Status", row));
    let report = report_of(&folder, "sale_order.csv");
    assert_eq!((report.kind, report.used, report.n_left_out), (Some(Kind::Orders), 8, 2));
    assert!(report.left_out[0].why.contains("a quote"), "{:?}", report.left_out[0]);
}

#[test]
fn a_complaint_is_no_order_and_its_number_counts_no_parts() {
    let row = |n: i32| format!("R{n};{:02}.01.2026;Alpine;AB{n};{};{};Fleck", n + 5, 500 + n, 3 + n);
    let folder =
        Folder::with("liste.csv", ten("Rekl.-Nr.;Eingang am;Kunde;Auftrag;gelief. Menge;beanst. Menge;Fehlerart", row));
    let report = report_of(&folder, "liste.csv");
    assert_eq!(report.kind, Some(Kind::Rejections));
    let rejected = report.columns.iter().find(|column| column.field == Some(Field::RejectedParts)).unwrap();
    assert_eq!(rejected.header, "beanst. Menge");
    let row = |n: i32| format!("{};{:02}.01.2026;Alpine;{};{}", 101 + n, n + 5, 200 + n, 1 + n);
    let folder =
        Folder::with("lista.csv", ten("Nr reklamacji;Data zgłoszenia;Klient;Ilość sprawdzona;Ilość wadliwa", row));
    let report = report_of(&folder, "lista.csv");
    let rejected = report.columns.iter().find(|column| column.field == Some(Field::RejectedParts)).unwrap();
    assert_eq!(rejected.header, "Ilość wadliwa");
}

#[test]
fn lists_of_suppliers_summaries_and_visits_are_not_taken_for_others() {
    let refused = |text: &str| {
        let folder = Folder::with("list.csv", text);
        let named = LookOptions { paths: vec![folder.file("list.csv")], ..LookOptions::default() };
        let error = lotwise::app::pipeline::look(&named, &lotwise::app::JobContext::new(|_| {})).unwrap_err();
        let report = error.imports[0].clone();
        assert_eq!(report.status, FileStatus::Refused, "{text}");
        report.error.unwrap()
    };
    let vendors = "Harrow Finishing\nVendor Contact List\n\nVendor,Phone numbers,Email,Full name,Address,Account #\n\
                   PPG,555,sales@ppg.example,Ann Lee,1 Main St,77\nKluthe,556,info@kluthe.example,Bo Ray,2 Main St,78\n";
    assert!(refused(vendors).contains("suppliers"));
    let summary = "A/R Aging Summary\n\nCustomer,Current,1 - 30,31 - 60,61 - 90,91 and over,Total\n\
                   Alder Tool,100.00,200.00,0.00,0.00,0.00,300.00\nBorealis,10.00,0.00,0.00,0.00,0.00,10.00\n";
    assert!(refused(summary).contains("summary of what each customer owes"));
    let row = |n: i32| format!("2026-01-{:02},Alder Tool,Mr. Lee,Review,Wants more anodize", n + 5);
    let visits = format!("Customer Visits,,,,\n,,,,\n{}", ten("Date,Customer,Contact,Purpose,Report", row));
    let folder = Folder::with("list.csv", visits);
    let imports = look_at(folder.path()).map_or_else(|error| error.imports, |snapshot| snapshot.imports);
    assert!(imports.iter().all(|import| import.kind != Some(Kind::Web)), "somebody drove there");
}

#[test]
fn subtotals_and_ledger_totals_that_are_right_raise_no_alarm() {
    let text = "Order No,Order Date,Customer,Qty,Amount\nJ1,2026-01-05,Alder,5,100.00\nJ2,2026-01-06,Alder,5,100.00\n,,Subtotal,,200.00\n\
                J3,2026-01-07,Borealis,5,150.00\nJ4,2026-01-08,Borealis,5,150.00\n,,Subtotal,,300.00\n,,Grand Total,,500.00\n";
    let report = report_of(&Folder::with("orders.csv", text), "orders.csv");
    assert_eq!((report.amount_minor, report.warnings.len()), (Some(50_000), 0), "{:?}", report.warnings);
    let wrong = text.replace(",,Subtotal,,300.00", ",,Subtotal,,310.00");
    let report = report_of(&Folder::with("orders.csv", wrong), "orders.csv");
    assert!(report.warnings.iter().any(|warning| warning.contains("row 7")), "{:?}", report.warnings);
}

#[test]
fn utf_16_with_tabs_as_a_spreadsheet_saves_it_is_read() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(ORDERS.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes));
    let folder = Folder::with("orders.txt", bytes);
    let report = report_of(&folder, "orders.txt");
    assert_eq!((report.encoding.as_str(), report.delimiter, report.used), ("utf-16le", Some('\t'), 3));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_heading() {
    let folder = Folder::with("orders.csv", format!("\u{feff}{ORDERS}"));
    assert_eq!(report_of(&folder, "orders.csv").columns[0].header, "Order No");
}

#[test]
fn lines_above_the_headings_are_passed_over_and_listed() {
    let folder = Folder::with("orders.csv", format!("Harrow Finishing,,,,\nOrders 2026,,,,\n\n{ORDERS}"));
    let report = report_of(&folder, "orders.csv");
    assert_eq!((report.header_row, report.used), (Some(4), 3));
    assert_eq!(report.left_out.iter().map(|left| left.row).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_payments_file_that_ends_early_makes_nobody_late() {
    let mut orders = String::from("Order No,Order Date,Customer,Parts\n");
    let mut payments = String::from("Invoice,Invoice date,Customer,Due date,Paid date,Amount\n");
    let start: lotwise::model::Day = "2024-01-01".parse().unwrap();
    for week in 0..130 {
        let day = start + week * 7;
        orders.push_str(&format!("{week},{day},Alpine Tool,100\n"));
        // The books end 30 weeks earlier, with the last invoices open as they were then.
        if week < 100 {
            let paid = if week < 94 { (day + 31).to_string() } else { String::new() };
            payments.push_str(&format!("{week},{day},Alpine Tool,{},{paid},100.00\n", day + 30));
        }
    }
    let folder = Folder::with("orders.csv", orders).and("payments.csv", payments);
    assert_eq!(common::flags(&look_at(folder.path()).unwrap()), []);
}

#[test]
fn names_and_cells_made_to_break_things_break_nothing() {
    let evil = "Order No,Order Date,Customer,Parts,Amount\n\
        1,2026-01-05,\"<script>alert(1)</script>\",10,1\n\
        2,2026-01-06,\"=cmd|' /C calc'!A0\",10,1\n\
        3,2026-01-07,\"line\nbreak\",99999999999,1\n\
        4,9999-12-31,Future,10,1\n\
        5,2026-01-08,Big,10,99999999999999999999\n\
        6,2026-01-09,\u{202e}Reversed,10,-0\n\
        7,2026-01-10,\"unclosed,10,1\n";
    let snapshot = look_at(Folder::with("orders.csv", evil).path()).unwrap();
    let html = common::page_of(&snapshot);
    assert!(!html.contains("<script>"));
    assert_eq!(snapshot.imports[0].used, 3);
}

#[test]
fn a_large_list_that_is_read_in_parts_loses_no_row_and_no_payment() {
    // Over 16 MiB are cut into a part a core; line breaks inside quotes do not count as rows.
    let mut text = String::from("Date,Document Number,Customer,Type,Debit,Credit\n");
    let filler = "x".repeat(60);
    for i in 0..200_000 {
        let (kind, debit, credit) = if i % 2 == 0 { ("Invoice", "10.00", "") } else { ("Payment", "", "4.00") };
        let name = if i % 1000 == 0 { format!("\"Harbor\n{filler}\"") } else { format!("Alpine {filler}") };
        text.push_str(&format!("2026-01-{:02},N{i},{name},{kind},{debit},{credit}\n", 1 + i % 28));
    }
    let report = report_of(&Folder::with("ledger.csv", &text), "ledger.csv");
    assert!(text.len() > 16 << 20);
    assert_eq!((report.used, report.n_left_out, report.customers), (200_000, 0, 2));
    assert_eq!(report.amount_minor, Some(100_000 * 400), "payments received");
}

#[test]
fn lots_of_two_invoice_lists_that_overlap_count_once() {
    const HEAD: &str = "Invoice Number,Invoice Date,Customer,Due Date,Item,Quantity,Item Total,Total\n";
    let line = |n: u32, day: u32| {
        format!(
            "{n},2026-01-{day:02},Alpine Tool,2026-02-{day:02},Zinc plate,10,5.00,9.00\n{n},2026-01-{day:02},Alpine Tool,2026-02-{day:02},Black oxide,20,4.00,9.00\n"
        )
    };
    let first: String = (1..6).map(|n| line(n, n)).collect();
    let second: String = (4..8).map(|n| line(n, n)).collect();
    let folder =
        Folder::with("invoices_1.csv", format!("{HEAD}{first}")).and("invoices_2.csv", format!("{HEAD}{second}"));
    let dataset = look_at(folder.path()).unwrap().dataset;
    assert_eq!((dataset.lots.parts.len(), dataset.invoices.amount.len()), (14, 7));
    assert!(dataset.invoices.amount.iter().all(|&cents| cents == 900), "{:?}", dataset.invoices.amount);
}

#[test]
fn masking_and_rush_fees_are_no_lots_and_their_money_counts() {
    let text = "Order No,Order Date,Customer,Item,Quantity,Amount\n\
        1,2026-01-05,Alpine Tool,Zinc plate,400,50.00\n\
        1,2026-01-05,Alpine Tool,Masking (per hour),2,8.00\n\
        1,2026-01-05,Alpine Tool,Rush fee,1,20.00\n\
        2,2026-01-12,Alpine Tool,Rush fee,1,5.00\n\
        3,2026-01-19,Alpine Tool,Masking (per hour),3,12.00\n\
        4,2026-01-26,Alpine Tool,\"25× Zinc plate, 4× Rush fee, 6× Black oxide\",35,60.00\n";
    let dataset = look_at(Folder::with("orders.csv", text).path()).unwrap().dataset;
    assert_eq!(dataset.lots.parts, [400, 25, 6], "a fee is no lot, and each item of a line is one");
    assert_eq!(dataset.orders.parts, [400, 0, 31]);
    assert_eq!(dataset.orders.amount, [7800, 1200, 6000], "a fee alone is no order");
    let (from, to) = ("2026-01-01".parse().unwrap(), "2026-02-01".parse().unwrap());
    assert_eq!(dataset.revenue(0, from, to), 15_500);
    let kinds: Vec<&str> = dataset.items.iter().map(|item| item.kind.as_str()).collect();
    assert_eq!(kinds, ["parts", "service", "fee", "parts"], "{:?}", dataset.items);
}

#[test]
fn that_nothing_can_be_told_yet_is_not_that_all_is_well() {
    let text = "Order No,Order Date,Customer,Amount\n1,2026-01-05,Alpine Tool,50.00\n2,2026-01-12,Alpine Tool,8.00\n";
    let snapshot = look_at(Folder::with("orders.csv", text).path()).unwrap();
    let review = snapshot.review.as_ref().unwrap();
    assert_eq!((review.n_judged, review.n_active), (0, 1));
    assert_eq!(lotwise::review::wording::headline(review, &snapshot.dataset), "Nobody can be judged yet");
}

#[test]
fn orders_without_parts_are_orders() {
    let text = "Order No,Order Date,Customer,Amount\n1,2026-01-05,Alpine Tool,50.00\n2,2026-01-12,Alpine Tool,8.00\n";
    let dataset = look_at(Folder::with("orders.csv", text).path()).unwrap().dataset;
    assert_eq!((dataset.lots.parts.len(), dataset.orders.amount.as_slice()), (0, &[5000, 800][..]));
}

#[test]
fn a_customer_named_total_is_a_customer_and_a_cash_sale_is_none() {
    let text = "Order No,Order Date,Customer,Parts,Amount\n1,2026-01-05,Total Conveyor Systems,10,50.00\n\
        2,2026-01-06,Total Tool,4,8.00\n3,2026-01-07,Cash Sale,1,5.00\n4,2026-01-08,Acme:Plant 2,7,9.00\n\
        5,2026-01-09,Borealis:Plant 2,7,9.00\n6,2026-01-10,Acme,3,4.00\n";
    let snapshot = look_at(Folder::with("orders.csv", text).path()).unwrap();
    let names: Vec<&str> = snapshot.dataset.customers.iter().map(|customer| customer.id.as_str()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.contains(&"Total Conveyor Systems") && names.contains(&"Total Tool"), "{names:?}");
    assert_eq!(snapshot.imports[0].used, 6, "the cash sale is read, though it is nobody's");
    assert_eq!(snapshot.dataset.orders.day.len(), 5);
}

#[test]
fn a_report_with_a_customer_named_total_reads_its_lines() {
    let text = ",Date,Transaction Type,Num,Product/Service,Qty,Amount\nTotal Tool,,,,,,\n,01/05/2026,Invoice,71,Zinc plate,4,8.00\n\
        Total for Total Tool,,,,,,$8.00\nZephyr,,,,,,\n,01/16/2026,Invoice,72,Zinc plate,5,9.00\nTotal for Zephyr,,,,,,$9.00\nTOTAL,,,,,,$17.00\n";
    let snapshot = look_at(Folder::with("Sales by Customer Detail.csv", text).path()).unwrap();
    let names: Vec<&str> = snapshot.dataset.customers.iter().map(|customer| customer.name.as_str()).collect();
    assert_eq!((names, snapshot.dataset.lots.parts.as_slice()), (vec!["Total Tool", "Zephyr"], &[4, 5][..]));
}

#[test]
fn a_first_name_and_a_name_are_one_person() {
    let text = "Adresse e-mail;Prénom;Nom;Société;Date d'envoi;Clics\nreto@koller.ch;Reto;Koller;;25/06/2025;0\n\
        boris@fischer.fr;Boris;Fischer;Vestiaires Fischer SAS;25/06/2025;1\n";
    let snapshot = look_at(
        Folder::with("destinataires.csv", text)
            .and("orders.csv", "Order No,Order Date,Customer,Parts\n1,2025-06-05,Vestiaires Fischer,10\n")
            .path(),
    )
    .unwrap();
    let people: Vec<&str> =
        snapshot.dataset.customers[0].aliases.iter().filter_map(|alias| alias.person.as_deref()).collect();
    assert_eq!(people, ["Boris Fischer"]);
}

#[test]
fn remarks_that_name_an_invoice_make_a_payment_no_invoice() {
    let text = "Date,Receipt No,Received From,Memo,Amount\n2025-09-04,R1,Alpine Tool,Inv 5248,106.00\n2025-09-05,R2,Alpine Tool,Inv 5250,70.00\n";
    let report = report_of(&Folder::with("bank.csv", text), "bank.csv");
    assert_eq!((report.used, report.n_left_out, report.amount_minor), (2, 0, Some(17_600)));
}

#[test]
fn a_delivery_date_that_lies_ahead_is_a_promise_and_one_that_is_past_is_a_delivery() {
    let list = |days_later: u32, blank_from: u32| -> String {
        let row = |i: u32| {
            let delivered = if i >= blank_from { String::new() } else { format!("2026-02-{:02}", i + days_later) };
            format!("{i},2026-02-{i:02},Alpine Tool,{},50.00,{delivered}\n", 10 * i)
        };
        let rows: String = (1..=12).map(row).collect();
        format!("Order No,Order Date,Customer,Parts,Amount,Delivery Date\n{rows}")
    };
    let field = |text: &str| -> Option<Field> {
        let report = report_of(&Folder::with("orders.csv", text), "orders.csv");
        report.columns.iter().find(|column| column.header == "Delivery Date").unwrap().field
    };
    assert_eq!(field(&list(9, 99)), Some(Field::PromisedOn), "of all orders, up to nine days after the last one");
    assert_eq!(field(&list(9, 6)), Some(Field::ShippedOn), "the last ones have none yet");
    assert_eq!(field(&list(2, 99)), Some(Field::ShippedOn), "none lies ahead");
}

#[test]
fn a_list_of_jobs_that_says_how_many_parts_were_rejected_gives_both() {
    let jobs = "Job #,Cust,Rec'd,Qty Rec'd,Qty Rejected,Process,Price\n\
        71,Alpine Tool,01/15/2026,400,12,Zinc,90.00\n72,Alpine Tool,01/19/2026,200,,Zinc,50.00\n\
        73,Borealis,01/20/2026,90,none,Zinc,30.00\n74,Borealis,01/22/2026,80,3,Zinc,28.00\n75,Borealis,01/23/2026,70,0,Zinc,26.00\n";
    let dataset = look_at(Folder::with("jobs.csv", jobs).path()).unwrap().dataset;
    assert_eq!(dataset.orders.parts.iter().sum::<i64>(), 840, "a word beside a job costs no job");
    assert_eq!(dataset.rejections.parts, [12, 3]);
    // A list of rejections of its own says it better.
    let rejects = "Date,Job,Customer,Qty rejected,Reason\n2026-01-16,71,Alpine Tool,14,thin\n";
    let both = Folder::with("jobs.csv", jobs).and("rejects.csv", rejects);
    assert_eq!(look_at(both.path()).unwrap().dataset.rejections.parts, [14]);
}

#[test]
fn a_yes_beside_a_customer_is_no_person() {
    let folder = Folder::with(
        "shows.csv",
        "Date,Show,Company,Met\n2025-03-03,Midstate Show,Alpine Tool,Yes\n2025-03-03,Midstate Show,Borealis,No\n\
         2025-03-04,Midstate Show,Cedar Works,Yes\n",
    );
    let report = report_of(&folder, "shows.csv");
    assert_eq!(report.kind, Some(Kind::Events));
    let met = report.columns.iter().find(|column| column.header == "Met").unwrap();
    assert_eq!(met.field, Some(Field::Contact), "whether they were met, and no person: {:?}", report.columns);
}
