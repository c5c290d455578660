//! Where is everybody? All customers in one table: was, now, change, a year's shape, what stands on them, how they pay.

use std::collections::BTreeSet;

use eframe::egui::{Align, Rect, Sense, Ui, pos2, vec2};

use super::Pages;
use super::figures::{amount, counted, short_amount, whole};
use crate::app::{AppState, Command, Page, Snapshot};
use crate::insight::shop::ageing;
use crate::model::labels::NO_LABEL;
use crate::model::money::thousands;
use crate::model::{CustomerIdx, Day, money};
use crate::review::overview::{Overview, Standing, overview};
use crate::review::{Review, wording};
use crate::ui::charts::sparkline_ui;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{LARGE, Weight, button_ui, link_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::chip::{Chip, chips_ui, least_width};
use crate::ui::widgets::filter::filter_field_ui;
use crate::ui::widgets::grid::{GridColumn, GridRows, GridState, SortKey, faint, grid_ui};
use crate::ui::widgets::menu::{Action, Entry, checks_ui};
use crate::ui::widgets::shapes::{Mark, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// What the chips filter by.
const GROUPS: [(&str, Option<Standing>); 7] = [
    ("All", None),
    ("Act", Some(Standing::Act)),
    ("Watch", Some(Standing::Watch)),
    ("Better", Some(Standing::Better)),
    ("Chance", Some(Standing::Chance)),
    ("Steady", Some(Standing::Steady)),
    ("Cannot judge", Some(Standing::CannotJudge)),
];

const AT_RISK: usize = 6;
const INDUSTRY: usize = 10;

const COLUMNS: [GridColumn; 13] = [
    GridColumn::words("Customer", 160.0, ""),
    GridColumn::words("Signals", 124.0, "Each flag by its shape, the word of the most urgent one; else why there is none"),
    GridColumn::number("Was", 64.0, "Average of the twelve finished months before the last three").of(A_MONTH),
    GridColumn::number("Now", 64.0, "Average of the last three finished months").of(A_MONTH),
    GridColumn::number("Change", 68.0, "Now against was").of(A_MONTH),
    GridColumn::words(
        "12 months",
        116.0,
        "Revenue of twelve finished months, each row on its own scale; the band is the usual range, the hatched month is not finished",
    )
    .of(A_MONTH),
    GridColumn::number("At risk\na year", 84.0, "The largest money at risk of its flags"),
    GridColumn::number("Last\norder", 72.0, ""),
    GridColumn::number("Days beyond\nterms", 92.0, "Median of the invoices due in the last 13 weeks"),
    GridColumn::number("Revenue\n12 months", 96.0, "The 52 weeks before the review"),
    GridColumn::words("Industry", 110.0, "").hidden(),
    GridColumn::number("Next order\nexpected", 96.0, "As likely before this day as after").hidden(),
    GridColumn::number("Orders again\nin 13 weeks", 104.0, "The chance of at least one order").hidden(),
];

/// The name of the table.
const TABLE: &str = "Customers";

const A_MONTH: &str = "Revenue a month";

/// Below this width the chips need the room of the field.
const NARROW: f32 = 900.0;

/// Where the page stands.
pub struct CustomersPage {
    grid: GridState,
    typed: String,
    group: usize,
    /// Customers that the owner left out, until the next look.
    left_out: BTreeSet<usize>,
    industry: Option<String>,
    /// Raised with each change of the filter.
    version: u64,
    rows: Option<Vec<Overview>>,
    counts: [usize; GROUPS.len()],
}

impl Default for CustomersPage {
    fn default() -> Self {
        Self {
            grid: GridState::sorted_by(AT_RISK, true),
            typed: String::new(),
            group: 0,
            left_out: BTreeSet::new(),
            industry: None,
            version: 0,
            rows: None,
            counts: [0; GROUPS.len()],
        }
    }
}

impl CustomersPage {
    /// Forgets what was worked out of an older snapshot. Filter, order and widths stay.
    pub fn forget(&mut self) {
        self.rows = None;
        self.left_out.clear();
        self.version += 1;
    }

    /// "60 of 60 customers · sorted by at risk a year", and the sums of what is chosen.
    pub fn status(&self, snapshot: &Snapshot) -> Option<(String, Vec<(String, String)>)> {
        let rows = self.rows.as_ref()?;
        let currency = snapshot.dataset.currency.as_deref();
        let sorted = self.grid.sort().first().map(|by| COLUMNS[by.column].name().to_lowercase());
        let sorted = sorted.map_or_else(|| "in the order of the file".to_owned(), |by| format!("sorted by {by}"));
        let left = format!(
            "{} of {} · {sorted}",
            thousands(self.grid.rows().len() as u64),
            counted(rows.len(), "customer", "customers")
        );
        let chosen: Vec<&Overview> = self.grid.chosen().iter().filter_map(|row| rows.get(*row)).collect();
        if chosen.is_empty() {
            return Some((left, Vec::new()));
        }
        let sum = |of: fn(&Overview) -> i64| money::exact(chosen.iter().map(|row| of(row)).sum(), currency);
        let days: Vec<f64> = chosen.iter().filter_map(|row| row.days_beyond_terms).collect();
        let mut right = vec![
            ("selected".to_owned(), chosen.len().to_string()),
            ("at risk a year".to_owned(), sum(|row| row.money_at_risk)),
            ("revenue, 12 months".to_owned(), sum(|row| row.revenue_12m)),
        ];
        if !days.is_empty() {
            let mean = days.iter().sum::<f64>() / days.len() as f64;
            right.push(("mean beyond terms".to_owned(), format!("{} days", wording::number(mean))));
        }
        Some((left, right))
    }

    fn is_filtered(&self) -> bool {
        self.group != 0 || !self.typed.trim().is_empty() || !self.left_out.is_empty() || self.industry.is_some()
    }

    fn clear_filter(&mut self) {
        self.typed.clear();
        self.group = 0;
        self.left_out.clear();
        self.industry = None;
        self.version += 1;
    }
}

/// The rows of the table.
struct Rows<'a> {
    all: &'a [Overview],
    snapshot: &'a Snapshot,
    review: &'a Review,
}

/// Where is everybody?
pub fn customers_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let Some(snapshot) = state.shown() else { return Vec::new() };
    let Some(review) = &snapshot.review else { return Vec::new() };
    let page = &mut pages.customers;
    let rows = page.rows.take().unwrap_or_else(|| {
        let owed = ageing(&snapshot.dataset, review.as_of);
        let rows = overview(&snapshot.dataset, review, owed.as_ref());
        page.counts =
            GROUPS.map(|(_, group)| rows.iter().filter(|row| group.is_none_or(|group| row.standing == group)).count());
        rows
    });
    let mut commands = Vec::new();
    ui.spacing_mut().item_spacing.y = 0.0;
    answer_ui(ui, page, rows.len());
    ui.add_space(8.0);
    filter_ui(ui, page);
    ui.add_space(12.0);
    let grid = Rows { all: &rows, snapshot, review };
    // By its label, whatever letters the files use.
    let industry_of = |row: usize| grid.industry(rows[row].customer);
    let typed = page.typed.trim().to_lowercase();
    let group = GROUPS[page.group].1;
    let keeps = |row: usize| {
        group.is_none_or(|group| rows[row].standing == group)
            && !page.left_out.contains(&row)
            && page.industry.as_deref().is_none_or(|industry| industry_of(row) == industry)
            && (typed.is_empty() || grid.is_called(row, &typed))
    };
    page.grid.take_up(&COLUMNS, state.table_form(TABLE));
    page.grid.arrange(&grid, page.version, keeps);
    let rect = ui.available_rect_before_wrap();
    if page.grid.rows().is_empty() {
        nobody_ui(ui, page);
    } else {
        let events = grid_ui(ui, rect, TABLE, &mut page.grid, &COLUMNS, &grid);
        let is_dragged = ui.input(|input| input.pointer.any_down());
        let form = if is_dragged { None } else { page.grid.changed_form(&COLUMNS) };
        commands.extend(form.map(|form| Command::KeepTable(TABLE, form)));
        if let Some(row) = events.opened {
            commands.push(Command::Show(Page::Customer(rows[row].customer)));
        }
        if let Some((text, n)) = events.copied {
            ui.ctx().copy_text(text);
            commands.push(Command::Tell(format!("{} copied", counted(n, "row", "rows"))));
        }
        match events.acted {
            Some((row, 0)) => commands.push(Command::Show(Page::Customer(rows[row].customer))),
            Some((row, 1)) => {
                page.left_out.insert(row);
                page.version += 1;
            }
            Some((row, _)) => {
                page.industry = Some(industry_of(row).to_owned());
                page.version += 1;
            }
            None => {}
        }
    }
    page.rows = Some(rows);
    commands
}

