//! What the weekly report tells, in which order: whom to call and why, what changed, what is coming, and what it rests on.

use super::{Block, Card, KeyNumber, Pack, Paper, Part, Picture, ahead, level_shape, pieces, scores};
use crate::import::FileReport;
use crate::model::finding::{Finding, Level, MarketFinding, Trend};
use crate::model::source::WRITTEN_BY;
use crate::model::weekly::{Action, Decision, Weekly, What};
use crate::model::{CustomerIdx, Dataset, Day, money};
use crate::report::chart::{Chart, Frame};
use crate::report::charts::chart_of_finding;
use crate::report::evidence::evidence_table;
use crate::report::mask::Masks;
use crate::report::table_spec::{TableColumn, TableRow, TableSpec};
use crate::report::trend_tables::trend_tables;
use crate::review::since_then::{is_overdue, is_to_be_done, relevant};
use crate::review::{Call, Review, calls, wording};

/// The size of a chart in points.
pub(super) const CHART_SIZE: [f32; 2] = [640.0, 176.0];

/// So many customers get a card with their charts; the others a line.
const MOST_CARDS: usize = 30;

/// So many left-out rows are listed; beyond that the count stands with the file.
const MOST_LEFT_OUT: usize = 500;

/// So many customers to call stand on the first page.
const MOST_FIRST: usize = 8;

/// So many customers of an industry or a finish are listed.
const MOST_MEMBERS: usize = 40;

/// So many names stand in a line.
const MOST_NAMES: usize = 6;

/// And so many of those that cannot be judged for one reason.
const MOST_NOT_JUDGED: usize = 30;

/// How much is told, and to whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The first page alone, with what to say on the telephone.
    pub is_brief: bool,
    /// What is hidden in the shop that is given: it is said at the end, and lines of the files are left out.
    pub masks: Masks,
}

/// The report of a review. What is masked is masked in what is given ([`crate::report::mask::masked`]).
pub fn pack(dataset: &Dataset, review: &Review, weekly: &Weekly, imports: &[FileReport], scope: Scope) -> Pack {
    let told = Told { dataset, review, weekly, calls: calls(review) };
    let mut parts = vec![told.in_short(scope.is_brief)];
    let no_lines = scope.masks.names || scope.masks.amounts;
    if !scope.is_brief {
        parts.extend([
            told.to_call(),
            told.to_watch(),
            told.chances(),
            told.decided(),
            ahead::coming(dataset, review, weekly),
            ahead::cash(dataset, review, weekly),
            scores::scored(dataset, review, &weekly.limits),
            told.trends(),
            told.silent(),
            read(dataset, if no_lines { &[] } else { imports }),
            told.evidence(),
        ]);
        parts.retain(|part| !part.blocks.is_empty());
    }
    Pack {
        title: wording::headline(review, dataset),
        subtitle: format!(
            "{} {} · {} · {}",
            review.as_of.weekday_name(),
            review.as_of.long(),
            wording::since_before(review),
            wording::coverage(review)
        ),
        parts,
        closing: closing(dataset, review, weekly, scope),
        running: format!("Weekly review of {} {}", review.as_of.weekday_name(), review.as_of.long()),
        paper: Paper::of(dataset.currency.as_deref()),
    }
}

/// A part that goes on below the one before.
pub(super) fn part(title: impl Into<String>, blocks: Vec<Block>) -> Part {
    Part { title: title.into(), is_new_page: false, blocks }
}

/// A chart with the finding as its caption.
pub(super) fn picture(chart: &dyn Chart, size: [f32; 2]) -> Block {
    let size = [size[0], size[1].max(chart.least_height())];
    let drawing = chart.draw(size, Frame::Large);
    Block::Chart(Picture { caption: chart.title().to_owned(), drawing, in_words: chart.in_words() })
}

struct Told<'a> {
    dataset: &'a Dataset,
    review: &'a Review,
    weekly: &'a Weekly,
    calls: Vec<Call>,
}

