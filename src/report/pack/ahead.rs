//! What is coming, in the report: the weeks ahead against what can be done, whose order is late, and the money that is expected.

use super::content::{CHART_SIZE, part, picture};
use super::{Block, KeyNumber, Part};
use crate::model::weekly::Weekly;
use crate::model::{Dataset, NO_LABEL, VolumeUnit, WEEK, money};
use crate::report::outlook_charts::{cash_chart, weeks_chart};
use crate::report::table_spec::{TableColumn, TableRow, TableSpec};
use crate::review::outlook::{Series, paid_scores, scores};
use crate::review::{Review, VolumeOutlook, late_orders, wording};

/// So many customers with a late order are listed.
const MOST_LATE: usize = 12;

/// So many open invoices are listed, the likeliest to be late first.
const MOST_INVOICES: usize = 15;

/// An invoice is worth a line where it is likelier than this to be over 30 days late.
const LATE_30: f64 = 0.25;

/// The volume of the shop in its most telling unit.
fn shop(review: &Review) -> Option<(&VolumeOutlook, &Series)> {
    let volume = review.outlook.volume.as_ref().ok()?;
    let series = volume.series(NO_LABEL, *volume.units().first()?)?;
    Some((volume, series))
}

/// One number of the first page: what the next 13 weeks bring.
pub(super) fn number(dataset: &Dataset, review: &Review) -> Option<KeyNumber> {
    let (volume, series) = shop(review)?;
    let value = wording::volume(dataset, series.unit, volume.sum(series).mean);
    Some(KeyNumber { value, label: "in the next 13 weeks".to_owned() })
}

/// The weeks ahead and the money in a line each, for the first page.
pub(super) fn in_short(dataset: &Dataset, review: &Review) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((volume, series)) = shop(review) {
        let range = wording::eight_of_ten(dataset, series.unit, &volume.sum(series));
        lines.push(format!("**{}**; {range}", wording::outlook_headline(dataset, volume, series)));
        lines.extend(volume.loads(dataset).first().map(|load| wording::load_sentence(dataset, volume, load)));
    }
    if let Ok(cash) = &review.outlook.cash {
        let sum: f64 = cash.weeks.iter().take(4).map(|week| week.cash.mean).sum();
        if sum >= 1.0 {
            let sum = wording::volume(dataset, VolumeUnit::Money, sum);
            lines.push(format!("**{sum}** is expected from open invoices in the next 4 weeks"));
        }
    }
    let n_late = late_orders(review).len();
    if n_late > 0 {
        let customers = if n_late == 1 { "customer is".to_owned() } else { format!("{n_late} customers are") };
        let customers = if n_late == 1 { format!("1 {customers}") } else { customers };
        lines.push(format!("**{customers}** later with an order than usual, without a flag yet"));
    }
    lines
}

/// The weeks ahead, and whose order is late.
pub(super) fn coming(dataset: &Dataset, review: &Review, weekly: &Weekly) -> Part {
    let mut blocks = Vec::new();
    match &review.outlook.volume {
        Ok(_) => {
            if let Some((volume, series)) = shop(review) {
                blocks.extend(weeks(dataset, volume, series));
                let score = scores(volume, dataset, &weekly.forecasts, series.process, series.unit);
                blocks.extend(score.map(|score| Block::words(&wording::score_in_words(Some(&score), true))));
            }
        }
        Err(why) => blocks.push(Block::words(&wording::no_volume(*why))),
    }
    let late = late_orders(review);
    if !late.is_empty() {
        blocks.push(Block::Heading("Later with an order than usual".to_owned()));
        let row = |answer: &&crate::review::CustomerAnswer| {
            let name = dataset.customers[answer.customer as usize].name.clone();
            TableRow::of([name, wording::late_order(dataset, answer, review.as_of)])
        };
        let columns = ["Customer", "What"].map(TableColumn::words);
        let table = TableSpec::of(columns.into(), late.iter().map(row).collect());
        blocks.push(Block::Table(table.at_most(MOST_LATE)));
    }
    part("What is coming", blocks)
}

