//! What moves in the shop, as tables: the same in the window and in the report.

use super::chart::Chart;
use super::chart::drawing::Lead;
use super::table_spec::{Cell, ColumnKind, TableColumn, TableRow, TableSpec};
use super::trend_charts;
use crate::insight::shop::{Cut, Share, Shares};
use crate::model::labels::{Label, NO_LABEL};
use crate::model::money::{self, Minor};
use crate::model::{CustomerIdx, Dataset, Limits};
use crate::review::rows_of::Figure;
use crate::review::scoreboard::{Scored, scoreboard};
use crate::review::{Review, Trends, wording};

/// The topic of the table in which the owner says what a set-up costs.
pub const SET_UPS: &str = "Set-ups";

/// The topic of the table in which the owner says what a week should reach.
pub const SCOREBOARD: &str = "Scoreboard";

/// So many rows of a table are shown.
const MOST_ROWS: usize = 8;

/// So many customers that brought less, and so many that brought more.
const MOST_DRIVERS: usize = 4;

const YEAR_BEFORE: &str = "Year before";
const NOW: &str = "Now";
const NOTHING: &str = "–";

/// A question about the shop: its chart, where it has one, and its rows.
pub struct TrendCard {
    /// Drawn above the rows.
    pub chart: Option<TrendChart>,
    /// The finding and its rows.
    pub table: TableSpec,
}

/// A chart, and how much room it needs.
pub struct TrendChart {
    /// What is drawn.
    pub chart: Box<dyn Chart>,
    /// Its height in points.
    pub height: f32,
    /// Whether it needs the whole width of the page.
    pub is_wide: bool,
    /// Whether it says all that the rows say.
    pub says_all: bool,
}

/// The answers that this shop's files can give.
pub fn trend_tables(dataset: &Dataset, review: &Review) -> Vec<TrendCard> {
    let trends = &review.trends;
    let mut cards = Vec::new();
    let mut add = |chart: Option<TrendChart>, table: Option<TableSpec>| {
        cards.extend(table.map(|table| TrendCard { chart, table }));
    };
    add(trend_charts::bridge(dataset, review), drivers(dataset, review));
    add(trend_charts::diffusion(dataset, review), industries(dataset, review));
    add(None, growing(dataset, review));
    for of in &trends.shares {
        add(trend_charts::shares(dataset, of), Some(shares(dataset, of)));
    }
    add(None, concentration(review));
    add(None, ends(dataset, review));
    add(None, paying(dataset, review));
    add(trend_charts::reject_months(&review.trends.reject_months), reasons(dataset, review));
    add(None, lines(dataset, review));
    add(trend_charts::lot_map(dataset, review), set_ups(dataset, review));
    add(None, quotes(dataset, review));
    add(None, shows(dataset, review));
    cards
}

/// The last 13 weeks against their goals; `None` where nothing is measured.
pub fn scoreboard_card(dataset: &Dataset, review: &Review, limits: &Limits) -> Option<TrendCard> {
    let board = scoreboard(dataset, review, &limits.goals());
    let line = |scored: &Scored| {
        let value = |value: Option<f64>| {
            value.map_or_else(|| NOTHING.to_owned(), |value| wording::measured(dataset, scored.measure, value))
        };
        let most = scored.weeks.iter().flatten().fold(0.0_f64, |most, week| most.max(*week));
        let bars = scored.weeks.iter().map(|week| (week.unwrap_or(0.0) / most.max(1e-9)).clamp(0.0, 1.0)).collect();
        let met = scored.met().map_or_else(|| NOTHING.to_owned(), |(n, of)| format!("{n} of {of}"));
        let last = scored.weeks.iter().rev().flatten().next().copied();
        row(vec![
            wording::measure(dataset, scored.measure).into(),
            value(scored.goal).into(),
            value(last).into(),
            Cell::Bars(bars),
            met.into(),
        ])
    };
    let mut columns = columns("A week", &["Goal", "Last"]);
    columns.extend([
        TableColumn { kind: ColumnKind::Bars, ..TableColumn::words("13 weeks") },
        TableColumn::number("Reached"),
    ]);
    let table = TableSpec {
        topic: SCOREBOARD,
        title: wording::scoreboard_title(dataset, &board),
        note: "finished weeks; the goal is what you say, else the mean of the same weeks of the year before",
        columns,
        rows: board.iter().map(line).collect(),
        n_more: 0,
    };
    (!board.is_empty()).then_some(TrendCard { chart: None, table })
}

