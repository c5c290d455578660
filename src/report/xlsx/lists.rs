//! The call list, the customers, and what was read.

use rust_xlsxwriter::XlsxError;

use super::sheet::{Book, Cell, Column, Shown, words};
use crate::model::finding::{Finding, Level, TrackRecord};
use crate::model::source::WRITTEN_BY;
use crate::model::weekly::Weekly;
use crate::model::{Customer, CustomerIdx, Dataset, Day};
use crate::review::since_then::relevant;
use crate::review::{Call, Review, calls, wording};

const CALLS: [Column; 12] = [
    Column::of("Level", 8.0),
    Column::of("Changed", 10.0),
    Column::of("Customer", 28.0),
    Column::of("What", 24.0),
    Column::of("Told", 60.0),
    Column::money("A year at risk"),
    Column::of("Since", 12.0),
    Column::of("How sure", 9.0),
    Column::of("The same rule on your past", 24.0),
    Column::of("Clears when", 44.0),
    Column::of("What to say", 60.0),
    Column::of("Decided", 40.0),
];

/// Customers with a risk in the order of the screen, then markets, chances and capacity.
pub fn call_list(book: &mut Book<'_>, dataset: &Dataset, review: &Review, weekly: &Weekly) -> Result<(), XlsxError> {
    let list = calls::calls(review);
    let mut rows: Vec<Vec<Cell>> = list.iter().map(|call| call_row(dataset, review, weekly, call)).collect();
    for market in &review.markets {
        let level = if market.signal.is_opportunity() { Level::Chance } else { Level::Watch };
        let told = wording::plain(&wording::market_facts(dataset, market).join("; "));
        rows.push(vec![
            words(wording::level_word(level)),
            words(wording::trend_word(market.trend)),
            words(dataset.label(market.label)),
            words(wording::signal_title(market.signal)),
            words(told),
            Cell::Money(market.money_at_risk),
            Cell::Date(market.since),
            Cell::Share(market.score()),
            words(market.track_record.map_or(String::new(), record)),
            words(wording::market_clears(market)),
        ]);
    }
    for finding in calls::chances(review) {
        let mut row = vec![
            words(wording::level_word(Level::Chance)),
            words(wording::trend_word(finding.trend)),
            words(name(dataset, finding.customer)),
            words(wording::phrase(finding.signal)),
        ];
        row.extend(told_cells(dataset, &[finding], Cell::Empty));
        rows.push(row);
    }
    for load in review
        .outlook
        .volume
        .iter()
        .flat_map(|volume| volume.flags(dataset).into_iter().map(move |load| (volume, load)))
    {
        let (volume, load) = load;
        let who = wording::line_name(dataset, load.process);
        let told = wording::load_sentence(dataset, volume, &load);
        let clears = wording::load_clears(dataset, volume, &load);
        let mut row = vec![words("Watch"), Cell::Empty, words(who), words("capacity"), words(told)];
        row.extend([Cell::Empty, Cell::Empty, Cell::Share(load.chance), Cell::Empty, words(clears)]);
        rows.push(row);
    }
    let sum: i64 = list.iter().filter(|call| call.level == Level::Act).map(|call| call.money).sum();
    let decimals = crate::model::money::decimals(dataset.currency.as_deref());
    let mut above = vec![vec![words(wording::headline(review, dataset))]];
    if book.has_money() {
        let end = 4 + rows.len().max(1);
        let formula = format!("=SUMIF(A5:A{end},\"{}\",F5:F{end})", wording::level_word(Level::Act));
        let sum = sum as f64 / 10_f64.powi(decimals.cast_signed());
        // Beside its column stands the sum of it, with room for the words before.
        let label = words("A year at risk with those to call");
        let sum = Cell::Formula(formula, sum, Shown::Money);
        above.push(vec![label, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, sum]);
    } else {
        above.push(vec![words("Amounts are masked")]);
    }
    book.sheet("Call list", &above, &CALLS, rows.into_iter())?;
    Ok(())
}

fn call_row(dataset: &Dataset, review: &Review, weekly: &Weekly, call: &Call) -> Vec<Cell> {
    let told = call.told(review);
    let decided = relevant(dataset, weekly, review, call.customer)
        .map(|decision| wording::plain(&wording::decided_before(dataset, review, call.customer, decision)));
    let decided: Vec<String> = decided.collect();
    let mut row = vec![
        words(wording::level_word(call.level)),
        words(wording::trend_word(call.trend)),
        words(name(dataset, call.customer)),
        words(call.phrase(review)),
    ];
    row.extend(told_cells(dataset, &told, Cell::Money(call.money)));
    row.push(words(decided.join("\n")));
    row
}