fn weeks(dataset: &Dataset, volume: &VolumeOutlook, series: &Series) -> Vec<Block> {
    let sum = volume.sum(series);
    let mut said = vec![
        format!("**{}**", wording::outlook_headline(dataset, volume, series)),
        wording::eight_of_ten(dataset, series.unit, &sum),
    ];
    if let Some(forecast) = &series.forecast {
        said.extend(wording::past_in_short(&forecast.past));
    }
    said.extend(wording::on_the_books(dataset, series));
    let mut blocks = vec![Block::words(&said.join(" · "))];
    for load in volume.loads(dataset) {
        blocks.push(Block::words(&wording::load_sentence(dataset, volume, &load)));
    }
    if let Some(chart) = weeks_chart(dataset, volume, series.process, series.unit, None) {
        blocks.push(picture(&chart, [CHART_SIZE[0], 220.0]));
    }
    blocks.push(Block::Table(weeks_table(dataset, volume, series)));
    blocks
}

fn weeks_table(dataset: &Dataset, volume: &VolumeOutlook, series: &Series) -> TableSpec {
    let ranges = volume.ranges(series);
    let capacity = |week: usize| volume.capacity_of(dataset, series, week);
    let has_capacity = (0..ranges.len()).any(|week| capacity(week).is_some());
    let mut columns = vec![TableColumn::words("Week of"), TableColumn::number("Days of work")];
    columns.extend(["Expected", "8 of 10 times", "A year before"].map(TableColumn::number));
    columns.extend(series.booked.is_some().then(|| TableColumn::number("On the books")));
    columns.extend(has_capacity.then(|| TableColumn::number("Can be done")));
    columns.extend(has_capacity.then(|| TableColumn::number("Load")));
    let value = |value: Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |value| wording::bare_volume(dataset, series.unit, value))
    };
    let row = |(week, range): (usize, &crate::model::Range)| {
        let monday = volume.monday(week);
        let mut cells = vec![
            monday.long(),
            wording::number(volume.work(week)),
            value(Some(range.mean)),
            wording::from_to(dataset, series.unit, range.low80, range.high80),
            value(volume.came(series, monday - 52 * WEEK)),
        ];
        cells.extend(series.booked.is_some().then(|| value(volume.booked(series, week))));
        if has_capacity {
            let can = capacity(week);
            let load = can.filter(|can| *can > 0.0).map(|can| 100.0 * range.mean / can);
            cells.push(value(can));
            cells.push(load.map_or_else(|| "–".to_owned(), |load| format!("{} %", wording::number(load.round()))));
        }
        TableRow::of(cells)
    };
    TableSpec::of(columns, ranges.iter().enumerate().map(row).collect())
}

/// The money of the open invoices.
pub(super) fn cash(dataset: &Dataset, review: &Review, weekly: &Weekly) -> Part {
    let title = "What will be paid";
    let cash = match &review.outlook.cash {
        Ok(cash) => cash,
        Err(why) => return part(title, vec![Block::words(&wording::no_cash(*why))]),
    };
    if cash.invoices.is_empty() {
        return part(title, Vec::new());
    }
    let mut blocks = vec![picture(&cash_chart(dataset, cash), [CHART_SIZE[0], 200.0])];
    let shown = paid_scores(dataset, cash, &weekly.forecasts).map(|score| wording::score_in_words(Some(&score), true));
    blocks.extend(shown.or_else(|| wording::cash_past_in_words(&cash.past)).map(|words| Block::words(&words)));
    let mut late: Vec<_> = cash.invoices.iter().filter(|invoice| invoice.late_30 >= LATE_30).collect();
    late.sort_by(|a, b| b.late_30.total_cmp(&a.late_30).then(b.amount.cmp(&a.amount)).then(a.place.cmp(&b.place)));
    if !late.is_empty() {
        let currency = dataset.currency.as_deref();
        let row = |invoice: &&crate::insight::forecast::cash::ExpectedPayment| {
            let known = Some(invoice.amount).filter(|amount| *amount != money::NO_AMOUNT);
            TableRow::of([
                dataset.document_number(dataset.invoices.number[invoice.place]),
                dataset.customers[invoice.customer as usize].name.clone(),
                invoice.due.long(),
                invoice.expected.long(),
                format!("{} %", wording::percent(invoice.late_30)),
                known.map_or_else(|| "–".to_owned(), |amount| money::exact(amount, currency)),
            ])
        };
        let columns = vec![
            TableColumn::words("Invoice"),
            TableColumn::words("Customer"),
            TableColumn::words("Due"),
            TableColumn::words("Expected"),
            TableColumn::number("Over 30 days late"),
            TableColumn::number("Amount"),
        ];
        blocks.push(Block::Heading("Open invoices that may be over 30 days late".to_owned()));
        let table = TableSpec::of(columns, late.iter().map(row).collect());
        blocks.push(Block::Table(table.at_most(MOST_INVOICES)));
    }
    part(title, blocks)
}
