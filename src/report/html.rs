//! `review.html`: one self-contained file that opens anywhere, prints well, and needs no script.

use std::collections::BTreeMap;

use minijinja::{Environment, Value, context};

use super::chart::svg::{bars, svg};
use super::chart::{Chart, Frame};
use super::charts::chart_of_finding;
use super::table_spec::{Cell, ColumnKind, TableColumn, TableSpec};
use super::trend_tables::trend_tables;
use crate::import::FileReport;
use crate::model::finding::{Evidence, Finding, Level, MarketFinding, Member, Signal};
use crate::model::money::{self, NO_AMOUNT};
use crate::model::source::WRITTEN_BY;
use crate::model::weekly::Weekly;
use crate::model::{CustomerIdx, Dataset, Day, RowRef, WEEK};
use crate::review::since_then::relevant;
use crate::review::{Call, PastChange, Review, calls, wording};

const TEMPLATE: &str = include_str!("../../assets/report.html");

/// How pages look.
pub const STYLE: &str = include_str!("../../assets/report.css");

/// So many left-out rows are listed; beyond that the count stands with the file.
const MOST_LEFT_OUT: usize = 500;

/// The size of a chart, in points.
const CHART_SIZE: [f32; 2] = [640.0, 176.0];

/// So many customers get a card with a chart; the others a line.
const MOST_CARDS: usize = 30;

/// Writes the report. Every text from a file is escaped. Fails only on a fault in the template, which would be
/// a fault of ours and not of the files.
pub fn review(dataset: &Dataset, review: &Review, weekly: &Weekly, imports: &[FileReport]) -> Result<String, String> {
    render(dataset, review, weekly, imports).map_err(|error| format!("The report could not be written: {error}"))
}

fn render(
    dataset: &Dataset,
    review: &Review,
    weekly: &Weekly,
    imports: &[FileReport],
) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_template("report.html", TEMPLATE)?;
    let calls = calls(review);
    let cards: Vec<Value> = calls.iter().take(MOST_CARDS).map(|call| card(dataset, review, weekly, call)).collect();
    let others: Vec<Value> = calls.iter().skip(MOST_CARDS).map(|call| line(dataset, review, call)).collect();
    environment.get_template("report.html")?.render(context! {
        style => Value::from_safe_string(STYLE.to_owned()),
        written_by => WRITTEN_BY,
        version => env!("CARGO_PKG_VERSION"),
        headline => wording::headline(review, dataset),
        as_of => format!("{} {}", review.as_of.weekday_name(), review.as_of.long()),
        since_before => wording::since_before(review),
        coverage => wording::coverage(review),
        cards => cards,
        watch => others,
        markets => review.markets.iter().map(|market| market_value(dataset, market)).collect::<Vec<_>>(),
        trends => trend_tables(dataset, review).iter().map(|card| trend_table(&card.table)).collect::<Vec<_>>(),
        trends_headline => wording::revenue_headline(dataset, review),
        chances => calls::chances(review).iter().map(|finding| chance(dataset, review, finding)).collect::<Vec<_>>(),
        set_aside => set_aside(dataset, review),
        past => past(dataset, review),
        past_title => format!("The review of {} would be told otherwise now", review.since.on.long()),
        cannot_judge => cannot_judge(dataset, review),
        sources => dataset.sources.iter().map(source).collect::<Vec<_>>(),
        left_out => left_out(imports),
        people_left_out => wording::people_left_out(dataset),
    })
}

/// An industry or a finish, with its customers and its orders.
fn market_value(dataset: &Dataset, market: &MarketFinding) -> Value {
    let name = |customer: CustomerIdx| dataset.customers[customer as usize].name.as_str();
    let member =
        |member: &Member| context! { name => name(member.customer), fact => wording::member_fact(market, member) };
    context! {
        is_chance => market.signal.is_opportunity(),
        name => dataset.label(market.label),
        title => wording::signal_title(market.signal),
        trend => wording::trend_word(market.trend),
        set_aside => market.set_aside.map(wording::set_aside),
        facts => wording::market_facts(dataset, market).iter().map(|fact| pieces(fact)).collect::<Vec<_>>(),
        evidence_line => format!("{} · {}", wording::market_evidence(market), wording::market_clears(market)),
        members => market.members.iter().map(member).collect::<Vec<_>>(),
    }
}