/// "60 customers: 2 to call, 5 to watch, 19 cannot be judged yet".
fn answer_ui(ui: &mut Ui, page: &CustomersPage, n: usize) {
    let said = [(1, "to call"), (2, "to watch"), (6, "cannot be judged yet")];
    let parts: Vec<String> = said
        .iter()
        .filter(|(group, _)| page.counts[*group] > 0)
        .map(|(group, words)| format!("{} {words}", page.counts[*group]))
        .collect();
    let all = counted(n, "customer", "customers");
    let words =
        if parts.is_empty() { format!("{all}, nobody to call") } else { format!("{all}: {}", parts.join(", ")) };
    let ink = Ink::strong(Size::Answer, DesignTokens::of(ui).text);
    let galley = text::wrapped(ui, &words, ink, ui.available_width());
    text::label_ui(ui, &galley);
}

/// The field for a name, the chips with their counts, and the columns.
fn filter_ui(ui: &mut Ui, page: &mut CustomersPage) {
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let field = Rect::from_min_size(line.min, vec2(if line.width() < NARROW { 146.0 } else { 196.0 }, 30.0));
    let columns = Rect::from_min_max(pos2(line.right() - 96.0, line.top()), line.max);
    let chips: Vec<Chip> = GROUPS
        .iter()
        .enumerate()
        .filter(|(i, _)| *i < 2 || page.counts[*i] > 0 || page.group == *i)
        .map(|(i, (words, group))| Chip { id: i, words, count: page.counts[i], mark: group.and_then(mark_of) })
        .collect();
    let mut room =
        Rect::from_min_max(pos2(field.right() + 8.0, line.top()), pos2(columns.left() - 12.0, line.bottom()));
    if least_width(ui, &chips) > room.width() {
        // A line of their own.
        ui.add_space(8.0);
        room = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover()).0;
    }
    if card::inside_ui(ui, line, "field", |ui| filter_field_ui(ui, field, &mut page.typed, &mut page.grid)) {
        page.version += 1;
    }
    let pressed = card::inside_ui(ui, room, "chips", |ui| chips_ui(ui, room, &chips, page.group));
    if let Some(pressed) = pressed {
        page.group = if pressed == page.group { 0 } else { pressed };
        page.version += 1;
    }
    card::inside_ui(ui, line, "columns", |ui| {
        let entries: Vec<Entry> = COLUMNS
            .iter()
            .enumerate()
            .skip(1)
            .map(|(i, column)| Entry {
                words: column.name(),
                note: "".into(),
                is_chosen: page.grid.is_shown(&COLUMNS, i),
            })
            .collect();
        if let Some(pressed) = checks_ui(ui, columns, "Columns", "Columns that are shown", &entries) {
            page.grid.toggle(pressed + 1);
        }
    });
    if page.industry.is_some() || !page.left_out.is_empty() {
        also_filtered_ui(ui, page);
    }
}

