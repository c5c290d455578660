//! What is going on at one customer? The finding, the figures, the charts, and the rows that they rest on.

use eframe::egui::{Align, CornerRadius, Rect, Sense, StrokeKind, Ui, pos2, vec2};

use super::Pages;
use super::decide::{self, NoteForm};
use super::evidence::{EvidenceTable, evidence_ui, tab_of};
use super::figures::{short_amount, whole};
use super::import::save::{SaveForm, save_ui};
use crate::app::command::Place;
use crate::app::{AppState, Command, Snapshot};
use crate::model::weekly::Decision;
use crate::model::written::written;
use crate::model::{CustomerIdx, Dataset, Finding, RowRef, Signal, money};
use crate::report::chart::Frame;
use crate::report::chart::drawing::Lead;
use crate::report::chart::level_shift::LevelShift;
use crate::report::chart::time_line::TimeLine;
use crate::report::charts::happenings;
use crate::review::rows_of::RowKind;
use crate::review::{CustomerAnswer, Review, calls, told, wording};
use crate::ui::charts::{Pointed, chart_menu_ui, chart_ui, row_note};
use crate::ui::theme::{CARD_GAP, CARD_PADDING, DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::{SMALL, link_ui};
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::shapes::{Mark, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// Where the page stands.
#[derive(Default)]
pub struct CustomerPage {
    table: EvidenceTable,
    /// The row that is pointed at, in a chart or in the table.
    pointed: Option<RowRef>,
    saving: SaveForm,
}

impl CustomerPage {
    /// Forgets what was worked out of an older snapshot.
    pub fn forget(&mut self) {
        self.table.forget();
        self.pointed = None;
        self.saving = SaveForm::default();
    }

    /// The sums of the rows that are chosen.
    pub fn status(&self, snapshot: &Snapshot) -> Option<(String, Vec<(String, String)>)> {
        let sums = self.table.sums(&snapshot.dataset);
        (!sums.is_empty()).then(|| (String::new(), sums))
    }
}

const SMALL_CHART: f32 = 148.0;
const TIME_LINE: f32 = 58.0;
/// A chart needs this width.
const LEAST_CHART: f32 = 230.0;
/// The least height of the table.
const TABLE: f32 = 220.0;
/// So many spellings are listed.
const ALIASES: usize = 8;

/// What is going on at one customer? `height` is that of the window's page.
pub fn customer_ui(
    ui: &mut Ui,
    pages: &mut Pages,
    state: &AppState,
    customer: CustomerIdx,
    height: f32,
) -> Vec<Command> {
    let Pages { customer: page, seen: Some(seen), note, .. } = pages else { return Vec::new() };
    let Some(snapshot) = state.shown() else { return Vec::new() };
    let Some(review) = &snapshot.review else { return Vec::new() };
    let Some(answer) = review.answer_of(customer) else { return gone_ui(ui) };
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut findings: Vec<&Finding> = review.findings_of(customer).collect();
    findings.sort_by_key(|finding| (finding.level, finding.signal != Signal::Distress));
    let charts = seen.charts_of(customer);
    let top = ui.cursor().top();
    header_ui(ui, snapshot, customer, answer, &findings);
    facts_ui(ui, snapshot, review, answer, charts);
    ui.add_space(CARD_GAP);

    let rect = ui.available_rect_before_wrap();
    let side_width = if rect.width() < 900.0 { 248.0 } else { 276.0 };
    let main = Rect::from_min_max(rect.min, pos2(rect.right() - side_width - CARD_GAP, f32::INFINITY));
    let left_over = height - (rect.top() - top);
    let (bottom, mut commands) = card::inside_ui(ui, main, "main", |ui| {
        if charts.is_empty() && state.closed().is_some() {
            (not_kept_ui(ui), Vec::new())
        } else {
            main_ui(ui, page, snapshot, review, customer, charts, left_over)
        }
    });
    let side = Rect::from_min_max(pos2(main.right() + CARD_GAP, rect.top()), pos2(rect.right(), f32::INFINITY));
    let side_bottom = card::inside_ui(ui, side, "side", |ui| {
        if state.can_decide() || !decisions(snapshot, review, customer).is_empty() {
            commands.extend(decided_ui(ui, note, snapshot, review, customer, state.can_decide()));
        }
        side_ui(ui, snapshot, review, answer, &findings);
        if state.closed().is_none() && snapshot.workspace.is_some() {
            commands.extend(held_ui(ui, page, state, customer));
        }
        ui.min_rect().bottom()
    });
    ui.advance_cursor_after_rect(Rect::from_min_max(rect.min, pos2(rect.right(), bottom.max(side_bottom))));
    commands
}

/// What was decided of the customer up to this review, the newest first.
fn decisions<'a>(snapshot: &'a Snapshot, review: &Review, customer: CustomerIdx) -> Vec<&'a Decision> {
    let customer = &snapshot.dataset.customers[customer as usize];
    snapshot.weekly.decisions_on(customer, review.as_of).rev().collect()
}

