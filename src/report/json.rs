//! `review.json` and `inspect --json`: names and meanings are fixed, so that owners can automate.

use serde::Serialize;
use serde_json::{Value, json};

use super::outlook_json;
use crate::import::FileReport;
use crate::import::problem::DateOrder;
use crate::insight::shop::{Class, Concentration, Cut, Measure, Paying, Share, Shares};
use crate::model::customer::addresses;
use crate::model::finding::{Evidence, Finding, MarketFinding, TrackRecord};
use crate::model::labels::Label;
use crate::model::sales::{Relation, SameSales, SourceSales};
use crate::model::weekly::{Decision, Weekly};
use crate::model::{Alias, CustomerIdx, Dataset, Day, Field, Form, Kind};
use crate::review::since_then::is_to_be_done;
use crate::review::wording::{self, clears, missing, sentence};
use crate::review::{Cleared, CustomerAnswer, PastChange, Review, Why};

/// How much of people the report tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct People {
    /// Whether e-mail addresses are written in full.
    pub with_addresses: bool,
}

/// The review as JSON, to be written straight into a file: its evidence may be long.
pub fn review<'a>(dataset: &'a Dataset, review: &'a Review, weekly: &'a Weekly, people: People) -> impl Serialize + 'a {
    ReviewJson {
        schema: 1,
        as_of: day(review.as_of),
        data_end: day(review.data_end),
        currency: dataset.currency.as_deref(),
        sources: (0..).zip(&dataset.sources).map(|(place, of)| source(of, dataset.sales_of.get(&place))).collect(),
        same_sales: dataset.same_sales.iter().map(|same| same_sales(dataset, same)).collect(),
        customers: review.customers.iter().map(|answer| customer(dataset, review, answer, people)).collect(),
        compared_with: json!({ "date": day(review.since.on), "closed": review.since.is_closed }),
        cleared: review.since.cleared.iter().map(|cleared| cleared_flag(dataset, *cleared)).collect(),
        past_changed: review.since.past.iter().map(|change| past_change(dataset, change)).collect(),
        decisions: weekly.decisions.iter().filter(|decision| decision.review <= review.as_of).map(decision).collect(),
        people_left_out: dataset.not_to_contact.len(),
        findings: review
            .findings
            .iter()
            .map(|f| finding(dataset, f))
            .chain(review.markets.iter().map(|market| market_finding(dataset, market)))
            .chain(outlook_json::capacity_findings(dataset, review).into_iter().map(FindingJson::without_rows))
            .collect(),
        trends: trends(dataset, review),
        forecast: outlook_json::forecast(dataset, review),
        open_invoices: outlook_json::open_invoices(dataset, review),
        name_suggestions: dataset
            .doubtful_links
            .iter()
            .map(|link| {
                let (a, b) = (id(dataset, link.a), id(dataset, link.b));
                json!({ "a": a, "b": b, "score": rounded(link.score), "why": link.why })
            })
            .collect(),
        cannot_judge: review
            .cannot_judge
            .iter()
            .map(|c| {
                let missing = missing(&c.missing);
                json!({ "entity_id": id(dataset, c.customer), "signal": c.signal.as_str(), "missing": missing })
            })
            .collect(),
    }
}

#[derive(Serialize)]
struct ReviewJson<'a> {
    schema: u32,
    as_of: String,
    data_end: String,
    currency: Option<&'a str>,
    sources: Vec<Value>,
    same_sales: Vec<Value>,
    customers: Vec<Value>,
    compared_with: Value,
    cleared: Vec<Value>,
    past_changed: Vec<Value>,
    decisions: Vec<Value>,
    /// People who unsubscribed, whose mail came back, or who are not to be contacted.
    people_left_out: usize,
    findings: Vec<FindingJson<'a>>,
    trends: Value,
    forecast: Vec<Value>,
    open_invoices: Vec<Value>,
    name_suggestions: Vec<Value>,
    cannot_judge: Vec<Value>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    #[serde(flatten)]
    told: Value,
    evidence: Vec<EvidenceJson<'a>>,
}