/// How the customers of each industry move, the one that cools most first.
fn industries(dataset: &Dataset, review: &Review) -> Option<TableSpec> {
    let list = &review.trends.diffusion;
    let line = |of: &crate::review::Diffusion| {
        let index =
            |place: usize| of.points.get(place).map_or_else(|| NOTHING.to_owned(), |p| wording::number(p.1.round()));
        let newest = of.points.len() - 1;
        // 28 weeks before.
        let was = newest.checked_sub(7).map_or_else(|| NOTHING.to_owned(), index);
        let n = of.points.last().map_or(0, |point| point.2);
        row(vec![dataset.label(of.industry).into(), was.into(), index(newest).into(), n.to_string().into()])
    };
    let table = TableSpec {
        topic: "Industries",
        title: wording::diffusion_title(dataset, review),
        note: "customers that order more than in the 78 weeks before count 100, those that order less 0, the others 50; each over 13 weeks, season taken out. 50 is flat",
        columns: columns("Industry", &["Half a year ago", NOW, "Customers"]),
        rows: list.iter().map(line).collect(),
        n_more: 0,
    };
    (!list.is_empty()).then(|| table.at_most(MOST_ROWS))
}

/// Customers whose revenue of 12 months moved most against the 12 before, the largest fall first.
fn drivers(dataset: &Dataset, review: &Review) -> Option<TableSpec> {
    review.trends.revenue.1?;
    let moved = |answer: &crate::review::CustomerAnswer| answer.revenue_12m - answer.revenue_before;
    let mut all: Vec<_> = review.customers.iter().filter(|answer| moved(answer) != 0).collect();
    all.sort_by_key(|answer| (moved(answer), answer.customer));
    let n_down = all.iter().filter(|answer| moved(answer) < 0).count().min(MOST_DRIVERS);
    let n_up = all.iter().filter(|answer| moved(answer) > 0).count().min(MOST_DRIVERS);
    let told: Vec<_> = all[..n_down].iter().chain(&all[all.len() - n_up..]).copied().collect();
    let drivers: Vec<(CustomerIdx, Minor)> = told.iter().map(|answer| (answer.customer, moved(answer))).collect();
    let row = |answer: &&crate::review::CustomerAnswer| {
        let sum = |amount: Minor| short(dataset, amount);
        let change = moved(answer);
        let signed = format!("{}{}", if change > 0 { "+" } else { "−" }, sum(change.abs()));
        of_customer(dataset, answer.customer, [sum(answer.revenue_before), sum(answer.revenue_12m), signed])
    };
    Some(TableSpec {
        topic: "Who drove the change",
        title: wording::drivers_title(dataset, &drivers),
        note: "revenue of the last 52 weeks against the 52 before",
        columns: columns("Customer", &[YEAR_BEFORE, NOW, "Change"]),
        rows: told.iter().map(row).collect(),
        n_more: 0,
    })
}

fn growing(dataset: &Dataset, review: &Review) -> Option<TableSpec> {
    let list = &review.trends.growing;
    let row = |growing: &crate::review::Growing| {
        let more = format!("+{} %", wording::number((100.0 * (growing.ratio - 1.0)).round()));
        let of = [wording::number(growing.change.was), wording::number(growing.change.now), more];
        of_customer(dataset, growing.customer, of)
    };
    let table = TableSpec {
        topic: "Who orders more",
        title: wording::growing_title(list.len()),
        note: "orders in 4 weeks, the last 26 weeks against the 78 before; one in ten may be chance; the season is taken out of the last column",
        columns: columns("Customer", &["Before", NOW, "More"]),
        rows: list.iter().map(row).collect(),
        n_more: 0,
    };
    (!list.is_empty()).then(|| table.at_most(MOST_ROWS))
}