/// What was decided, and what can be.
fn decided_ui(
    ui: &mut Ui,
    form: &mut NoteForm,
    snapshot: &Snapshot,
    review: &Review,
    customer: CustomerIdx,
    can_decide: bool,
) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let mut commands = Vec::new();
    ui.spacing_mut().item_spacing.y = 0.0;
    card_ui(ui, |ui| {
        side_title_ui(ui, "Decided");
        let width = ui.available_width();
        let all = decisions(snapshot, review, customer);
        for decision in &all {
            let ink = Ink::new(Size::Body, tokens.text);
            let words = text::wrapped(ui, &decide::headed(decision), ink, width);
            text::label_ui(ui, &words);
            let mut came = decision.review.long();
            if decision.review < review.as_of {
                came = format!("{came} · since then {}", decide::came_of(snapshot, review, customer, decision));
            }
            let galley = text::wrapped(ui, &came, Ink::new(Size::Caption, tokens.text_3), width);
            text::label_ui(ui, &galley);
            if can_decide {
                let (row, _) = ui.allocate_exact_size(vec2(width, 22.0), Sense::hover());
                let links = card::inside_ui(ui, row, ("links", decision.id), |ui| {
                    decide::links_ui(ui, row.right(), row.top() + 15.0, decision).1
                });
                commands.extend(links);
            }
            ui.add_space(6.0);
        }
        if all.is_empty() {
            let galley = text::wrapped(ui, "Nothing yet", Ink::new(Size::Caption, tokens.text_3), width);
            text::label_ui(ui, &galley);
            ui.add_space(6.0);
        }
        if can_decide {
            let third = (width - 16.0) / 3.0;
            let (rect, _) = ui.allocate_exact_size(vec2(width, SMALL), Sense::hover());
            let place =
                |column: f32| Rect::from_min_size(rect.min + vec2(column * (third + 8.0), 0.0), vec2(third, SMALL));
            let places = [place(1.0), place(0.0), place(2.0)];
            let pressed = card::inside_ui(ui, rect, "decide", |ui| {
                decide::buttons_ui(ui, places, form, snapshot, review, customer)
            });
            commands.extend(pressed);
            if form.is_open(customer) {
                ui.add_space(8.0);
                let (rect, _) = ui.allocate_exact_size(vec2(width, decide::TALL_FORM), Sense::hover());
                commands.extend(card::inside_ui(ui, rect, "form", |ui| {
                    decide::form_ui(ui, rect, form, snapshot, review, customer)
                }));
            }
        }
    });
    ui.add_space(CARD_GAP);
    commands
}

/// After other files were opened the way back may lead to someone who is not in them.
fn gone_ui(ui: &mut Ui) -> Vec<Command> {
    let words = "This customer is not in the files that are open";
    let galley = text::wrapped(ui, words, Ink::strong(Size::Answer, DesignTokens::of(ui).text), ui.available_width());
    text::label_ui(ui, &galley);
    Vec::new()
}