impl FindingJson<'_> {
    /// What rests on all rows, and lists none.
    fn without_rows(told: Value) -> Self {
        Self { told, evidence: Vec::new() }
    }
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    row: u32,
    window: &'static str,
}

/// Takes every amount of money out of a review that was written with masked amounts: `null` stands in its place.
pub fn without_amounts(value: &mut Value) {
    match value {
        Value::Object(of) => {
            let is_money = of.get("unit").and_then(Value::as_str) == Some("money");
            for (name, value) in of.iter_mut() {
                let is_amount = name.ends_with("_minor") || name == "quarters" || is_money && value.is_number();
                if is_amount { *value = Value::Null } else { without_amounts(value) }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(without_amounts),
        _ => {}
    }
}

/// What each file is understood to be, as JSON.
pub fn inspect(files: &[FileReport]) -> Value {
    json!({ "files": files.iter().map(file).collect::<Vec<_>>() })
}

/// A file, and what its orders or invoices come to: all of them, and those that count once sales of two files are one.
fn source(source: &crate::model::Source, sales: Option<&SourceSales>) -> Value {
    json!({
        "file": source.file,
        "kind": source.kind.map(Kind::as_str),
        "status": source.status.as_str(),
        "records": source.n_records,
        "left_out": source.n_left_out,
        "first_date": source.first_on.map(day),
        "last_date": source.last_on.map(day),
        "sha256": source.sha256,
        "error": source.error,
        "sales_minor": sales.map(|sales| sales.amount),
        "counted_minor": sales.map(|sales| sales.counted),
    })
}

/// Two files with sales of the same customers in the same time.
fn same_sales(dataset: &Dataset, same: &SameSales) -> Value {
    let file = |place: u16| dataset.sources.get(usize::from(place)).map(|source| source.file.as_str());
    let relation = match same.relation {
        Relation::Same => "same",
        Relation::Different => "different",
        Relation::Open => "open",
    };
    json!({
        "leading": file(same.leading),
        "other": file(same.other),
        "relation": relation,
        "tied": same.ties.len(),
        "alone": same.n_alone,
        "alone_minor": same.alone,
    })
}

/// A flag that stood in the review before and does not now.
fn cleared_flag(dataset: &Dataset, cleared: Cleared) -> Value {
    json!({ "entity_id": id(dataset, cleared.customer), "signal": cleared.signal.as_str(), "why": why(cleared.why) })
}

/// A flag of the closed review before that would be told otherwise now.
fn past_change(dataset: &Dataset, change: &PastChange) -> Value {
    json!({
        "entity_id": id(dataset, change.customer),
        "signal": change.signal.as_str(),
        "told_minor": change.was,
        "now_minor": change.now,
        "why": why(change.why),
    })
}

fn why(why: Why) -> &'static str {
    match why {
        Why::Customer => "customer",
        Why::Rows => "rows",
        Why::Limit => "limit",
        Why::Program => "program",
    }
}

/// What the owner decided, in the words of the screen.
fn decision(decision: &Decision) -> Value {
    json!({
        "review": day(decision.review),
        "entity_id": decision.customer,
        "signals": decision.signals.iter().map(|signal| signal.as_str()).collect::<Vec<_>>(),
        "decided": wording::decided(decision),
        "is_open": is_to_be_done(decision),
    })
}

fn customer(dataset: &Dataset, review: &Review, answer: &CustomerAnswer, people: People) -> Value {
    let customer = &dataset.customers[answer.customer as usize];
    json!({
        "id": customer.id,
        "name": customer.name,
        "aliases": customer.aliases.iter().flat_map(|alias| aliases(dataset, alias, people)).collect::<Vec<_>>(),
        "industry": customer.industry,
        "revenue_12m_minor": answer.revenue_12m,
        "orders_again_13w": answer.orders_again_13w.map(rounded),
        "next_order": answer.next_order.map(|next| json!({
            "expected": day(next.expected), "from": day(next.from), "to": day(next.to),
        })),
        "signals": answer.signals.iter().map(|signal| signal.as_str()).collect::<Vec<_>>(),
        "money_at_risk_minor": answer.money_at_risk,
        "time_line": time_line(dataset, answer.customer, review.as_of, people),
        "silent_because": answer.silent_because.iter().map(|(signal, because)| json!({
            "signal": signal.as_str(), "why": because.as_str(),
        })).collect::<Vec<_>>(),
    })
}

/// What happened lately beside orders and payments, the newest first. What people wrote is told with people in full alone.
fn time_line(dataset: &Dataset, customer: CustomerIdx, at: Day, people: People) -> Vec<Value> {
    const MOST: usize = 10;
    let known = dataset.moments.of(customer).iter().rev().filter(|moment| moment.day < at);
    let told = known.take(MOST).map(|moment| {
        let source = dataset.sources.get(usize::from(moment.at.source));
        json!({
            "date": day(moment.day),
            "kind": moment.kind.as_str(),
            "what": wording::moment_what(dataset, customer, moment, at, people.with_addresses),
            "then": wording::moment_then(dataset, customer, moment, at),
            "file": source.map(|source| source.file.as_str()),
            "sheet": source.and_then(|source| source.sheet.as_deref()),
            "row": moment.at.row,
        })
    });
    told.collect()
}

/// The spelling; with people in full also the person whom the file names beside it.
fn aliases(dataset: &Dataset, alias: &Alias, people: People) -> Vec<Value> {
    let source = &dataset.sources[usize::from(alias.source)].file;
    // Who must not be written to is named in no list.
    let may_show = |alias: &Alias| {
        let refused = |email: &str| addresses(email).any(|address| dataset.not_to_contact.contains(&address));
        !alias.email.as_deref().is_some_and(refused)
    };
    let may_show = may_show(alias);
    let email = alias.email.as_deref().filter(|_| may_show || !people.with_addresses);
    let email = email.map(|email| if people.with_addresses { email.to_owned() } else { masked(email) });
    let with_name = |name: &str| json!({ "source": source, "name": name, "email": email });
    let person =
        alias.person.as_deref().filter(|_| people.with_addresses && may_show).map(|person| match alias.name.as_str() {
            "" => person.to_owned(),
            company => format!("{person} | {company}"),
        });
    // A list of numbers alone knows them by no other name.
    let name = alias.id.as_ref().filter(|_| alias.name.is_empty() && alias.email.is_none()).unwrap_or(&alias.name);
    std::iter::once(with_name(name)).chain(person.map(|name| with_name(&name))).collect()
}

fn finding<'a>(dataset: &'a Dataset, finding: &Finding) -> FindingJson<'a> {
    let id = id(dataset, finding.customer);
    let told = json!({
        "id": format!("{}:{id}", finding.signal.as_str()),
        "signal": finding.signal.as_str(),
        "entity_type": "customer",
        "entity_id": id,
        "direction": if finding.signal.is_opportunity() { "opportunity" } else { "risk" },
        "level": finding.level.as_str(),
        "trend": wording::trend_word(finding.trend),
        "set_aside": finding.set_aside.map(wording::set_aside),
        "since": day(finding.since),
        "was": rounded(finding.change.was),
        "now": rounded(finding.change.now),
        "unit": finding.change.unit.as_str(),
        "score": rounded(finding.score()),
        "p_value": significant(finding.p),
        "q_value": significant(finding.q),
        "method": method(finding.signal),
        "based_on": {
            "records": finding.n_records,
            "from": day(finding.windows.was_from),
            "to": day(finding.windows.now_to - 1),
        },
        "money_at_risk_minor": finding.money_at_risk,
        "fall": finding.fall.map(|fall| json!({
            "ratio": rounded(fall.ratio), "market": rounded(fall.market), "own": rounded(fall.own()), "of_industry": fall.is_industry,
        })),
        "set_ups": finding.set_ups.map(|set_ups| json!({
            "more_a_year": rounded(set_ups.more_a_year), "cost_a_year_minor": set_ups.cost_a_year,
        })),
        "sentence": sentence(dataset, finding),
        "clears_when": clears(finding),
        "track_record": finding.track_record.map(track_record),
    });
    FindingJson { told, evidence: evidence(dataset, &finding.evidence) }
}