/// What was filtered by a right click, with the way back.
fn also_filtered_ui(ui: &mut Ui, page: &mut CustomersPage) {
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let mut words = Vec::new();
        words.extend(page.industry.as_ref().map(|industry| format!("Only industry {industry}")));
        if !page.left_out.is_empty() {
            words.push(format!("{} left out", counted(page.left_out.len(), "customer", "customers")));
        }
        let ink = Ink::new(Size::Caption, DesignTokens::of(ui).text_2);
        let galley = text::line(ui, &words.join(" · "), ink);
        text::label_ui(ui, &galley);
        if link_ui(ui, "Clear filter", Size::Caption).clicked() {
            page.clear_filter();
        }
    });
}

/// The filter leaves nobody.
fn nobody_ui(ui: &mut Ui, page: &mut CustomersPage) {
    let tokens = DesignTokens::of(ui);
    let typed = page.typed.trim();
    let words = if typed.is_empty() {
        format!("No customer stands under “{}”", GROUPS[page.group].0)
    } else {
        format!("No customer matches “{typed}”")
    };
    ui.add_space(24.0);
    let galley = text::wrapped(ui, &words, Ink::strong(Size::Title, tokens.text), ui.available_width());
    text::label_ui(ui, &galley);
    ui.add_space(12.0);
    if page.is_filtered() && button_ui(ui, "Clear filter", Weight::Filled, LARGE).clicked() {
        page.clear_filter();
    }
}