fn header_ui(ui: &mut Ui, snapshot: &Snapshot, customer: CustomerIdx, answer: &CustomerAnswer, findings: &[&Finding]) {
    let tokens = DesignTokens::of(ui);
    let name = &snapshot.dataset.customers[customer as usize].name;
    let title = if findings.is_empty() { name.clone() } else { wording::customer_title(findings, name) };
    let currency = snapshot.dataset.currency.as_deref();
    let width = ui.available_width();
    let sum = text::line(ui, &money::short(answer.money_at_risk, currency), Ink::strong(Size::Title, tokens.text));
    let unit = text::line(ui, " a year at risk", Ink::new(Size::Body, tokens.text_2));
    // Of a chance nothing is at risk.
    let is_at_risk = findings.iter().any(|finding| !finding.signal.is_opportunity());
    let money_width = if is_at_risk { sum.size().x + unit.size().x + 24.0 } else { 0.0 };
    let title = text::wrapped(ui, &title, Ink::strong(Size::Answer, tokens.text), width - money_width);
    let (rect, _) = ui.allocate_exact_size(vec2(width, title.size().y), Sense::hover());
    card::inside_ui(ui, rect, "title", |ui| {
        text::at_ui(ui, rect.min, Align::Min, &title);
        if is_at_risk {
            let base = rect.top() + text::baseline(&title);
            let exact = money::exact(answer.money_at_risk, currency);
            let left = rect.right() - unit.size().x;
            text::on_baseline_ui(ui, rect.right(), base, Align::Max, &unit);
            text::at_ui(ui, pos2(left, base - text::baseline(&sum)), Align::Max, &sum).on_hover_text(exact);
        }
    });
    ui.add_space(2.0);
    chips_ui(ui, &snapshot.dataset, findings);
    ui.add_space(10.0);
    let (line, _) = ui.allocate_exact_size(vec2(width, 1.0), Sense::hover());
    card::rule(ui, line, line.center().y);
    ui.add_space(8.0);
}