/// A flag on an industry or a finish; with its customers.
fn market_finding<'a>(dataset: &'a Dataset, market: &MarketFinding) -> FindingJson<'a> {
    let name = dataset.label(market.label);
    let is_chance = market.signal.is_opportunity();
    let told = json!({
        "id": format!("{}:{name}", market.signal.as_str()),
        "signal": market.signal.as_str(),
        "entity_type": market.signal.entity_type(),
        "entity_id": name,
        "direction": if is_chance { "opportunity" } else { "risk" },
        "level": if is_chance { "chance" } else { "watch" },
        "trend": wording::trend_word(market.trend),
        "set_aside": market.set_aside.map(wording::set_aside),
        "since": day(market.since),
        "was": rounded(market.change.was),
        "now": rounded(market.change.now),
        "unit": market.change.unit.as_str(),
        "score": rounded(market.score()),
        "p_value": significant(market.p),
        "q_value": significant(market.q),
        "method": method(market.signal),
        "based_on": {
            "records": market.evidence.len(),
            "from": day(market.windows.was_from),
            "to": day(market.windows.now_to - 1),
        },
        "money_at_risk_minor": market.money_at_risk,
        "sentence": wording::market_sentence(dataset, market),
        "clears_when": wording::market_clears(market),
        "members": market.members.iter().map(|member| json!({
            "customer_id": id(dataset, member.customer),
            "orders_was": member.was,
            "orders_now": member.now,
            "ratio": rounded(member.ratio),
            "first": day(member.first),
        })).collect::<Vec<_>>(),
        "track_record": market.track_record.map(track_record),
    });
    FindingJson { told, evidence: evidence(dataset, &market.evidence) }
}