impl Told<'_> {
    fn name(&self, customer: CustomerIdx) -> &str {
        &self.dataset.customers[customer as usize].name
    }

    fn short(&self, amount: money::Minor) -> String {
        money::short(amount, self.dataset.currency.as_deref())
    }

    /// The first page: the numbers, whom to call, what changed, what is to be done, what is coming.
    fn in_short(&self, is_brief: bool) -> Part {
        let to_call: Vec<&Call> = self.calls.iter().filter(|call| call.level == Level::Act).collect();
        let mut blocks = vec![Block::Numbers(self.numbers(&to_call))];
        if !to_call.is_empty() {
            blocks.push(Block::Table(self.call_table(&to_call, is_brief)));
        }
        let lines = self.changes().into_iter().chain(ahead::in_short(self.dataset, self.review));
        let lines: Vec<_> = lines.map(|line| pieces(&line)).collect();
        if !lines.is_empty() {
            blocks.push(Block::Points(lines));
        }
        let open: Vec<&Decision> = self.decisions().filter(|decision| is_to_be_done(decision)).collect();
        if is_brief && !open.is_empty() {
            blocks.push(Block::Heading("Still to be done".to_owned()));
            blocks.push(Block::Table(self.decision_table(&open).at_most(MOST_FIRST)));
        }
        part("In short", blocks)
    }

    fn numbers(&self, to_call: &[&Call]) -> Vec<KeyNumber> {
        let number = |value: String, label: &str| KeyNumber { value, label: label.to_owned() };
        let at_risk = to_call.iter().map(|call| call.money).sum();
        let n_watch = self.calls.len() - to_call.len();
        let n_chances = calls::chances(self.review).len()
            + self.review.markets.iter().filter(|market| market.signal.is_opportunity()).count();
        let mut numbers = vec![
            number(to_call.len().to_string(), "to call"),
            number(self.short(at_risk), "a year at risk with them"),
            number(n_watch.to_string(), "to watch"),
            number(n_chances.to_string(), if n_chances == 1 { "chance" } else { "chances" }),
        ];
        numbers.extend(ahead::number(self.dataset, self.review));
        numbers
    }

    /// Whom to call, on the first page; for the telephone with what to ask.
    fn call_table(&self, to_call: &[&Call], with_words: bool) -> TableSpec {
        let mut columns = vec![TableColumn::words("Customer"), TableColumn::words("What happened")];
        columns.extend(with_words.then(|| TableColumn::words("What to say")));
        columns.push(TableColumn::number("A year at risk"));
        let row =
            |call: &&Call| {
                let told = call.told(self.review);
                let facts: Vec<String> = told.iter().map(|finding| wording::sentence(self.dataset, finding)).collect();
                let mut cells = vec![self.name(call.customer).to_owned(), facts.join("; ")];
                cells.extend(with_words.then(|| {
                    told.first().map_or(String::new(), |finding| wording::talking_point(self.dataset, finding))
                }));
                cells.push(self.short(call.money));
                TableRow::of(cells)
            };
        TableSpec::of(columns, to_call.iter().map(row).collect()).at_most(MOST_FIRST)
    }

    /// Who is new, worse, better or recovered since the review before, by name.
    fn changes(&self) -> Vec<String> {
        let with_trend = |trend: Trend| -> Vec<&str> {
            self.calls.iter().filter(|call| call.trend == trend).map(|call| self.name(call.customer)).collect()
        };
        let cleared = calls::cleared(self.review);
        let recovered: Vec<&str> = cleared.keys().map(|customer| self.name(*customer)).collect();
        let groups = [
            ("New", with_trend(Trend::New)),
            ("Worse", with_trend(Trend::Worse)),
            ("Better", with_trend(Trend::Better)),
            ("Cleared", recovered),
        ];
        let lines = groups.into_iter().filter(|(_, names)| !names.is_empty());
        lines
            .map(|(word, names)| {
                format!(
                    "**{word}** since {}: {}",
                    wording::since_when(self.review),
                    wording::listed(&names, MOST_NAMES)
                )
            })
            .collect()
    }

    fn to_call(&self) -> Part {
        let to_call = self.calls.iter().filter(|call| call.level == Level::Act).take(MOST_CARDS);
        let cards: Vec<Block> = to_call.map(|call| Block::Card(self.card(call))).collect();
        Part { is_new_page: !cards.is_empty(), ..part("Whom to call", cards) }
    }

    /// Cards as far as there is room for them, lines for the others.
    fn to_watch(&self) -> Part {
        let n_called = self.calls.iter().filter(|call| call.level == Level::Act).count();
        let n_cards = MOST_CARDS.saturating_sub(n_called);
        let others: Vec<&Call> = self.calls.iter().filter(|call| call.level != Level::Act).collect();
        let (with_card, with_line) = others.split_at(n_cards.min(others.len()));
        let mut blocks: Vec<Block> = with_card.iter().map(|call| Block::Card(self.card(call))).collect();
        if !with_line.is_empty() {
            let words = format!("{} more, each told in a line; every row stands in review.xlsx", with_line.len());
            blocks.push(Block::Small(words));
            blocks.push(Block::Table(self.call_lines(with_line)));
        }
        part("Also to watch", blocks)
    }

    fn call_lines(&self, list: &[&Call]) -> TableSpec {
        let row = |call: &&Call| {
            let told = call.told(self.review);
            let facts: Vec<String> = told.iter().map(|finding| wording::sentence(self.dataset, finding)).collect();
            TableRow::of([self.name(call.customer).to_owned(), facts.join("; "), self.short(call.money)])
        };
        let columns =
            vec![TableColumn::words("Customer"), TableColumn::words("What"), TableColumn::number("A year at risk")];
        TableSpec::of(columns, list.iter().map(row).collect())
    }

    fn card(&self, call: &Call) -> Card {
        let told = call.told(self.review);
        let mut blocks: Vec<Block> = told.iter().flat_map(|finding| self.finding(finding)).collect();
        let decided = relevant(self.dataset, self.weekly, self.review, call.customer);
        blocks.extend(decided.map(|decision| {
            Block::words(&wording::decided_before(self.dataset, self.review, call.customer, decision))
        }));
        let points: Vec<_> =
            told.iter().map(|finding| pieces(&wording::talking_point(self.dataset, finding))).collect();
        blocks.push(Block::Heading("What to say".to_owned()));
        blocks.push(Block::Points(points));
        Card {
            level: call.level,
            level_word: level_words(call.level, wording::trend_word(call.trend)),
            name: self.name(call.customer).to_owned(),
            phrase: call.phrase(self.review),
            money: Some(KeyNumber { value: self.short(call.money), label: "a year at risk".to_owned() }),
            blocks,
        }
    }

    /// What was found, its chart, and what it rests on.
    fn finding(&self, finding: &Finding) -> Vec<Block> {
        let mut blocks: Vec<Block> =
            wording::facts(self.dataset, finding).iter().map(|fact| Block::words(fact)).collect();
        let chart = chart_of_finding(self.dataset, self.review, finding);
        blocks.push(Block::Chart(Picture {
            caption: chart.caption.clone(),
            drawing: chart.draw(CHART_SIZE, Frame::Large),
            in_words: chart.in_words(),
        }));
        let line = wording::evidence_line(self.dataset, finding);
        blocks.push(Block::Small(format!("{line} · {}", wording::clears(finding))));
        blocks
    }

    /// The rows of everything that has a card.
    fn evidence(&self) -> Part {
        let of_cards = self.calls.iter().take(MOST_CARDS).flat_map(|call| call.told(self.review));
        let blocks = of_cards.chain(calls::chances(self.review)).map(|finding| {
            let n = match finding.evidence.len() {
                1 => "1 row".to_owned(),
                n => format!("{n} rows"),
            };
            let (name, what) = (self.name(finding.customer), wording::phrase(finding.signal));
            Block::Fold {
                title: format!("{name}, {what}: {n}"),
                blocks: vec![Block::Table(evidence_table(self.dataset, finding))],
            }
        });
        let blocks: Vec<Block> = blocks.collect();
        Part { is_new_page: !blocks.is_empty(), ..part("The rows it rests on", blocks) }
    }

    /// Industries, finishes, and customers that may be planning something.
    fn chances(&self) -> Part {
        let markets = self.review.markets.iter().map(|market| Block::Card(self.market(market)));
        let chances = calls::chances(self.review).into_iter().map(|finding| {
            let mut blocks = self.finding(finding);
            blocks.push(Block::Heading("What to say".to_owned()));
            blocks.push(Block::Points(vec![pieces(&wording::talking_point(self.dataset, finding))]));
            Block::Card(Card {
                level: Level::Chance,
                level_word: level_words(Level::Chance, wording::trend_word(finding.trend)),
                name: self.name(finding.customer).to_owned(),
                phrase: wording::phrase(finding.signal).to_owned(),
                money: None,
                blocks,
            })
        });
        part("Markets and chances", markets.chain(chances).collect())
    }

    fn market(&self, market: &MarketFinding) -> Card {
        let level = if market.signal.is_opportunity() { Level::Chance } else { Level::Watch };
        let mut blocks: Vec<Block> = Vec::new();
        blocks.extend(market.set_aside.map(|why| Block::Small(format!("Set aside: {}", wording::set_aside(why)))));
        blocks.extend(wording::market_facts(self.dataset, market).iter().map(|fact| Block::words(fact)));
        blocks.push(Block::Small(format!("{} · {}", wording::market_evidence(market), wording::market_clears(market))));
        let row = |member: &crate::model::finding::Member| {
            TableRow::of([self.name(member.customer).to_owned(), wording::member_fact(market, member)])
        };
        let columns = vec![TableColumn::words("Customer"), TableColumn::words("What")];
        blocks.push(Block::Fold {
            title: format!("Its {} customers", market.members.len()),
            blocks: vec![Block::Table(
                TableSpec::of(columns, market.members.iter().map(row).collect()).at_most(MOST_MEMBERS),
            )],
        });
        Card {
            level,
            level_word: level_words(level, wording::trend_word(market.trend)),
            name: self.dataset.label(market.label).to_owned(),
            phrase: wording::signal_title(market.signal).to_owned(),
            money: None,
            blocks,
        }
    }

    /// What was decided for this review and in the one before, and what is still to be done; the newest first.
    fn decisions(&self) -> impl Iterator<Item = &Decision> {
        let matters = |decision: &&Decision| {
            decision.review <= self.review.as_of && (decision.review >= self.review.since.on || is_to_be_done(decision))
        };
        self.weekly.decisions.iter().rev().filter(matters)
    }

    fn decided(&self) -> Part {
        let list: Vec<&Decision> = self.decisions().collect();
        let blocks = if list.is_empty() { Vec::new() } else { vec![Block::Table(self.decision_table(&list))] };
        part("What was decided", blocks)
    }

    fn decision_table(&self, list: &[&Decision]) -> TableSpec {
        let name = |id: &str| {
            self.dataset.customers.iter().find(|customer| customer.id == id).map_or(id.to_owned(), |of| of.name.clone())
        };
        let row = |decision: &&Decision| {
            let (who, by) = match &decision.what {
                What::Action(Action { who, by, .. }) => (who.clone(), by.map_or(String::new(), Day::long)),
                _ => (String::new(), String::new()),
            };
            let words = match &decision.what {
                What::Action(action) => action.words.clone(),
                _ => wording::decided(decision),
            };
            let state = match &decision.what {
                What::Action(Action { done_on: Some(day), .. }) => format!("done on {}", day.short()),
                What::Action(_) if is_overdue(decision, self.review.as_of) => "overdue".to_owned(),
                What::Action(_) => "to be done".to_owned(),
                _ => String::new(),
            };
            TableRow::of([name(&decision.customer), words, who, by, state, decision.review.short()])
        };
        let columns = ["Customer", "Decided", "Who", "By", "State", "Review"].map(TableColumn::words);
        TableSpec::of(columns.into(), list.iter().map(row).collect())
    }

    fn trends(&self) -> Part {
        let mut blocks = Vec::new();
        for card in trend_tables(self.dataset, self.review) {
            blocks.push(Block::Heading(card.table.title.clone()));
            blocks.push(Block::Small(format!("{}: {}", card.table.topic, card.table.note)));
            if let Some(chart) = &card.chart {
                let size = [CHART_SIZE[0], chart.height];
                let drawing = chart.chart.draw(size, Frame::Large);
                let in_words = chart.chart.in_words();
                blocks.push(Block::Chart(Picture { caption: chart.chart.unit().to_owned(), drawing, in_words }));
            }
            let says_all = card.chart.as_ref().is_some_and(|chart| chart.says_all);
            if !says_all {
                // Its finding and its note stand above.
                blocks.push(Block::Table(TableSpec {
                    n_more: card.table.n_more,
                    ..TableSpec::of(card.table.columns, card.table.rows)
                }));
            }
        }
        if blocks.is_empty() {
            return part("", blocks);
        }
        part(format!("What moves in the shop: {}", wording::revenue_headline(self.dataset, self.review)), blocks)
    }

    /// What is not on the list, and why.
    fn silent(&self) -> Part {
        let mut blocks = Vec::new();
        let set_aside: Vec<TableRow> = calls::set_aside(self.review)
            .into_values()
            .flatten()
            .filter_map(|finding| {
                let why = wording::set_aside(finding.set_aside?);
                let what = wording::phrase(finding.signal).to_owned();
                Some(TableRow::of([self.name(finding.customer).to_owned(), what, why]))
            })
            .collect();
        if !set_aside.is_empty() {
            blocks.push(Block::Heading("Set aside".to_owned()));
            let columns = ["Customer", "What", "Why"].map(TableColumn::words);
            blocks.push(Block::Table(TableSpec::of(columns.into(), set_aside)));
        }
        let past: Vec<TableRow> = self
            .review
            .since
            .past
            .iter()
            .map(|change| {
                let words = wording::past_change(change, self.dataset.currency.as_deref());
                TableRow::of([self.name(change.customer).to_owned(), words])
            })
            .collect();
        if !past.is_empty() {
            let words = format!("The review of {} would be told otherwise now", self.review.since.on.long());
            blocks.push(Block::Heading(words));
            let columns = ["Customer", "What"].map(TableColumn::words);
            blocks.push(Block::Table(TableSpec::of(columns.into(), past)));
        }
        let cannot = self.cannot_judge();
        if !cannot.is_empty() {
            blocks.push(Block::Heading("Cannot judge yet".to_owned()));
            let columns = ["Why", "Customers"].map(TableColumn::words);
            blocks.push(Block::Table(TableSpec::of(columns.into(), cannot)));
        }
        part("What is not on the list, and why", blocks)
    }

    fn cannot_judge(&self) -> Vec<TableRow> {
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        for item in &self.review.cannot_judge {
            let why = wording::missing_group(&item.missing);
            let name = self.name(item.customer);
            match groups.iter_mut().find(|(group, _)| *group == why) {
                Some((_, names)) if names.last() == Some(&name) => {}
                Some((_, names)) => names.push(name),
                None => groups.push((why, vec![name])),
            }
        }
        for (_, names) in &mut groups {
            names.sort_unstable();
            names.dedup();
        }
        groups.sort_by_key(|(why, names)| (std::cmp::Reverse(names.len()), *why));
        groups
            .into_iter()
            .map(|(why, names)| TableRow::of([why.to_owned(), wording::listed(&names, MOST_NOT_JUDGED)]))
            .collect()
    }
}