/// One chip a finding: shape, word, signal. Behind them how often this was right.
fn chips_ui(ui: &mut Ui, dataset: &Dataset, findings: &[&Finding]) {
    let tokens = DesignTokens::of(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let told = calls::telling(findings.iter().copied());
    let evidence = told.first().map(|finding| wording::evidence_line(dataset, finding)).unwrap_or_default();
    let evidence = text::cut(ui, &evidence, Ink::new(Size::Caption, tokens.text_3), row.width());
    let is_beside = card::inside_ui(ui, row, "chips", |ui| {
        let mut left = row.left();
        if findings.is_empty() {
            let galley = text::line(ui, "No flag stands on this customer", Ink::new(Size::Body, tokens.text_2));
            text::in_rect_ui(ui, row, Align::Min, &galley);
            return true;
        }
        for finding in findings {
            let mark = Mark::of(finding.level);
            let word = if finding.set_aside.is_some() { "Set aside" } else { wording::level_word(finding.level) };
            let word = text::line(ui, word, Ink::strong(Size::Caption, mark.color(tokens)));
            let signal = text::line(ui, wording::signal_title(finding.signal), Ink::new(Size::Caption, tokens.text));
            let width = 28.0 + word.size().x + 8.0 + signal.size().x + 12.0;
            let chip = Rect::from_min_size(pos2(left, row.top()), vec2(width.ceil(), 26.0));
            ui.painter().rect(chip, CornerRadius::same(RADIUS), tokens.surface, tokens.hairline(), StrokeKind::Inside);
            mark_ui(ui, pos2(chip.left() + 16.0, chip.center().y), mark);
            let place = text::in_rect_ui(ui, chip.with_min_x(chip.left() + 28.0), Align::Min, &word);
            text::in_rect_ui(ui, chip.with_min_x(place.right() + 8.0), Align::Min, &signal);
            left = chip.right() + 8.0;
        }
        let is_beside = left + 4.0 + evidence.size().x <= row.right();
        if is_beside {
            text::in_rect_ui(ui, row.with_min_x(left + 4.0), Align::Min, &evidence);
        }
        is_beside
    });
    if !is_beside {
        ui.add_space(6.0);
        text::label_ui(ui, &evidence);
    }
}

/// A caption, a value, and what stands beside it.
type Fact = (&'static str, String, String);

fn facts_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, answer: &CustomerAnswer, charts: &[LevelShift]) {
    let tokens = DesignTokens::of(ui);
    let facts = facts(snapshot, review, answer, charts);
    let caption = Ink::new(Size::Caption, tokens.text_3);
    let strong = Ink::strong(Size::Body, tokens.text);
    let width = |ui: &Ui, words: &str, ink: Ink| text::line(ui, words, ink).size().x;
    let beside: Vec<f32> = facts
        .iter()
        .map(|(title, value, note)| {
            let note = if note.is_empty() { 0.0 } else { width(ui, note, caption) + 5.0 };
            width(ui, title, caption).max(width(ui, value, strong) + note).ceil()
        })
        .collect();
    let below: Vec<f32> = facts
        .iter()
        .map(|(title, value, note)| {
            width(ui, title, caption).max(width(ui, value, strong)).max(width(ui, note, caption)).ceil()
        })
        .collect();
    let room = ui.available_width();
    let gaps = facts.len().saturating_sub(1).max(1) as f32;
    let is_beside = beside.iter().sum::<f32>() + 18.0 * gaps <= room;
    let widths = if is_beside { beside } else { below };
    let height = if is_beside { 40.0 } else { 58.0 };
    let gap = ((room - widths.iter().sum::<f32>()) / gaps).max(8.0);
    let (rect, _) = ui.allocate_exact_size(vec2(room, height), Sense::hover());
    card::inside_ui(ui, rect, "figures", |ui| {
        let mut left = rect.left();
        for ((title, value, note), width) in facts.iter().zip(widths) {
            let galley = text::cut(ui, title, caption, width + 2.0);
            text::at_ui(ui, pos2(left, rect.top()), Align::Min, &galley);
            let galley = text::cut(ui, value, strong, width + 2.0);
            let place = text::at_ui(ui, pos2(left, rect.top() + 18.0), Align::Min, &galley).rect;
            let base = place.top() + text::baseline(&galley);
            let note = text::line(ui, note, caption);
            if is_beside {
                text::on_baseline_ui(ui, place.right() + 5.0, base, Align::Min, &note);
            } else {
                text::at_ui(ui, pos2(left, rect.top() + 39.0), Align::Min, &note);
            }
            left += width + gap;
        }
    });
}

fn facts(snapshot: &Snapshot, review: &Review, answer: &CustomerAnswer, charts: &[LevelShift]) -> Vec<Fact> {
    let customer = &snapshot.dataset.customers[answer.customer as usize];
    let currency = snapshot.dataset.currency.as_deref();
    let unknown = || "–".to_owned();
    let all: i64 = review.customers.iter().map(|other| other.revenue_12m).sum();
    let place = 1 + review.customers.iter().filter(|other| other.revenue_12m > answer.revenue_12m).count();
    let share = if all > 0 {
        format!("{} %", written().decimal(100.0 * answer.revenue_12m as f64 / all as f64, 1))
    } else {
        unknown()
    };
    let rhythm = charts.iter().find(|chart| chart.caption == "Days between orders");
    let rhythm = rhythm.and_then(|chart| match (chart.was, chart.now) {
        (Some(was), Some(now)) => Some(format!("{} → {} days", wording::number(was.value), wording::number(now.value))),
        (Some(level), None) | (None, Some(level)) => Some(format!("{} days", wording::number(level.value))),
        (None, None) => None,
    });
    let next = answer.next_order;
    let facts: Vec<Fact> = vec![
        ("Industry", customer.industry.clone().unwrap_or_else(unknown), String::new()),
        ("Terms", customer.terms.clone().unwrap_or_else(unknown), String::new()),
        (
            "Revenue, 12 months",
            whole(answer.revenue_12m, currency),
            format!("was {}", short_amount(answer.revenue_before, currency)),
        ),
        ("Share of the shop", share, format!("{} of {}", ordinal(place), review.customers.len())),
        ("Rhythm", rhythm.unwrap_or_else(unknown), String::new()),
        (
            "Next order expected",
            next.map_or_else(unknown, |next| next.expected.short()),
            next.map_or_else(String::new, |next| format!("{} to {}", next.from.short(), next.to.short())),
        ),
    ];
    facts
}

fn ordinal(n: usize) -> String {
    let end = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{end}")
}

/// In a closed review not everybody's rows were kept. Gives where it ends.
fn not_kept_ui(ui: &mut Ui) -> f32 {
    let words = format!(
        "The rows of this customer were not kept with the closed review. It keeps those of the customers with a flag, of very many the {} with the most at risk",
        told::MOST_KEPT
    );
    let ink = Ink::new(Size::Body, DesignTokens::of(ui).text_2);
    let galley = text::wrapped(ui, &words, ink, ui.available_width());
    text::label_ui(ui, &galley).rect.bottom()
}

/// Charts and rows. Gives where they end, and what was asked for.
fn main_ui(
    ui: &mut Ui,
    page: &mut CustomerPage,
    snapshot: &Snapshot,
    review: &Review,
    customer: CustomerIdx,
    charts: &[LevelShift],
    height: f32,
) -> (f32, Vec<Command>) {
    let rect = ui.max_rect();
    let mut top = rect.top();
    let mut pointed = None;
    let has_small = charts.len() > 1;
    if let Some(main) = charts.first() {
        let line = happenings(&snapshot.dataset, &snapshot.weekly, review, customer, main);
        let below = if line.is_some() { TIME_LINE + CARD_GAP } else { 0.0 };
        let room = height - TABLE - CARD_GAP - below - if has_small { SMALL_CHART + CARD_GAP } else { 0.0 };
        let place = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), room.clamp(190.0, 300.0).round()));
        pointed = chart_card_ui(ui, place, main, Frame::Large, page, snapshot, customer);
        top = place.bottom() + CARD_GAP;
        if let Some(mut line) = line {
            // An event is read straight up into the chart.
            let size = [place.width() - CARD_PADDING - 10.0, place.height() - 38.0];
            line.insets = main.insets(size, Frame::Large);
            let place = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), TIME_LINE));
            pointed = time_line_ui(ui, place, &line, page, snapshot, customer).or(pointed);
            top = place.bottom() + CARD_GAP;
        }
    }
    let small = &charts[charts.len().min(1)..];
    // Beside each other where each has room, else the last on a line of its own.
    let width_of = |n: usize| (rect.width() - CARD_GAP * n.saturating_sub(1) as f32) / n.max(1) as f32;
    let most = (1..=small.len()).rev().find(|&n| width_of(n) >= LEAST_CHART).unwrap_or(1);
    for line in small.chunks(most) {
        let width = width_of(line.len());
        for (i, chart) in line.iter().enumerate() {
            let left = rect.left() + (width + CARD_GAP) * i as f32;
            let place = Rect::from_min_size(pos2(left, top), vec2(width, SMALL_CHART));
            pointed = chart_card_ui(ui, place, chart, Frame::Small, page, snapshot, customer).or(pointed);
        }
        top += SMALL_CHART + CARD_GAP;
    }
    let table_height = (height - (top - rect.top())).max(TABLE);
    let place = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), table_height));
    card::card_surface(ui, place);
    if page.table.wanted.is_some() {
        // The row that is asked for may lie below the window.
        ui.scroll_to_rect(place, None);
    }
    let in_table = evidence_ui(ui, place, &mut page.table, snapshot, review, customer, page.pointed);
    let pointed = pointed.or(in_table.hovered);
    if pointed != page.pointed {
        page.pointed = pointed;
        ui.ctx().request_repaint();
    }
    (place.bottom(), in_table.commands)
}