/// What moves in the shop: figures that raise no flag. Shares and rates from 0 to 1, days beyond terms, minor units.
fn trends(dataset: &Dataset, review: &Review) -> Value {
    let trends = &review.trends;
    let label = |label: Label| Some(dataset.label(label)).filter(|text| !text.is_empty());
    let spread = |of: Option<Concentration>| {
        of.map(|of| json!({ "customers": of.n, "largest_1_3_10": of.largest.map(rounded), "make_half": of.n_half }))
    };
    let shares = |shares: &Shares| {
        let share = |share: &Share| {
            let (was, now) = shares.was_and_now(share);
            let was = shares.has_before.then(|| rounded(was));
            json!({ "name": label(share.label), "was": was, "now": rounded(now), "customers": share.n_customers, "quarters": share.quarters })
        };
        json!({
            "by": match shares.cut { Cut::Process => "process", Cut::Finish => "finish", Cut::Supplier => "supplier", Cut::Industry => "industry" },
            "of": match shares.measure { Measure::Money => "revenue", Measure::Orders => "orders" },
            "list": shares.list.iter().map(share).collect::<Vec<_>>(),
        })
    };
    let pays = |pays: Option<Paying>| {
        pays.map(
            |pays| json!({ "invoices": pays.n, "days_beyond_terms": rounded(pays.days), "late": rounded(pays.late) }),
        )
    };
    json!({
        "revenue_12m_minor": trends.revenue.0,
        "revenue_before_minor": trends.revenue.1,
        "concentration": spread(trends.customers),
        "concentration_before": spread(trends.customers_before),
        "end_customers": {
            "known": rounded(trends.ends.known),
            "list": trends.ends.list.iter().map(|end| json!({
                "name": end.name,
                "was_minor": trends.ends.has_before.then_some(end.was),
                "now_minor": end.now,
                "through": end.through.iter().map(|(customer, amount)| json!({ "customer_id": id(dataset, *customer), "now_minor": amount })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        },
        "growing": trends.growing.iter().map(|growing| json!({
            "customer_id": id(dataset, growing.customer),
            "was": rounded(growing.change.was),
            "now": rounded(growing.change.now),
            "unit": growing.change.unit.as_str(),
            "ratio": rounded(growing.ratio),
            "q_value": significant(growing.q),
        })).collect::<Vec<_>>(),
        "shares": trends.shares.iter().map(shares).collect::<Vec<_>>(),
        "paying": trends.paying.iter().map(|market| json!({
            "industry": label(market.industry),
            "customers": market.n_customers,
            "was": pays(market.was),
            "now": pays(market.now),
            "overdue_minor": market.overdue,
        })).collect::<Vec<_>>(),
        "reject_reasons": trends.reasons.as_ref().map(|reasons| json!({
            "parts_was": reasons.has_before.then_some(reasons.parts.1),
            "parts_now": reasons.parts.0,
            "list": reasons.list.iter().map(|reason| json!({
                "reason": label(reason.label),
                "about": match reason.class { Class::Appearance => Some("appearance"), Class::Function => Some("function"), Class::Unknown => None },
                "was": reasons.has_before.then_some(reason.was),
                "now": reason.now,
                "customers": reason.n_customers,
            })).collect::<Vec<_>>(),
            "by_process": reasons.by_process.iter().map(|line| json!({
                "process": label(line.process),
                "rejected_was": reasons.has_before.then_some(line.was.0),
                "parts_was": reasons.has_before.then_some(line.was.1),
                "rejected_now": line.now.0,
                "parts_now": line.now.1,
                "customers": line.n_customers,
            })).collect::<Vec<_>>(),
        })),
        "set_ups": {
            "cost_minor": trends.set_ups.cost,
            "more_a_year": rounded(trends.set_ups.extra_a_year),
            "customers_judged": trends.set_ups.n_judged,
            "list": trends.set_ups.list.iter().map(|extra| json!({
                "customer_id": id(dataset, extra.customer),
                "lot_was": extra.lot.0,
                "lot_now": extra.lot.1,
                "lots_a_year": extra.lots_a_year,
                "more_a_year": rounded(extra.extra_a_year),
            })).collect::<Vec<_>>(),
        },
        "trade_shows": trends.shows.iter().map(|show| json!({
            "show": show.name,
            "date": day(show.day),
            "met": show.met.iter().map(|&customer| id(dataset, customer)).collect::<Vec<_>>(),
            "quotes": show.n_quotes,
            "ordered_minor": show.after,
            "ratio": show.ratio.map(rounded),
            "ratio_of_others": show.ratio_of_others.map(rounded),
            "is_over": show.is_over,
        })).collect::<Vec<_>>(),
        "quotes": trends.quotes.iter().map(|quotes| json!({
            "process": label(quotes.process), "quotes": quotes.n, "won": quotes.n_won, "lost": quotes.n_lost, "open_minor": quotes.open,
        })).collect::<Vec<_>>(),
    })
}

fn track_record(record: TrackRecord) -> Value {
    json!({
        "flagged": record.n_flagged,
        "came_true": record.n_came_true,
        "open": record.n_open,
        "median_weeks_early": record.median_weeks_early,
    })
}

fn evidence<'a>(dataset: &'a Dataset, rows: &[Evidence]) -> Vec<EvidenceJson<'a>> {
    let of = |evidence: &Evidence| {
        let source = &dataset.sources[usize::from(evidence.at.source)];
        EvidenceJson {
            file: &source.file,
            sheet: source.sheet.as_deref(),
            row: evidence.at.row,
            window: if evidence.is_now { "now" } else { "was" },
        }
    };
    rows.iter().map(of).collect()
}

fn file(report: &FileReport) -> Value {
    json!({
        "path": report.path,
        "sheet": report.sheet,
        "status": report.status.as_str(),
        "kind": report.kind.map_or("unknown", |kind| kind.as_str()),
        "also": report.also.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        "form": report.form.map(Form::as_str),
        "encoding": report.encoding,
        "delimiter": report.delimiter.map(String::from),
        "date_order": report.date_order.map(DateOrder::as_str),
        "decimal": report.decimal.map(String::from),
        "header_row": report.header_row,
        "rows": report.rows,
        "used": report.used,
        "records": report.records,
        "left_out": report.left_out.iter().map(|left| json!({
            "row": left.row, "column": left.column, "why": left.why, "text": left.text,
        })).collect::<Vec<_>>(),
        "warnings": report.warnings,
        "first_date": report.first_on.map(day),
        "last_date": report.last_on.map(day),
        "amount_minor": report.amount_minor,
        "currency": report.currency,
        "customers": report.customers,
        "columns": report.columns.iter().map(|column| json!({
            "header": column.header, "field": column.field.map(Field::as_str), "why": column.why,
        })).collect::<Vec<_>>(),
        "question": report.question.as_ref().map(|question| json!({
            "text": question.text,
            "field": question.field,
            "choices": question.choices.iter().map(|choice| json!({
                "value": choice.value,
                "label": choice.label,
                "example": choice.examples.first().map(|(row, text, _)| format!("row {row}: {text}")),
            })).collect::<Vec<_>>(),
        })),
        "error": report.error,
    })
}

/// The statistics behind a signal, in one line.
fn method(signal: crate::model::Signal) -> &'static str {
    use crate::model::Signal;
    match signal {
        Signal::Quiet => {
            "gamma-renewal survival of the open gap in operating time; Benjamini-Hochberg over customers, two reviews in a row"
        }
        Signal::Slowdown => {
            "negative binomial tail of orders in 13 or 20 weeks against the 78 before, in operating time; Benjamini-Hochberg over customers, weighted by what the others of its industry do, two reviews in a row"
        }
        Signal::Lots => {
            "permutation test of falling normal scores of lot size over 13, 26 or 39 weeks with the weighted upper tail of the order rate, by Fisher's product where each half is below 0.10; Benjamini-Hochberg over customers and p at most 0.003"
        }
        Signal::Late => {
            "permutation test of rising ranks of days beyond terms over 8, 13 or 26 weeks by due date, with the 104 before; Benjamini-Hochberg over customers and p at most 0.0079"
        }
        Signal::Rejects => {
            "permutation test of rising beta-binomial likelihood scores of the orders over 13 or 26 weeks, with the 104 before (Pearson III); Benjamini-Hochberg over customers and p at most 0.0105"
        }
        Signal::Distress => {
            "intersection-union of quiet or slowdown with late, p at most 0.05, beside a flag on one of the halves"
        }
        Signal::Mix => {
            "Fisher's exact test of the process or supplier that gained most in 8, 13 or 26 weeks against the 104 before; Benjamini-Hochberg over customers and p at most 0.008"
        }
        Signal::Interest => {
            "beta-binomial tail of clicks on one topic in 8, 13 or 26 weeks, given the customer's clicks on everything else; fixed limit"
        }
        Signal::Industry => {
            "weighted sum of the normal scores of its customers' paces, less that of the rest of the shop (Stouffer); Benjamini-Hochberg over industries, two reviews in a row"
        }
        Signal::Finish => {
            "negative binomial tail of its share of orders in 13 weeks against the 52 before; Benjamini-Hochberg over finishes"
        }
    }
}

fn id(dataset: &Dataset, customer: crate::model::CustomerIdx) -> &str {
    &dataset.customers[customer as usize].id
}

fn day(day: Day) -> String {
    day.to_string()
}

/// To six decimals: what is meant is kept, and what rounding makes of it on another machine is not.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// To six digits that count, for what may be very small.
fn significant(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// "t…@alpinetool.com": enough to see why it was linked, too little to write to.
fn masked(email: &str) -> String {
    match email.split_once('@') {
        Some((name, domain)) => format!("{}…@{domain}", name.chars().next().map_or(String::new(), String::from)),
        None => "…".to_owned(),
    }
}
