//! One customer to call: level, name, facts, chart, money, and the one action.

use std::sync::Arc;

use eframe::egui::{Align, CursorIcon, Galley, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::decide::{BUTTONS, FORM, NoteForm, buttons_ui, form_ui};
use crate::app::{Command, Snapshot};
use crate::model::money;
use crate::report::chart::Frame;
use crate::report::chart::level_shift::LevelShift;
use crate::review::since_then::relevant;
use crate::review::{Call, Review, wording};
use crate::ui::charts::{chart_ui, row_note};
use crate::ui::theme::{CARD_PADDING, DesignTokens, Size};
use crate::ui::widgets::button::{self, SMALL, Weight};
use crate::ui::widgets::card;
use crate::ui::widgets::shapes::{Mark, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// Level and trend.
const GUTTER: f32 = 72.0;
/// Money and the one action; with what can be decided it is as wide as two buttons.
const ACTIONS: f32 = 108.0;
/// The least height of a card.
const HEIGHT: f32 = 146.0;
/// A chart is no higher than this, however much stands beside it.
const MOST_CHART: f32 = 190.0;
/// From the top of a card to the baseline of level, name, finding and money.
const BASELINE: f32 = 33.0;

/// Between the name and what is going on.
const PHRASE_GAP: f32 = 10.0;

/// What was done to a card.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// It should be the selected one.
    pub is_selected: bool,
    /// It should be opened.
    pub is_opened: bool,
    /// What was decided of it.
    pub command: Option<Command>,
}

/// The words of a card, laid out before its height is known.
struct Words {
    name: Arc<Galley>,
    phrase: Arc<Galley>,
    /// Whether the phrase has room behind the name.
    is_beside: bool,
    facts: Vec<Arc<Galley>>,
    decided: Vec<Arc<Galley>>,
    evidence: Arc<Galley>,
    clears: Arc<Galley>,
}

/// A card of the list.
pub struct WeekCard<'a> {
    /// What is shown.
    pub snapshot: &'a Snapshot,
    /// Its review.
    pub review: &'a Review,
    /// Whom it is about.
    pub call: &'a Call,
    /// Whether it is the selected one.
    pub is_selected: bool,
    /// Whether it should be scrolled to.
    pub scrolls: bool,
    /// Whether something can be decided.
    pub can_decide: bool,
}

/// Draws a card as wide as the page.
pub fn week_card_ui(ui: &mut Ui, week: &WeekCard<'_>, chart: Option<&LevelShift>, form: &mut NoteForm) -> Touched {
    let WeekCard { snapshot, review, call, is_selected, scrolls, can_decide } = *week;
    let width = ui.available_width();
    let actions = if can_decide { BUTTONS } else { ACTIONS };
    // What can be decided takes its room from the chart.
    let chart_width = chart_width(width) - (actions - ACTIONS);
    let text_width = width - 2.0 * CARD_PADDING - GUTTER - chart_width - actions - 24.0;
    let name = &snapshot.dataset.customers[call.customer as usize].name;
    let Some(words) = words(ui, snapshot, review, call, name, text_width) else { return Touched::default() };
    let facts_height: f32 = words.facts.iter().map(|galley| galley.size().y + 1.0).sum();
    let phrase_height = if words.is_beside { 0.0 } else { words.phrase.size().y + 1.0 };
    let decided_height: f32 = words.decided.iter().map(|galley| galley.size().y + 2.0).sum();
    let below = words.evidence.size().y + words.clears.size().y + decided_height;
    let is_noting = can_decide && form.is_open(call.customer);
    let form_height = if is_noting { FORM } else { 0.0 };
    let height = (46.0 + phrase_height + facts_height + 4.0 + below + 14.0).max(HEIGHT).round() + form_height;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Article, true, format!("{name}: {}", call.phrase(review))));
    card::card_surface(ui, rect);
    if is_selected {
        card::selected_border(ui, rect);
        if scrolls {
            ui.scroll_to_rect(rect.expand(12.0), None);
        }
    }
    let mut touched = Touched { is_selected: response.clicked(), is_opened: response.double_clicked(), command: None };
    card::inside_ui(ui, rect, ("card", call.customer), |ui| {
        let rect = rect.with_max_y(rect.bottom() - form_height);
        gutter_ui(ui, rect, call);
        text_ui(ui, rect, &words);
        if let Some(chart) = chart {
            let right = rect.right() - CARD_PADDING - actions - 8.0;
            let bottom = rect.bottom().min(rect.top() + MOST_CHART) - 8.0;
            let place = Rect::from_min_max(pos2(right - chart_width, rect.top() + 6.0), pos2(right, bottom));
            chart_ui(ui, place, chart, Frame::Card, &row_note(&snapshot.dataset), None);
        }
        let action = actions_ui(ui, rect, snapshot, call, name, is_selected, can_decide);
        touched.is_selected |= action.is_selected;
        touched.is_opened |= action.is_opened;
        if can_decide {
            let (right, top) = (rect.right() - CARD_PADDING, rect.top() + 70.0);
            let half = (BUTTONS - 8.0) / 2.0;
            let place = |column: f32, row: f32| {
                let left = right - BUTTONS + column * (half + 8.0);
                Rect::from_min_size(pos2(left, top + row * (SMALL + 8.0)), vec2(half, SMALL))
            };
            let places = [place(1.0, 0.0), place(0.0, 1.0), place(1.0, 1.0)];
            touched.command = buttons_ui(ui, places, form, snapshot, review, call.customer);
        }
        if is_noting {
            let left = rect.left() + CARD_PADDING + GUTTER;
            let place = Rect::from_min_max(
                pos2(left, rect.bottom() - 6.0),
                pos2(rect.right() - CARD_PADDING, rect.bottom() + form_height - 6.0),
            );
            touched.command = form_ui(ui, place, form, snapshot, review, call.customer).or(touched.command.take());
        }
    });
    touched
}