/// "▲ Act, new".
fn level_words(level: Level, trend: &str) -> String {
    let word = wording::level_word(level);
    if trend.is_empty() { word.to_owned() } else { format!("{word}, {trend}") }
}

/// The files, and every line of theirs that was not used.
fn read(dataset: &Dataset, imports: &[FileReport]) -> Part {
    let source = |source: &crate::model::Source| {
        let day = |day: Option<Day>| day.map_or_else(|| "–".to_owned(), Day::long);
        TableRow::of([
            source.file.clone(),
            source.kind.map_or("not used", |kind| kind.title()).to_owned(),
            day(source.first_on),
            day(source.last_on),
            money::thousands(source.n_used as u64),
            money::thousands(source.n_left_out as u64),
        ])
    };
    let columns = vec![
        TableColumn::words("File"),
        TableColumn::words("Understood as"),
        TableColumn::words("From"),
        TableColumn::words("To"),
        TableColumn::number("Rows used"),
        TableColumn::number("Left out"),
    ];
    let mut blocks = vec![Block::Table(TableSpec::of(columns, dataset.sources.iter().map(source).collect()))];
    blocks.extend(wording::people_left_out(dataset).map(|words| Block::words(&words)));
    let lines = imports.iter().flat_map(|import| import.left_out.iter().map(move |left| (import, left)));
    let rows: Vec<TableRow> = lines
        .take(MOST_LEFT_OUT)
        .map(|(import, left)| {
            TableRow::of([
                import.path.clone(),
                left.row.to_string(),
                left.column.as_deref().unwrap_or_default().to_owned(),
                left.why.to_string(),
                left.text.chars().take(120).collect::<String>(),
            ])
        })
        .collect();
    if !rows.is_empty() {
        let n: usize = imports.iter().map(|import| import.left_out.len()).sum();
        blocks.push(Block::Heading("Left out, with reasons".to_owned()));
        let columns = vec![
            TableColumn::words("File"),
            TableColumn::number("Row"),
            TableColumn::words("Column"),
            TableColumn::words("Reason"),
            TableColumn::words("Text"),
        ];
        let n_more = n - rows.len();
        blocks.push(Block::Table(TableSpec { n_more, ..TableSpec::of(columns, rows) }));
    }
    part("What was read", blocks)
}

