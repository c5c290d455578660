//! `review.html`: one self-contained file that opens anywhere, prints well, and needs no script.

use minijinja::{Environment, Value, context};

use super::charts::chart_of_finding;
use super::svg::svg;
use crate::import::FileReport;
use crate::model::finding::{Evidence, Finding, Level, Signal};
use crate::model::money::{self, NO_AMOUNT};
use crate::model::source::WRITTEN_BY;
use crate::model::{CustomerIdx, Dataset, Day};
use crate::review::Review;
use crate::review::wording;

const TEMPLATE: &str = include_str!("../../assets/report.html");

/// So many left-out rows are listed; beyond that the count stands with the file.
const MOST_LEFT_OUT: usize = 500;

/// So many customers get a card with a chart; the others a line.
const MOST_CARDS: usize = 30;

/// Writes the report. Every text from a file is escaped. Fails only on a fault in the template, which would be
/// a fault of ours and not of the files.
pub fn review(dataset: &Dataset, review: &Review, imports: &[FileReport]) -> Result<String, String> {
    render(dataset, review, imports).map_err(|error| format!("The report could not be written: {error}"))
}

fn render(dataset: &Dataset, review: &Review, imports: &[FileReport]) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_template("report.html", TEMPLATE)?;
    let mut customers: Vec<CustomerIdx> = Vec::new();
    for finding in &review.findings {
        if !customers.contains(&finding.customer) {
            customers.push(finding.customer);
        }
    }
    let cards: Vec<Value> =
        customers.iter().take(MOST_CARDS).map(|&customer| card(dataset, review, customer)).collect();
    let others: Vec<Value> =
        customers.iter().skip(MOST_CARDS).map(|&customer| line(dataset, review, customer)).collect();
    environment.get_template("report.html")?.render(context! {
        written_by => WRITTEN_BY,
        version => env!("CARGO_PKG_VERSION"),
        headline => wording::headline(review, dataset),
        as_of => format!("{} {}", review.as_of.weekday_name(), review.as_of.long()),
        since_last_week => wording::since_last_week(review),
        coverage => wording::coverage(review),
        cards => cards,
        watch => others,
        cannot_judge => cannot_judge(dataset, review),
        sources => dataset.sources.iter().map(source).collect::<Vec<_>>(),
        left_out => left_out(imports),
    })
}

fn card(dataset: &Dataset, review: &Review, customer: CustomerIdx) -> Value {
    let findings: Vec<&Finding> = review.findings_of(customer).collect();
    let level = findings.iter().map(|finding| finding.level).min().unwrap_or(Level::Watch);
    let at_risk = findings.iter().map(|finding| finding.money_at_risk).max().unwrap_or(0);
    let told = wording::telling(findings.iter().copied());
    let lead = told.first();
    context! {
        level => level.as_str(),
        level_word => wording::level_word(level),
        shape => if level == Level::Act { "▲" } else { "◆" },
        trend => lead.map_or("", |finding| wording::trend_word(finding.trend)),
        name => dataset.customers[customer as usize].name.as_str(),
        phrase => lead.map_or("", |finding| wording::phrase(finding.signal)),
        money => money::short(at_risk, dataset.currency.as_deref()),
        findings => told.iter().map(|finding| told_finding(dataset, review, finding)).collect::<Vec<_>>(),
    }
}

fn told_finding(dataset: &Dataset, review: &Review, finding: &Finding) -> Value {
    context! {
        facts => wording::facts(finding).iter().map(|fact| pieces(fact)).collect::<Vec<_>>(),
        chart => Value::from_safe_string(svg(&chart_of_finding(dataset, review, finding))),
        evidence_line => wording::evidence_line(finding),
        clears => wording::clears(finding),
        value_title => match finding.signal {
            Signal::Lots => "Parts",
            Signal::Late => "Days beyond terms",
            _ => "Amount",
        },
        rows => finding.evidence.iter().map(|evidence| row(dataset, finding, evidence)).collect::<Vec<_>>(),
    }
}

/// A row of evidence with what it says.
fn row(dataset: &Dataset, finding: &Finding, evidence: &Evidence) -> Value {
    let (lots, orders, invoices) = (&dataset.lots, &dataset.orders, &dataset.invoices);
    let currency = dataset.currency.as_deref();
    let amount = |amount: i64| if amount == NO_AMOUNT { String::new() } else { money::exact(amount, currency) };
    let order = || orders.of(finding.customer).find(|&i| orders.at(i) == evidence.at);
    let invoice = || invoices.of(finding.customer).find(|&i| invoices.at(i) == evidence.at);
    let (day, number, value) = if finding.signal == Signal::Lots {
        let lot = lots.of(finding.customer).find(|&i| lots.at(i) == evidence.at);
        lot.map_or_else(blank, |i| {
            (Day(lots.day[i]), dataset.document_number(lots.order[i]), lots.parts[i].to_string())
        })
    } else if let Some(i) = order() {
        (Day(orders.day[i]), dataset.document_number(orders.number[i]), amount(orders.amount[i]))
    } else if let Some(i) = invoice() {
        let beyond = crate::insight::days_beyond_terms(
            invoices.issued[i],
            invoices.due[i],
            invoices.paid[i],
            finding.windows.now_to,
        );
        let words =
            beyond.map_or(String::new(), |(days, is_open)| format!("{days}{}", if is_open { " so far" } else { "" }));
        (Day(invoices.due[i]), dataset.document_number(invoices.number[i]), words)
    } else {
        blank()
    };
    context! {
        window => if evidence.is_now { "now" } else { "before" },
        date => day.long(),
        number => number,
        value => value,
        file => dataset.sources[usize::from(evidence.at.source)].file.as_str(),
        row => evidence.at.row,
    }
}

fn blank() -> (Day, String, String) {
    (Day(0), String::new(), String::new())
}

fn line(dataset: &Dataset, review: &Review, customer: CustomerIdx) -> Value {
    let sentences: Vec<String> = review.findings_of(customer).map(wording::sentence).collect();
    let at_risk = review.findings_of(customer).map(|finding| finding.money_at_risk).max().unwrap_or(0);
    context! {
        name => dataset.customers[customer as usize].name.as_str(),
        sentence => sentences.join("; "),
        money => money::short(at_risk, dataset.currency.as_deref()),
    }
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