fn concentration(review: &Review) -> Option<TableSpec> {
    let (now, before) = (review.trends.customers?, review.trends.customers_before);
    let shares = ["The largest", "The largest three", "The largest ten"].into_iter().enumerate();
    let percent = |share: f64| format!("{} %", wording::percent(share));
    let mut rows: Vec<TableRow> = shares
        .filter(|(place, _)| now.n > [0, 3, 10][*place])
        .map(|(place, name)| {
            let was = before.map_or_else(|| NOTHING.to_owned(), |before| percent(before.largest[place]));
            row(vec![name.into(), was.into(), percent(now.largest[place]).into()])
        })
        .collect();
    let was = before.map_or_else(|| NOTHING.to_owned(), |before| before.n_half.to_string());
    rows.push(row(vec!["Customers that make half".into(), was.into(), now.n_half.to_string().into()]));
    let was = before.map_or_else(|| NOTHING.to_owned(), |before| before.n.to_string());
    rows.push(row(vec!["Customers with an order".into(), was.into(), now.n.to_string().into()]));
    Some(TableSpec {
        topic: "Concentration",
        title: wording::concentration_title(review),
        note: "share of the revenue of 52 weeks",
        columns: columns("", &[YEAR_BEFORE, NOW]),
        rows,
        n_more: 0,
    })
}

/// So many customers are named through whom an end customer comes; the others are counted.
const MOST_THROUGH: usize = 3;

fn ends(dataset: &Dataset, review: &Review) -> Option<TableSpec> {
    let ends = &review.trends.ends;
    let row = |end: &crate::insight::shop::EndCustomer| {
        let names: Vec<&str> = end.through.iter().map(|(customer, _)| name(dataset, *customer)).collect();
        let was = if ends.has_before { short(dataset, end.was) } else { NOTHING.to_owned() };
        row(vec![
            end.name.as_str().into(),
            wording::listed(&names, MOST_THROUGH).into(),
            was.into(),
            short(dataset, end.now).into(),
        ])
    };
    let mut columns = columns("End customer", &["Through", YEAR_BEFORE, NOW]);
    columns[1].kind = ColumnKind::Words;
    let table = TableSpec {
        topic: "End customers",
        title: wording::ends_title(review),
        note: "revenue of 52 weeks of orders that name who stands behind them",
        columns,
        rows: ends.list.iter().map(row).collect(),
        n_more: 0,
    };
    (!ends.list.is_empty()).then(|| table.at_most(MOST_ROWS))
}

fn shares(dataset: &Dataset, shares: &Shares) -> TableSpec {
    let percent = |share: f64| format!("{} %", wording::number((100.0 * share).round()));
    // The one that the title names is always shown.
    let mut list: Vec<&Share> = shares.list.iter().collect();
    if let Some(place) = list.iter().position(|share| Some(*share) == shares.largest_gain()).filter(|&i| i >= MOST_ROWS)
    {
        let gained = list.remove(place);
        list.insert(MOST_ROWS - 1, gained);
    }
    let rows = list.into_iter().map(|share| {
        let (was, now) = shares.was_and_now(share);
        let was = if shares.has_before { percent(was) } else { NOTHING.to_owned() };
        // Each row by its own largest: how it went, beside how much it is.
        let most = share.quarters.into_iter().max().unwrap_or(0).max(1);
        let bars = share.quarters.iter().map(|&quarter| (quarter.max(0) as f64) / most as f64).collect();
        figure_row(
            Figure::Share(shares.cut, share.label),
            vec![
                label(dataset, share.label, wording::undefined_label(shares.cut)).into(),
                Cell::Bars(bars),
                was.into(),
                percent(now).into(),
                share.n_customers.to_string().into(),
            ],
        )
    });
    let (topic, first) = match shares.cut {
        Cut::Process => ("Processes", "Process"),
        Cut::Finish => ("Finishes", "Finish"),
        Cut::Supplier => ("Suppliers", "Supplier"),
        Cut::Industry => ("Markets", "Industry"),
    };
    let mut columns = columns(first, &["Two years", YEAR_BEFORE, NOW, "Customers"]);
    columns[1].kind = ColumnKind::Bars;
    let rows = rows.collect();
    let title = wording::shares_title(dataset, shares);
    let note = "share of the last 26 weeks and of the same weeks a year before; bars are the quarters of two years";
    TableSpec { topic, title, note, columns, rows, n_more: 0 }.at_most(MOST_ROWS)
}