fn mark_of(standing: Standing) -> Option<Mark> {
    match standing {
        Standing::Act => Some(Mark::Act),
        Standing::Watch => Some(Mark::Watch),
        Standing::Better => Some(Mark::Better),
        Standing::Chance => Some(Mark::Chance),
        Standing::CannotJudge => Some(Mark::Unknown),
        Standing::SetAside | Standing::Steady => None,
    }
}

impl Rows<'_> {
    /// By its name or by any other spelling.
    fn is_called(&self, row: usize, typed: &str) -> bool {
        let customer = &self.snapshot.dataset.customers[self.all[row].customer as usize];
        let has = |words: &str| words.to_lowercase().contains(typed);
        has(&customer.name) || customer.aliases.iter().any(|alias| has(&alias.name)) || has(&customer.id)
    }

    fn name(&self, row: usize) -> &str {
        &self.snapshot.dataset.customers[self.all[row].customer as usize].name
    }

    fn currency(&self) -> Option<&str> {
        self.snapshot.dataset.currency.as_deref()
    }

    fn standing_words(row: &Overview) -> String {
        match row.standing {
            Standing::Act => "Act".to_owned(),
            Standing::Watch => "Watch".to_owned(),
            Standing::Better => "Better".to_owned(),
            Standing::Chance => "Chance".to_owned(),
            Standing::SetAside => "set aside".to_owned(),
            Standing::Steady => "steady".to_owned(),
            Standing::CannotJudge => {
                row.missing.as_ref().map_or("cannot judge", |missing| wording::missing_group(missing)).to_owned()
            }
        }
    }

    fn next_order(&self, customer: CustomerIdx) -> Option<Day> {
        self.review.answer_of(customer)?.next_order.map(|next| next.expected)
    }

    fn again(&self, customer: CustomerIdx) -> Option<f64> {
        self.review.answer_of(customer)?.orders_again_13w
    }

    fn industry(&self, customer: CustomerIdx) -> &str {
        let label = self.snapshot.dataset.industry_of.get(customer as usize).copied().unwrap_or(NO_LABEL);
        self.snapshot.dataset.label(label)
    }
}