/// A third of the card; more where there is room, since the text does not grow.
fn chart_width(card: f32) -> f32 {
    (344.0 + (card - 1032.0) * 0.7).clamp(232.0, 520.0).round()
}

fn words(ui: &Ui, snapshot: &Snapshot, review: &Review, call: &Call, name: &str, width: f32) -> Option<Words> {
    let tokens = DesignTokens::of(ui);
    let finding = *call.told(review).first()?;
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let small = Ink::new(Size::Caption, tokens.text_3);
    let name = text::cut(ui, name, Ink::strong(Size::Title, tokens.text), width);
    let phrase = text::cut(ui, &call.phrase(review), plain, width);
    Some(Words {
        is_beside: name.size().x + PHRASE_GAP + phrase.size().x <= width,
        name,
        phrase,
        facts: call
            .facts(&snapshot.dataset, review)
            .iter()
            .take(3)
            .map(|fact| text::marked(ui, fact, plain, strong, width))
            .collect(),
        decided: relevant(&snapshot.dataset, &snapshot.weekly, review, call.customer)
            .take(2)
            .map(|decision| {
                let words = wording::decided_before(&snapshot.dataset, review, call.customer, decision);
                text::marked(
                    ui,
                    &words,
                    Ink::new(Size::Caption, tokens.text_2),
                    Ink::strong(Size::Caption, tokens.text),
                    width,
                )
            })
            .collect(),
        evidence: {
            let whole = text::wrapped(ui, &wording::evidence_line(&snapshot.dataset, finding), small, width);
            let is_one_line = whole.rows.len() == 1;
            if is_one_line { whole } else { text::wrapped(ui, &wording::evidence_in_short(finding), small, width) }
        },
        clears: text::wrapped(ui, &wording::clears(finding), small, width),
    })
}

fn gutter_ui(ui: &mut Ui, card: Rect, call: &Call) {
    let tokens = DesignTokens::of(ui);
    let mark = Mark::of(call.level);
    let left = card.left() + CARD_PADDING;
    let base = card.top() + BASELINE;
    mark_ui(ui, pos2(left + 6.0, base - 4.5), mark);
    let word = text::line(ui, wording::level_word(call.level), Ink::strong(Size::Caption, mark.color(tokens)));
    text::on_baseline_ui(ui, left + 18.0, base, Align::Min, &word);
    let trend = wording::trend_word(call.trend);
    if !trend.is_empty() {
        let galley = text::line(ui, trend, Ink::new(Size::Caption, tokens.text_2));
        text::on_baseline_ui(ui, left + 18.0, base + 20.0, Align::Min, &galley);
    }
}

fn text_ui(ui: &mut Ui, card: Rect, words: &Words) {
    let left = card.left() + CARD_PADDING + GUTTER;
    let base = card.top() + BASELINE;
    let right = text::on_baseline_ui(ui, left, base, Align::Min, &words.name).right();
    let mut y = card.top() + 46.0;
    if words.is_beside {
        text::on_baseline_ui(ui, right + PHRASE_GAP, base, Align::Min, &words.phrase);
    } else {
        text::at_ui(ui, pos2(left, y), Align::Min, &words.phrase);
        y += words.phrase.size().y + 1.0;
    }
    for fact in &words.facts {
        text::at_ui(ui, pos2(left, y), Align::Min, fact);
        y += fact.size().y + 1.0;
    }
    y += 4.0;
    for line in &words.decided {
        text::at_ui(ui, pos2(left, y), Align::Min, line);
        y += line.size().y + 2.0;
    }
    text::at_ui(ui, pos2(left, y), Align::Min, &words.evidence);
    text::at_ui(ui, pos2(left, y + words.evidence.size().y), Align::Min, &words.clears);
}

fn actions_ui(
    ui: &mut Ui,
    card: Rect,
    snapshot: &Snapshot,
    call: &Call,
    name: &str,
    is_selected: bool,
    can_decide: bool,
) -> Touched {
    let tokens = DesignTokens::of(ui);
    let currency = snapshot.dataset.currency.as_deref();
    let right = card.right() - CARD_PADDING;
    let base = card.top() + BASELINE;
    let sum = text::line(ui, &money::short(call.money, currency), Ink::strong(Size::Title, tokens.text));
    let top = base - text::baseline(&sum);
    let exact = format!("{} a year at risk", money::exact(call.money, currency));
    text::at_ui(ui, pos2(right, top), Align::Max, &sum).on_hover_text(exact);
    let unit = text::line(ui, "a year at risk", Ink::new(Size::Caption, tokens.text_3));
    text::on_baseline_ui(ui, right, base + 20.0, Align::Max, &unit);
    let (left, width) = if can_decide {
        (right - BUTTONS, (BUTTONS - 8.0) / 2.0)
    } else {
        let width = button::width_of(ui, "Open", SMALL);
        (right - width, width)
    };
    let place = Rect::from_min_size(pos2(left, card.top() + 70.0), vec2(width, SMALL));
    let weight = if is_selected { Weight::Filled } else { Weight::Outlined };
    let response = button::button_at_ui(ui, place, "Open", &format!("Open {name}"), weight);
    Touched {
        is_selected: response.gained_focus(),
        is_opened: response.on_hover_cursor(CursorIcon::PointingHand).clicked(),
        command: None,
    }
}