/// A table of what moves in the shop.
fn trend_table(table: &TableSpec) -> Value {
    let columns = table.columns.iter().map(|column| {
        context! { title => column.title.as_ref(), is_number => column.kind == ColumnKind::Number }
    });
    let cell = |(cell, column): (&Cell, &TableColumn)| {
        let is_number = column.kind == ColumnKind::Number;
        match cell {
            Cell::Text(text) => context! { text => text, is_number => is_number },
            Cell::Bars(heights) => context! { bars => Value::from_safe_string(bars(heights)) },
        }
    };
    let rows = table.rows.iter().map(|row| row.cells.iter().zip(&table.columns).map(cell).collect::<Vec<Value>>());
    context! {
        topic => table.topic,
        title => table.title.as_str(),
        note => table.note,
        columns => columns.collect::<Vec<_>>(),
        rows => rows.collect::<Vec<_>>(),
        n_more => table.n_more,
    }
}

/// A customer that may be planning something.
fn chance(dataset: &Dataset, review: &Review, finding: &Finding) -> Value {
    context! {
        name => dataset.customers[finding.customer as usize].name.as_str(),
        trend => wording::trend_word(finding.trend),
        finding => told_finding(dataset, review, finding),
    }
}

fn card(dataset: &Dataset, review: &Review, weekly: &Weekly, call: &Call) -> Value {
    let decided = relevant(dataset, weekly, review, call.customer);
    let decided = decided.map(|decision| pieces(&wording::decided_before(dataset, review, call.customer, decision)));
    context! {
        level => call.level.as_str(),
        level_word => wording::level_word(call.level),
        shape => if call.level == Level::Act { "▲" } else { "◆" },
        trend => wording::trend_word(call.trend),
        name => dataset.customers[call.customer as usize].name.as_str(),
        phrase => call.phrase(review),
        money => money::short(call.money, dataset.currency.as_deref()),
        decided => decided.collect::<Vec<_>>(),
        findings => call.told(review).iter().map(|f| told_finding(dataset, review, f)).collect::<Vec<_>>(),
    }
}

fn told_finding(dataset: &Dataset, review: &Review, finding: &Finding) -> Value {
    let chart = chart_of_finding(dataset, review, finding);
    let told = told_rows(dataset, finding);
    context! {
        facts => wording::facts(dataset, finding).iter().map(|fact| pieces(fact)).collect::<Vec<_>>(),
        caption => chart.caption.as_str(),
        chart => Value::from_safe_string(svg(&chart.draw(CHART_SIZE, Frame::Large), &chart.in_words())),
        evidence_line => wording::evidence_line(dataset, finding),
        clears => wording::clears(finding),
        value_title => match finding.signal {
            Signal::Lots => "Parts",
            Signal::Late => "Beyond terms",
            Signal::Rejects => "Rejected of parts",
            Signal::Distress => "Amount, or beyond terms",
            Signal::Mix => "Process, supplier",
            Signal::Interest => "Clicked",
            _ => "Amount",
        },
        rows => finding.evidence.iter().map(|evidence| row(dataset, evidence, &told)).collect::<Vec<_>>(),
    }
}

/// What each row of a customer says: date, number, value.
fn told_rows(dataset: &Dataset, finding: &Finding) -> BTreeMap<RowRef, (Day, String, String)> {
    let (lots, orders, invoices) = (&dataset.lots, &dataset.orders, &dataset.invoices);
    let currency = dataset.currency.as_deref();
    let mut rows = BTreeMap::new();
    if finding.signal == Signal::Lots {
        for i in lots.of(finding.customer) {
            let number = dataset.document_number(lots.order[i]);
            rows.insert(
                lots.at(i),
                (Day(lots.day[i]), number, money::thousands(u64::from(lots.parts[i].unsigned_abs()))),
            );
        }
        return rows;
    }
    if finding.signal == Signal::Rejects {
        let of_customer = orders.of(finding.customer);
        let n = of_customer.len();
        let rejected = dataset.rejections.of_orders(finding.customer, n, finding.windows.now_to + 26 * WEEK);
        for (i, rejected) in of_customer.zip(rejected) {
            let words = format!("{rejected} of {}", orders.parts[i]);
            rows.insert(orders.at(i), (Day(orders.day[i]), dataset.document_number(orders.number[i]), words));
        }
        return rows;
    }
    if finding.signal == Signal::Mix {
        for i in orders.of(finding.customer) {
            let labels = [orders.process[i], orders.supplier[i]].map(|label| dataset.label(label));
            let words = labels.into_iter().filter(|label| !label.is_empty()).collect::<Vec<_>>().join(", ");
            rows.insert(orders.at(i), (Day(orders.day[i]), dataset.document_number(orders.number[i]), words));
        }
        return rows;
    }
    if finding.signal == Signal::Interest {
        let mails = &dataset.mails;
        for i in mails.of(finding.customer) {
            let is_clicked = mails.clicked_on[i] != Day::NONE.0 && mails.clicked_on[i] < finding.windows.now_to.0;
            let words = if is_clicked { "yes" } else { "no" };
            rows.insert(mails.at(i), (Day(mails.day[i]), dataset.label(mails.topic[i]).to_owned(), words.to_owned()));
        }
        return rows;
    }
    for i in orders.of(finding.customer) {
        let amount =
            if orders.amount[i] == NO_AMOUNT { String::new() } else { money::exact(orders.amount[i], currency) };
        rows.insert(orders.at(i), (Day(orders.day[i]), dataset.document_number(orders.number[i]), amount));
    }
    for i in invoices.of(finding.customer) {
        let due = invoices.due[i];
        let beyond = crate::insight::days_beyond_terms(invoices.days(i), finding.windows.now_to);
        let words = beyond
            .map_or(String::new(), |(days, is_open)| format!("{days} days{}", if is_open { " so far" } else { "" }));
        rows.insert(invoices.at(i), (Day(due), dataset.document_number(invoices.number[i]), words));
    }
    rows
}