/// The chart under its finding as title. A click on a point shows its row.
fn chart_card_ui(
    ui: &mut Ui,
    rect: Rect,
    chart: &LevelShift,
    frame: Frame,
    page: &mut CustomerPage,
    snapshot: &Snapshot,
    customer: CustomerIdx,
) -> Option<RowRef> {
    let tokens = DesignTokens::of(ui);
    card::card_surface(ui, rect);
    card::inside_ui(ui, rect, &chart.caption, |ui| {
        let left = rect.left() + CARD_PADDING;
        let room = rect.width() - 2.0 * CARD_PADDING - 24.0;
        let title = title_that_fits(ui, &chart.title, room);
        let top = rect.top() + 9.0;
        let base = top + text::baseline(&title);
        let end = text::on_baseline_ui(ui, left, base, Align::Min, &title).right() + 10.0;
        // As much of the unit as fits whole: a unit that is cut says nothing.
        let caption = chart.unit.split(',').next().unwrap_or_default();
        for words in [chart.unit.as_str(), caption, chart.unit_short] {
            let unit = text::line(ui, words, Ink::new(Size::Caption, tokens.text_3));
            if end + unit.size().x <= left + room {
                text::on_baseline_ui(ui, end, base, Align::Min, &unit);
                break;
            }
        }
        let place = Rect::from_min_max(pos2(left, top + 23.0), pos2(rect.right() - 10.0, rect.bottom() - 6.0));
        let dots = Rect::from_min_size(pos2(rect.right() - 38.0, rect.top() + 6.0), vec2(28.0, 24.0));
        chart_menu_ui(ui, dots, chart);
        let pointed = chart_ui(ui, place, chart, frame, &row_note(&snapshot.dataset), page.pointed.map(Lead::Row));
        // The row of a lot is that of its order too.
        let is_of_lots = chart.unit_short == "parts";
        followed(page, &snapshot.dataset, customer, pointed, is_of_lots)
    })
}