/// What it was made of and how, so that it can be held against the screen.
fn closing(dataset: &Dataset, review: &Review, weekly: &Weekly, scope: Scope) -> Vec<String> {
    let mut lines = Vec::new();
    if scope.is_brief {
        lines.extend(wording::people_left_out(dataset));
    }
    lines.push(format!(
        "The same numbers as on the screen as of {}: data to {}; {}. Nothing is filtered out but what you set aside.",
        review.as_of.long(),
        review.data_end.long(),
        wording::limits(dataset, &weekly.limits)
    ));
    match (scope.masks.names, scope.masks.amounts) {
        (true, true) => lines.push("Names and amounts are masked, and lines of the files are left out.".to_owned()),
        (true, false) => lines.push("Names are masked, and lines of the files are left out.".to_owned()),
        (false, true) => lines.push("Amounts are masked, and lines of the files are left out.".to_owned()),
        (false, false) => {}
    }
    if !scope.is_brief {
        lines.push("Money at risk: (the larger of the last two years' revenue × the share at risk, plus overdue money × the chance that it is lost) × the chance that what was found is real. The list is ranked by it.".to_owned());
    }
    lines.push(format!("{WRITTEN_BY} {}. Made on your computer; nothing left it.", env!("CARGO_PKG_VERSION")));
    lines
}

/// The shape of a level and its words: "▲ Act, new".
pub fn level_line(card: &Card) -> String {
    format!("{} {}", level_shape(card.level), card.level_word)
}