fn row(dataset: &Dataset, evidence: &Evidence, told: &BTreeMap<RowRef, (Day, String, String)>) -> Value {
    let (day, number, value) = told.get(&evidence.at).cloned().unwrap_or((Day::NONE, String::new(), String::new()));
    context! {
        window => if evidence.is_now { "now" } else { "before" },
        date => if day.is_some() { day.long() } else { String::new() },
        number => number,
        value => value,
        file => dataset.sources[usize::from(evidence.at.source)].file.as_str(),
        row => evidence.at.row,
    }
}

fn line(dataset: &Dataset, review: &Review, call: &Call) -> Value {
    let sentences: Vec<String> =
        call.told(review).into_iter().map(|finding| wording::sentence(dataset, finding)).collect();
    context! {
        name => dataset.customers[call.customer as usize].name.as_str(),
        sentence => sentences.join("; "),
        money => money::short(call.money, dataset.currency.as_deref()),
    }
}

/// Flags that the owner does not want to hear of, each with its reason.
fn set_aside(dataset: &Dataset, review: &Review) -> Vec<Value> {
    let findings = calls::set_aside(review).into_values().flatten();
    findings
        .filter_map(|finding| {
            let name = dataset.customers[finding.customer as usize].name.as_str();
            let why = wording::set_aside(finding.set_aside?);
            Some(context! { name => name, sentence => format!("{}: {why}", wording::phrase(finding.signal)) })
        })
        .collect()
}

fn past(dataset: &Dataset, review: &Review) -> Vec<Value> {
    let currency = dataset.currency.as_deref();
    let line = |change: &PastChange| {
        let name = dataset.customers[change.customer as usize].name.as_str();
        context! { name => name, sentence => wording::past_change(change, currency) }
    };
    review.since.past.iter().map(line).collect()
}

fn cannot_judge(dataset: &Dataset, review: &Review) -> Vec<Value> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for item in &review.cannot_judge {
        let why = wording::missing_group(&item.missing);
        let name = dataset.customers[item.customer as usize].name.as_str();
        match groups.iter_mut().find(|(group, _)| *group == why) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => groups.push((why, vec![name])),
        }
    }
    groups.sort_by_key(|(why, names)| (std::cmp::Reverse(names.len()), *why));
    groups.into_iter().map(|(why, names)| context! { why => why, names => names.join(", ") }).collect()
}

fn source(source: &crate::model::Source) -> Value {
    let day = |day: Option<Day>| day.map_or_else(|| "–".to_owned(), Day::long);
    context! {
        file => source.file.as_str(),
        kind => source.kind.map_or("not used", |kind| kind.title()),
        first => day(source.first_on),
        last => day(source.last_on),
        used => money::thousands(source.n_used as u64),
        left_out => money::thousands(source.n_left_out as u64),
    }
}

fn left_out(imports: &[FileReport]) -> Vec<Value> {
    let lines = imports.iter().flat_map(|import| import.left_out.iter().map(move |left| (import, left)));
    lines
        .take(MOST_LEFT_OUT)
        .map(|(import, left)| {
            context! {
                file => import.path.as_str(),
                row => left.row,
                column => left.column.as_deref(),
                why => left.why,
                text => left.text.chars().take(120).collect::<String>(),
            }
        })
        .collect()
}

fn pieces(fact: &str) -> Vec<Value> {
    fact.split("**").enumerate().map(|(i, text)| context! { text => text, strong => i % 2 == 1 }).collect()
}