/// What happened, on the same time as the chart above it. A click on an entry shows its row.
fn time_line_ui(
    ui: &mut Ui,
    rect: Rect,
    line: &TimeLine,
    page: &mut CustomerPage,
    snapshot: &Snapshot,
    customer: CustomerIdx,
) -> Option<RowRef> {
    card::card_surface(ui, rect);
    card::inside_ui(ui, rect, "time line", |ui| {
        let place = Rect::from_min_max(pos2(rect.left() + CARD_PADDING, rect.top()), rect.max - vec2(10.0, 0.0));
        let marked = page.pointed.map(Lead::Row);
        let pointed = chart_ui(ui, place, line, Frame::Small, &row_note(&snapshot.dataset), marked);
        followed(page, &snapshot.dataset, customer, pointed, false)
    })
}

/// Shows the row of what was pressed. Gives that of what is pointed at.
fn followed(
    page: &mut CustomerPage,
    dataset: &Dataset,
    customer: CustomerIdx,
    pointed: Pointed,
    is_of_lots: bool,
) -> Option<RowRef> {
    if let Some(Lead::Row(row)) = pointed.clicked {
        page.table.wanted = Some(row);
        page.table.tab = if is_of_lots { RowKind::Lots } else { tab_of(dataset, customer, row) };
    }
    match pointed.hovered {
        Some(Lead::Row(row)) => Some(row),
        _ => None,
    }
}