fn paying(dataset: &Dataset, review: &Review) -> Option<TableSpec> {
    let list = &review.trends.paying;
    let days = |paying: Option<crate::insight::shop::Paying>| {
        paying.map_or_else(|| NOTHING.to_owned(), |paying| wording::number(paying.days))
    };
    let row = |market: &crate::insight::shop::MarketPays| {
        let late = market
            .now
            .map_or_else(|| NOTHING.to_owned(), |now| format!("{} %", wording::number((100.0 * now.late).round())));
        let n = market.now.map_or_else(|| NOTHING.to_owned(), |now| money::thousands(now.n as u64));
        let overdue = if market.overdue == 0 { NOTHING.to_owned() } else { short(dataset, market.overdue) };
        figure_row(
            Figure::Paying(market.industry),
            vec![
                label(dataset, market.industry, wording::undefined_label(Cut::Industry)).into(),
                n.into(),
                days(market.was).into(),
                days(market.now).into(),
                late.into(),
                overdue.into(),
            ],
        )
    };
    let table = TableSpec {
        topic: "Who pays when",
        title: wording::paying_title(dataset, review),
        note: "median days beyond terms of the invoices due in 26 weeks and in the same weeks a year before",
        columns: columns("Industry", &["Invoices", YEAR_BEFORE, NOW, "Paid late", "Overdue"]),
        rows: list.iter().map(row).collect(),
        n_more: 0,
    };
    (!list.is_empty()).then(|| table.at_most(2 * MOST_ROWS))
}

fn reasons(dataset: &Dataset, review: &Review) -> Option<TableSpec> {
    let reasons = review.trends.reasons.as_ref().filter(|reasons| !reasons.list.is_empty())?;
    let rate = |n: i64, parts: i64| wording::number(1000.0 * n as f64 / parts.max(1) as f64);
    let of = |was: i64, now: i64| {
        let was = if reasons.has_before { rate(was, reasons.parts.1) } else { NOTHING.to_owned() };
        [was, rate(now, reasons.parts.0)]
    };
    let line = |reason: &crate::insight::shop::Reason| {
        let [was, now] = of(reason.was, reason.now);
        let about = wording::class_word(reason.class);
        let name = label(dataset, reason.label, "no reason given");
        let cells = vec![name.into(), about.into(), was.into(), now.into(), reason.n_customers.to_string().into()];
        figure_row(Figure::Reason(reason.label), cells)
    };
    let mut columns = columns("Reason", &["About", YEAR_BEFORE, NOW, "Customers"]);
    columns[1].kind = ColumnKind::Words;
    let table = TableSpec {
        topic: "Why parts come back",
        title: wording::reasons_title(dataset, review),
        note: "rejected of 1,000 parts, in 26 weeks and in the same weeks a year before",
        columns,
        rows: reasons.list.iter().map(line).collect(),
        n_more: 0,
    };
    Some(table.at_most(MOST_ROWS))
}

fn lines(dataset: &Dataset, review: &Review) -> Option<TableSpec> {
    let reasons = review.trends.reasons.as_ref().filter(|reasons| !reasons.by_process.is_empty())?;
    let rate = |(rejected, parts): (i64, i64)| match parts {
        0 => NOTHING.to_owned(),
        parts => format!("{} %", wording::percent(rejected as f64 / parts as f64)),
    };
    let line = |line: &crate::insight::shop::LineRate| {
        let name = dataset.label(line.process);
        row(vec![name.into(), rate(line.was).into(), rate(line.now).into(), line.n_customers.to_string().into()])
    };
    Some(TableSpec {
        topic: "Our own lines",
        title: wording::process_title(dataset, review),
        note: "rejected parts of a process; one that rises for many customers is a matter of the line and not of theirs",
        columns: columns("Process", &[YEAR_BEFORE, NOW, "Customers"]),
        rows: reasons.by_process.iter().map(line).collect(),
        n_more: 0,
    })
}

fn set_ups(dataset: &Dataset, review: &Review) -> Option<TableSpec> {
    let Trends { set_ups, .. } = &review.trends;
    let line = |extra: &crate::insight::shop::ExtraSetUps| {
        let mut cells = vec![
            wording::number(extra.lot.0),
            wording::number(extra.lot.1),
            wording::number(extra.lots_a_year.round()),
            wording::number(extra.extra_a_year.round()),
        ];
        #[expect(clippy::cast_possible_truncation, reason = "a few thousand set-ups")]
        cells.extend(set_ups.cost.map(|cost| short(dataset, (extra.extra_a_year * cost as f64).round() as Minor)));
        of_customer(dataset, extra.customer, cells)
    };
    let mut numbers = vec!["Lot before", "Lot now", "Lots a year", "More set-ups"];
    numbers.extend(set_ups.cost.map(|_| "A year"));
    let table = TableSpec {
        topic: SET_UPS,
        title: wording::set_ups_title(dataset, review),
        note: "median parts per lot of the last 26 weeks against the 52 before; lots a year × (1 − lot now ÷ lot before). The title holds all customers, also those whose lots grew",
        columns: columns("Customer", &numbers),
        rows: set_ups.list.iter().map(line).collect(),
        n_more: 0,
    };
    (set_ups.n_judged > 0).then(|| table.at_most(MOST_ROWS))
}

