//! The list of problems as CSV: what was not used of each file, where it stands, and what to do about it.

use csv::WriterBuilder;

use super::flags_csv::without_formula;
use super::left_out::Loss;
use crate::import::{FileReport, FileStatus};

/// How each list begins, by which an earlier one is known: the byte order mark that spreadsheets need, then the headings.
pub const START: &[u8] = b"\xEF\xBB\xBFfile,sheet,row,column,text,what is wrong,what to do";

const HEADINGS: [&str; 7] = ["file", "sheet", "row", "column", "text", "what is wrong", "what to do"];

/// What is wrong with these files: refused ones, questions, warnings, and each row of data that was not used. What a report
/// prints around its rows is no problem.
pub fn of_imports(imports: &[FileReport]) -> Vec<u8> {
    let mut out = b"\xEF\xBB\xBF".to_vec();
    let mut writer = WriterBuilder::new().from_writer(&mut out);
    // Writing into memory cannot fail.
    let _ = writer.write_record(HEADINGS);
    for report in imports {
        for record in records(report) {
            let _ = writer.write_record(record.iter().map(|cell| without_formula(cell).into_owned()));
        }
    }
    drop(writer);
    out
}

/// How many lines the list of problems of a file has.
pub fn n_problems(report: &FileReport) -> usize {
    records(report).count()
}

fn records(report: &FileReport) -> impl Iterator<Item = [String; 7]> + '_ {
    let record = |row: String, column: &str, text: &str, wrong: &str, way_out: &str| {
        let sheet = report.sheet.clone().unwrap_or_default();
        [report.path.clone(), sheet, row, column.to_owned(), text.to_owned(), wrong.to_owned(), way_out.to_owned()]
    };
    let whole = move |wrong: &str, way_out: &str| record(String::new(), "", "", wrong, way_out);
    let refusal = report.error.iter().filter(|_| report.status == FileStatus::Refused).map(move |error| {
        let (wrong, way_out) = parts(error);
        whole(wrong, way_out)
    });
    let question =
        report.question.iter().map(move |question| whole(&question.text, "Answer the question on the Import page"));
    // A warning may name a customer with a full stop in its name; it stays whole.
    let warnings = report.warnings.iter().map(move |warning| whole(warning, ""));
    let lines = report.left_out.iter().filter(|line| Loss::of(line) != Loss::Printed);
    let lines = lines.map(move |line| {
        record(line.row.to_string(), line.column.as_deref().unwrap_or_default(), &line.text, line.why, line.hint)
    });
    refusal.chain(question).chain(warnings).chain(lines)
}

/// The message of a refused file in two parts: what is wrong, and the way out, which is its last sentence.
pub fn parts(message: &str) -> (&str, &str) {
    let is_end = |(at, _): &(usize, &str)| {
        // "J. Smith" is no end of a sentence.
        let word = message[..*at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        message[at + 2..].starts_with(char::is_uppercase) && word.chars().count() != 1
    };
    match message.match_indices(". ").filter(is_end).last() {
        Some((at, _)) => (&message[..at], &message[at + 2..]),
        None => (message, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::problem::LeftOut;

    fn left_out(text: &str, why: &'static str, hint: &'static str) -> LeftOut {
        LeftOut { row: 7, column: Some("Amount".to_owned()), text: text.to_owned(), why, hint }
    }

    fn written(report: FileReport) -> String {
        String::from_utf8(of_imports(&[FileReport { path: "a.csv".to_owned(), ..report }])).unwrap()
    }

    #[test]
    fn a_cell_that_would_be_a_formula_is_words() {
        let left_out = ["=HYPERLINK(\"x\")", "+1", "-5 pcs", "@sum"]
            .map(|text| left_out(text, "not an amount", "Remove words from the amount"))
            .to_vec();
        let text = written(FileReport { status: FileStatus::Ready, left_out, ..FileReport::default() });
        assert!(text.as_bytes().starts_with(START));
        for cell in ["\"'=HYPERLINK(\"\"x\"\")\"", "'+1", "'-5 pcs", "'@sum"] {
            assert!(text.contains(&format!("a.csv,,7,Amount,{cell},not an amount,")), "{cell} in {text}");
        }
    }

    #[test]
    fn quotes_and_line_breaks_stay_in_their_cell() {
        let left_out = vec![left_out("5\" bracket,\nblack", "not an amount", "Correct it")];
        let text = written(FileReport { status: FileStatus::Ready, left_out, ..FileReport::default() });
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 1);
        assert_eq!(&records[0][4], "5\" bracket,\nblack");
    }

    #[test]
    fn refused_files_and_warnings_are_problems_and_totals_are_none() {
        let left_out = vec![left_out("Total 5", "total line", "Nothing to do: totals are counted anew")];
        let text = written(FileReport {
            error: Some("The file is empty (0 bytes). Export it again".to_owned()),
            warnings: vec!["The file's own total in row 9 differs by 5.00".to_owned()],
            left_out,
            sheet: Some("March".to_owned()),
            ..FileReport::default()
        });
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "a.csv,March,,,,The file is empty (0 bytes),Export it again",
                "a.csv,March,,,,The file's own total in row 9 differs by 5.00,",
            ]
        );
    }

    #[test]
    fn the_way_out_is_the_last_sentence() {
        assert_eq!(parts("The file is a PDF. Export it as CSV"), ("The file is a PDF", "Export it as CSV"));
        assert_eq!(parts("Made by Delta Inc. for J. Smith"), ("Made by Delta Inc. for J. Smith", ""));
        assert_eq!(parts("It is empty (0 bytes). Export it again"), ("It is empty (0 bytes)", "Export it again"));
        assert_eq!(parts("One thing"), ("One thing", ""));
    }
}