/// What is told of findings, money, since, how sure, past, clears, what to say.
fn told_cells(dataset: &Dataset, told: &[&Finding], money: Cell) -> Vec<Cell> {
    let lines = |line: &dyn Fn(&Finding) -> String| words(told.iter().map(|f| line(f)).collect::<Vec<_>>().join("\n"));
    let first = told.first();
    vec![
        lines(&|finding| wording::sentence(dataset, finding)),
        money,
        first.map_or(Cell::Empty, |finding| Cell::Date(finding.since)),
        first.map_or(Cell::Empty, |finding| Cell::Share(finding.score())),
        words(first.and_then(|finding| finding.track_record).map_or(String::new(), record)),
        lines(&wording::clears),
        lines(&|finding| wording::talking_point(dataset, finding)),
    ]
}

fn record(record: TrackRecord) -> String {
    let TrackRecord { n_flagged, n_came_true, n_open, .. } = record;
    format!("{n_came_true} of {} came true", n_flagged - n_open.min(n_flagged))
}

fn name(dataset: &Dataset, customer: CustomerIdx) -> &str {
    &dataset.customers[customer as usize].name
}

const CUSTOMERS: [Column; 13] = [
    Column::of("Customer", 28.0),
    Column::of("Number", 12.0),
    Column::of("Industry", 20.0),
    Column::of("Terms", 12.0),
    Column::money("Revenue of 12 months"),
    Column::money("The 12 before"),
    Column::of("Orders again in 13 weeks", 12.0),
    Column::of("Last order", 12.0),
    Column::of("Next order", 12.0),
    Column::of("Not before", 12.0),
    Column::of("Not after", 12.0),
    Column::of("Flags", 30.0),
    Column::money("A year at risk"),
];

/// Every customer of the review.
pub fn customer_list(book: &mut Book<'_>, dataset: &Dataset, review: &Review) -> Result<(), XlsxError> {
    let rows = review.customers.iter().map(|answer| {
        let Customer { id, name, industry, terms, .. } = &dataset.customers[answer.customer as usize];
        let date = |day: Option<Day>| day.map_or(Cell::Empty, Cell::Date);
        let flags: Vec<&str> = answer.signals.iter().map(|signal| wording::phrase(*signal)).collect();
        vec![
            words(name.as_str()),
            words(id.as_str()),
            words(industry.as_deref().unwrap_or_default()),
            words(terms.as_deref().unwrap_or_default()),
            Cell::Money(answer.revenue_12m),
            Cell::Money(answer.revenue_before),
            answer.orders_again_13w.map_or(Cell::Empty, Cell::Share),
            date(answer.last_order),
            date(answer.next_order.map(|next| next.expected)),
            date(answer.next_order.map(|next| next.from)),
            date(answer.next_order.map(|next| next.to)),
            words(flags.join(", ")),
            Cell::Money(answer.money_at_risk),
        ]
    });
    book.sheet("Customers", &[], &CUSTOMERS, rows)?;
    Ok(())
}

const READ: [Column; 7] = [
    Column::of("File", 34.0),
    Column::of("Sheet", 16.0),
    Column::of("Understood as", 18.0),
    Column::of("From", 12.0),
    Column::of("To", 12.0),
    Column::of("Rows used", 12.0),
    Column::of("Left out", 12.0),
];

/// The files, and what the numbers were made with.
pub fn what_was_read(
    book: &mut Book<'_>,
    dataset: &Dataset,
    review: &Review,
    weekly: &Weekly,
) -> Result<(), XlsxError> {
    let mut above = vec![
        vec![words(format!("{WRITTEN_BY} {}", env!("CARGO_PKG_VERSION")))],
        vec![words("As of"), Cell::Date(review.as_of)],
        vec![words("Data to"), Cell::Date(review.data_end)],
        vec![words("Limits"), words(wording::limits(dataset, &weekly.limits))],
    ];
    above.extend(wording::people_left_out(dataset).map(|line| vec![words(line)]));
    let rows = dataset.sources.iter().map(|source| {
        let date = |day: Option<Day>| day.map_or(Cell::Empty, Cell::Date);
        vec![
            words(source.file.as_str()),
            source.sheet.as_deref().map_or(Cell::Empty, words),
            words(source.kind.map_or("not used", |kind| kind.title())),
            date(source.first_on),
            date(source.last_on),
            Cell::Whole(source.n_used as f64),
            Cell::Whole(source.n_left_out as f64),
        ]
    });
    book.sheet("What was read", &above, &READ, rows)?;
    Ok(())
}