/// The title whole; where it has no room without its "since", which the chart shows too.
fn title_that_fits(ui: &Ui, title: &str, room: f32) -> std::sync::Arc<eframe::egui::Galley> {
    let color = DesignTokens::of(ui).text;
    let short = title.split(" since ").next().unwrap_or(title);
    let tries = [(title, Size::Body), (short, Size::Body), (short, Size::Caption)];
    let laid = tries.map(|(words, size)| text::cut(ui, words, Ink::strong(size, color), room));
    let [first, second, third] = laid;
    [first, second].into_iter().find(|galley| !galley.elided).unwrap_or(third)
}

/// What would clear it, why the rest is silent, how else it is written.
fn side_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, answer: &CustomerAnswer, findings: &[&Finding]) {
    ui.spacing_mut().item_spacing.y = 0.0;
    if !findings.is_empty() {
        let telling: Vec<&Finding> = calls::telling(findings.iter().copied());
        card_ui(ui, |ui| {
            side_title_ui(ui, "What was found");
            let tokens = DesignTokens::of(ui);
            let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
            for fact in telling.iter().flat_map(|finding| wording::facts(&snapshot.dataset, finding)) {
                let galley = text::marked(ui, &fact, plain, strong, ui.available_width());
                text::label_ui(ui, &galley);
                ui.add_space(4.0);
            }
        });
        ui.add_space(CARD_GAP);
        card_ui(ui, |ui| {
            side_title_ui(ui, "What would clear it");
            for finding in &telling {
                clears_ui(ui, finding, telling.len() > 1);
            }
        });
        ui.add_space(CARD_GAP);
    }
    let quiet = quiet_signals(review, answer);
    if !quiet.is_empty() {
        card_ui(ui, |ui| {
            side_title_ui(ui, "No flag because");
            for (title, reason) in &quiet {
                pair_ui(ui, title, reason);
            }
        });
        ui.add_space(CARD_GAP);
    }
    aliases_ui(ui, snapshot, answer.customer);
}

/// A page of everything that is held on them, to print.
fn held_ui(ui: &mut Ui, page: &mut CustomerPage, state: &AppState, customer: CustomerIdx) -> Vec<Command> {
    let mut commands = Vec::new();
    if link_ui(ui, "Save what is held on them…", Size::Caption).clicked() {
        page.saving.open(Place::Held(customer));
        commands.push(Command::AskWhere(Place::Held(customer)));
    }
    commands.extend(save_ui(ui, &mut page.saving, state));
    commands
}

fn side_title_ui(ui: &mut Ui, title: &str) {
    let galley = text::line(ui, title, Ink::strong(Size::Body, DesignTokens::of(ui).text));
    text::label_ui(ui, &galley);
    ui.add_space(6.0);
}

fn clears_ui(ui: &mut Ui, finding: &Finding, names_signal: bool) {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    if names_signal {
        let galley =
            text::cut(ui, wording::signal_title(finding.signal), Ink::new(Size::Caption, tokens.text_3), width);
        text::label_ui(ui, &galley);
    }
    let galley = text::wrapped(ui, &what_clears(finding), Ink::new(Size::Body, tokens.text), width);
    text::label_ui(ui, &galley);
    ui.add_space(4.0);
}

/// Under a title that says "clear", the sentence need not say it again.
fn what_clears(finding: &Finding) -> String {
    let words = wording::clears(finding);
    let Some(rest) = words.strip_prefix("Clears with ") else { return words };
    let mut letters = rest.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What is silent and why, and what cannot be judged.
fn quiet_signals(review: &Review, answer: &CustomerAnswer) -> Vec<(&'static str, String)> {
    let silent = answer.silent_because.iter().map(|(signal, because)| (*signal, wording::because(*because).to_owned()));
    let missing = review
        .cannot_judge
        .iter()
        .filter(|entry| entry.customer == answer.customer)
        .map(|entry| (entry.signal, wording::missing(&entry.missing)));
    let all: Vec<(Signal, String)> = silent.chain(missing).collect();
    Signal::ALL
        .iter()
        .flat_map(|signal| all.iter().filter(move |(other, _)| other == signal))
        .map(|(signal, reason)| (question(*signal), reason.clone()))
        .collect()
}

/// What a signal looks at, without a judgement.
fn question(signal: Signal) -> &'static str {
    match signal {
        Signal::Quiet => "Last order",
        Signal::Slowdown => "Orders",
        Signal::Lots => "Lot size",
        Signal::Late => "Payments",
        Signal::Rejects => "Rejections",
        Signal::Distress => "Both together",
        Signal::Mix => "Process and supplier",
        Signal::Interest => "E-mail",
        Signal::Industry => "Industry",
        Signal::Finish => "Finish",
    }
}