impl GridRows for Rows<'_> {
    fn n_rows(&self) -> usize {
        self.all.len()
    }

    fn shown(&self, row: usize, column: usize) -> String {
        let one = &self.all[row];
        let currency = self.currency();
        let nothing = || "–".to_owned();
        let short = |value: Option<i64>| value.map_or_else(nothing, |value| short_amount(value, currency));
        match column {
            0 => self.name(row).to_owned(),
            1 => Self::standing_words(one),
            2 => short(one.was),
            3 => short(one.now),
            4 => one.change().map_or_else(String::new, change_words),
            AT_RISK if one.money_at_risk == 0 => nothing(),
            AT_RISK => whole(one.money_at_risk, currency),
            7 => one.last_order.map_or_else(nothing, |day| day_words(day, self.review.as_of)),
            8 => one.days_beyond_terms.map_or_else(nothing, signed_days),
            9 => whole(one.revenue_12m, currency),
            INDUSTRY => self.industry(one.customer).to_owned(),
            11 => self.next_order(one.customer).map_or_else(nothing, |day| day_words(day, self.review.as_of)),
            12 => self.again(one.customer).map_or_else(nothing, |share| format!("{:.0} %", 100.0 * share)),
            _ => String::new(),
        }
    }

    fn exact(&self, row: usize, column: usize) -> String {
        let one = &self.all[row];
        let currency = self.currency();
        let plain = |value: i64| format!("{:.2}", money::major(value, currency));
        let iso = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        match column {
            2 => one.was.map_or_else(String::new, plain),
            3 => one.now.map_or_else(String::new, plain),
            4 => one.change().map_or_else(String::new, |change| format!("{change:.4}")),
            5 => one.months.iter().map(|month| plain(*month)).collect::<Vec<_>>().join(" "),
            AT_RISK => plain(one.money_at_risk),
            7 => iso(one.last_order),
            8 => one.days_beyond_terms.map_or_else(String::new, |days| days.to_string()),
            9 => plain(one.revenue_12m),
            11 => iso(self.next_order(one.customer)),
            12 => self.again(one.customer).map_or_else(String::new, |share| format!("{share:.3}")),
            _ => self.shown(row, column),
        }
    }

    fn key(&self, row: usize, column: usize) -> SortKey {
        let one = &self.all[row];
        let number = |value: Option<f64>| value.map_or(SortKey::Nothing, SortKey::Number);
        let amount = |value: Option<i64>| number(value.map(|value| value as f64));
        match column {
            0 | INDUSTRY => SortKey::Words(self.shown(row, column)).known(),
            1 => SortKey::Number(f64::from(one.standing as u8)),
            2 => amount(one.was),
            3 => amount(one.now),
            4 | 5 => number(one.change()),
            AT_RISK => amount(Some(one.money_at_risk).filter(|sum| *sum != 0)),
            7 => number(one.last_order.map(|day| f64::from(day.0))),
            8 => number(one.days_beyond_terms),
            9 => amount(Some(one.revenue_12m)),
            11 => number(self.next_order(one.customer).map(|day| f64::from(day.0))),
            _ => number(self.again(one.customer)),
        }
    }

    fn sentence(&self, row: usize) -> String {
        let one = &self.all[row];
        let currency = self.currency();
        let mut parts = vec![format!("{}: {}", self.name(row), Self::standing_words(one))];
        parts.extend(one.flags.iter().map(|(_, signal)| wording::phrase(*signal).to_owned()));
        if one.money_at_risk > 0 {
            parts.push(format!("{} a year at risk", whole(one.money_at_risk, currency)));
        }
        if let (Some(was), Some(now)) = (one.was, one.now) {
            parts.push(format!("{} a month, was {}", amount(now, currency), amount(was, currency)));
        }
        parts.extend(one.last_order.map(|day| format!("last order {}", day.long())));
        parts.join(", ")
    }

    fn ink(&self, ui: &Ui, row: usize, column: usize) -> Ink {
        let tokens = DesignTokens::of(ui);
        let one = &self.all[row];
        match column {
            0 => Ink::strong(Size::Caption, tokens.text),
            AT_RISK if one.money_at_risk > 0 => Ink::strong(Size::Caption, tokens.text),
            // Changes under a tenth are calm, so that real ones stand out.
            4 if one.change().is_some_and(|change| change.abs() < 0.1) => faint(ui),
            8 if one.days_beyond_terms.is_some_and(|days| days >= 15.0) => Ink::strong(Size::Caption, tokens.text),
            2 => Ink::new(Size::Caption, tokens.text_2),
            _ => Ink::new(Size::Caption, tokens.text),
        }
    }

    fn paint(&self, ui: &mut Ui, rect: Rect, row: usize, column: usize) -> bool {
        let one = &self.all[row];
        match column {
            1 => {
                Self::signals_ui(ui, rect, one);
                true
            }
            5 => {
                let is_moved = one.change().is_some_and(|change| change.abs() >= 0.1);
                let values = one.months.map(|month| month as f64);
                sparkline_ui(ui, rect.shrink2(vec2(0.0, 8.0)), &values, is_moved);
                true
            }
            _ => false,
        }
    }

    fn actions(&self, row: usize) -> Vec<Action> {
        let name = self.name(row);
        let mut actions =
            vec![Action::new(format!("Open {name}"), "Enter"), Action::new(format!("Leave out {name}"), "")];
        let industry = self.industry(self.all[row].customer);
        if !industry.is_empty() {
            actions.push(Action::new(format!("Only industry: {industry}"), ""));
        }
        actions
    }
}