fn quotes(dataset: &Dataset, review: &Review) -> Option<TableSpec> {
    let list = &review.trends.quotes;
    let line = |quotes: &crate::insight::shop::Quotes| {
        let decided = quotes.n_won + quotes.n_lost;
        let won = if decided == 0 {
            NOTHING.to_owned()
        } else {
            format!("{} %", wording::number((100.0 * quotes.n_won as f64 / decided as f64).round()))
        };
        let open = if quotes.open == 0 { NOTHING.to_owned() } else { short(dataset, quotes.open) };
        let name = label(dataset, quotes.process, "not said");
        row(vec![name.into(), quotes.n.to_string().into(), decided.to_string().into(), won.into(), open.into()])
    };
    (!list.is_empty()).then(|| TableSpec {
        topic: "Quotes",
        title: wording::quotes_title(dataset, review),
        note: "won or lost by what the file says, else by whether the process was ordered within 13 weeks",
        columns: columns("Process", &["Quotes", "Decided", "Won of these", "Open"]),
        rows: list.iter().map(line).collect(),
        n_more: 0,
    })
}

fn shows(dataset: &Dataset, review: &Review) -> Option<TableSpec> {
    let list = &review.trends.shows;
    let change = |ratio: Option<f64>| {
        ratio.map_or_else(
            || NOTHING.to_owned(),
            |ratio| {
                let change = (100.0 * (ratio - 1.0)).round();
                format!("{}{} %", if change > 0.0 { "+" } else { "" }, wording::number(change))
            },
        )
    };
    let line = |show: &crate::insight::shop::Show| {
        let so_far = if show.is_over { "" } else { " so far" };
        row(vec![
            format!("{}, {}", show.name, show.day.long()).into(),
            show.met.len().to_string().into(),
            show.n_quotes.to_string().into(),
            format!("{}{so_far}", short(dataset, show.after)).into(),
            change(show.ratio).into(),
            change(show.ratio_of_others).into(),
        ])
    };
    let table = TableSpec {
        topic: "Trade shows",
        title: wording::shows_title(list.len()),
        note: "what the customers that were met ordered in the 26 weeks after, against the same weeks a year before, and what all others did",
        columns: columns("Show", &["Met", "Quotes", "Ordered", "Against before", "Others"]),
        rows: list.iter().map(line).collect(),
        n_more: 0,
    };
    (!list.is_empty()).then(|| table.at_most(MOST_ROWS))
}

/// Words at the left, and numbers.
fn columns(first: &'static str, numbers: &[&'static str]) -> Vec<TableColumn> {
    let numbers = numbers.iter().map(|title| TableColumn { title: (*title).into(), kind: ColumnKind::Number });
    std::iter::once(TableColumn { title: first.into(), kind: ColumnKind::Words }).chain(numbers).collect()
}

/// A row that leads to what it rests on.
fn figure_row(figure: Figure, cells: Vec<Cell>) -> TableRow {
    TableRow { cells, lead: Lead::Figure(figure) }
}

fn row(cells: Vec<Cell>) -> TableRow {
    TableRow { cells, lead: Lead::Nowhere }
}

fn of_customer(dataset: &Dataset, customer: CustomerIdx, cells: impl IntoIterator<Item = String>) -> TableRow {
    let cells = std::iter::once(name(dataset, customer).into()).chain(cells.into_iter().map(Cell::Text)).collect();
    TableRow { cells, lead: Lead::Customer(customer) }
}

fn name(dataset: &Dataset, customer: CustomerIdx) -> &str {
    &dataset.customers[customer as usize].name
}

fn label<'d>(dataset: &'d Dataset, label: Label, without: &'d str) -> &'d str {
    if label == NO_LABEL { without } else { dataset.label(label) }
}

fn short(dataset: &Dataset, amount: Minor) -> String {
    money::short(amount, dataset.currency.as_deref())
}