/// Words at the left, a caption at the right; below each other where both have no room.
fn pair_ui(ui: &mut Ui, title: &str, reason: &str) {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    let title = text::line(ui, title, Ink::new(Size::Body, tokens.text));
    let ink = Ink::new(Size::Caption, tokens.text_3);
    let short = text::line(ui, reason, ink);
    let is_beside = title.size().x + short.size().x + 12.0 <= width;
    let words = if is_beside { short } else { text::wrapped(ui, reason, ink, width) };
    let height = if is_beside { 25.0 } else { 23.0 + words.size().y + 4.0 };
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    card::inside_ui(ui, rect, reason, |ui| {
        text::at_ui(ui, pos2(rect.left(), rect.top() + 2.0), Align::Min, &title);
        if is_beside {
            let base = rect.top() + 2.0 + text::baseline(&title);
            text::on_baseline_ui(ui, rect.right(), base, Align::Max, &words);
        } else {
            text::at_ui(ui, pos2(rect.left(), rect.top() + 23.0), Align::Min, &words);
        }
    });
}

/// Every spelling with the files in which it stands.
fn aliases_ui(ui: &mut Ui, snapshot: &Snapshot, customer: CustomerIdx) {
    let spellings = spellings(snapshot, customer);
    if spellings.is_empty() {
        return;
    }
    let tokens = DesignTokens::of(ui);
    card_ui(ui, |ui| {
        side_title_ui(ui, "Also written as");
        let width = ui.available_width();
        for (spelling, files) in spellings.iter().take(ALIASES) {
            let galley = text::cut(ui, spelling, Ink::new(Size::Body, tokens.text), width);
            text::label_ui(ui, &galley);
            let galley = text::cut(ui, &files.join(", "), Ink::new(Size::Caption, tokens.text_3), width);
            text::label_ui(ui, &galley);
            ui.add_space(4.0);
        }
        if spellings.len() > ALIASES {
            let words = format!("and {} more", spellings.len() - ALIASES);
            let galley = text::line(ui, &words, Ink::new(Size::Caption, tokens.text_3));
            text::label_ui(ui, &galley);
        }
    });
    ui.add_space(CARD_GAP);
}

fn spellings(snapshot: &Snapshot, customer: CustomerIdx) -> Vec<(String, Vec<&str>)> {
    let dataset = &snapshot.dataset;
    let customer = &dataset.customers[customer as usize];
    let mut spellings: Vec<(String, Vec<&str>)> = Vec::new();
    for alias in &customer.aliases {
        let words = if alias.name.is_empty() {
            alias.email.clone().or_else(|| alias.id.clone())
        } else {
            Some(alias.name.clone())
        };
        let Some(words) = words.filter(|words| *words != customer.name) else { continue };
        let file = dataset.sources.get(usize::from(alias.source)).map_or("", |source| source.file.as_str());
        match spellings.iter_mut().find(|(other, _)| *other == words) {
            Some((_, files)) if files.contains(&file) => {}
            Some((_, files)) => files.push(file),
            None => spellings.push((words, vec![file])),
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_as_people_say_them() {
        let words: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal).into();
        assert_eq!(words, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
    }
}