impl Rows<'_> {
    /// A shape for each flag, then the word of the most urgent.
    fn signals_ui(ui: &mut Ui, rect: Rect, row: &Overview) {
        let tokens = DesignTokens::of(ui);
        let words = Self::standing_words(row);
        let mark = mark_of(row.standing);
        let mut left = rect.left();
        let marks: Vec<Mark> = match row.standing {
            Standing::Act | Standing::Watch | Standing::Chance => {
                row.flags.iter().map(|(level, _)| Mark::of(*level)).take(4).collect()
            }
            _ => mark.into_iter().collect(),
        };
        for mark in marks {
            mark_ui(ui, pos2(left + 6.0, rect.center().y), mark);
            left += 16.0;
        }
        let ink = match mark.filter(|mark| *mark != Mark::Unknown) {
            Some(mark) => Ink::strong(Size::Caption, mark.color(tokens)),
            None => faint(ui),
        };
        let galley = text::cut(ui, &words, ink, rect.right() - left - 2.0);
        text::in_rect_ui(ui, rect.with_min_x(left + 2.0), Align::Min, &galley);
    }
}

impl SortKey {
    /// Blank words are nothing known.
    fn known(self) -> Self {
        match self {
            Self::Words(words) if words.is_empty() => Self::Nothing,
            other => other,
        }
    }
}

/// "−51 %", "+24 %", "0 %".
fn change_words(change: f64) -> String {
    let percent = (100.0 * change).round();
    let sign = if percent > 0.0 {
        "+"
    } else if percent < 0.0 {
        "−"
    } else {
        ""
    };
    if percent.abs() > 999.0 { format!("{sign}>999 %") } else { format!("{sign}{:.0} %", percent.abs()) }
}

/// "+26", "−2", "0".
fn signed_days(days: f64) -> String {
    let rounded = days.round();
    if rounded > 0.0 { format!("+{}", wording::number(rounded)) } else { wording::number(rounded) }
}

/// With its year where that is not the review's.
fn day_words(day: Day, as_of: Day) -> String {
    if (as_of - day).abs() < 300 { day.short() } else { day.long() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_written_with_its_sign() {
        let words: Vec<String> = [-0.512, 0.238, 0.001, 12.0].map(change_words).into();
        assert_eq!(words, ["−51 %", "+24 %", "0 %", "+>999 %"]);
        assert_eq!([26.4, -2.0, 0.2].map(signed_days), ["+26", "−2", "0"].map(str::to_owned));
    }
}
