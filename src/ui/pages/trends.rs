//! What moves in the shop? The revenue as a sentence, and a table for each question, its finding as its title.

use eframe::egui::{Align, CornerRadius, Key, Rect, Role, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};

use super::Pages;
use super::figures::{Column, cell_ui, cells, headings_ui};
use super::goals::{GoalForm, goal_ui};
use crate::app::weekly::Weighed;
use crate::app::{AppState, Command, Page};
use crate::model::Dataset;
use crate::model::money::{self, Minor};
use crate::model::written::written;
use crate::report::chart::Frame;
use crate::report::chart::drawing::Lead;
use crate::report::chart::measure::text_width;
use crate::report::table_spec::{Cell, ColumnKind, TableRow, TableSpec};
use crate::report::trend_tables::{SCOREBOARD, SET_UPS, TrendCard, TrendChart};
use crate::review::wording;
use crate::ui::charts::{chart_menu_ui, chart_ui, row_note};
use crate::ui::theme::{CARD_GAP, CARD_PADDING, DesignTokens, Size};
use crate::ui::widgets::button::{SMALL, Weight, button_ui, link_at_ui};
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::text::{self, Ink};

/// Where the page stands.
#[derive(Default)]
pub struct TrendsPage {
    /// What a set-up costs, as typed; `None` until somebody types.
    cost: Option<String>,
    /// What a week should reach.
    goal: GoalForm,
}

const ROW: f32 = 26.0;
const BAR: f32 = 5.0;
const BAR_GAP: f32 = 2.0;
const BAR_HEIGHT: f32 = 14.0;
/// A column of tables is at least so wide, and there are at most so many.
const LEAST_WIDTH: f32 = 470.0;
const MOST_COLUMNS: usize = 3;
/// The first column of a table needs so much.
const FIRST: f32 = 132.0;
/// And gets at most so much where other words are long.
const MOST_FIRST: f32 = 190.0;
/// Words that are longer share the room that is left.
const LONG_WORDS: f32 = 130.0;

/// What moves in the shop?
pub fn trends_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let Pages { trends: page, seen: Some(seen), .. } = pages else { return Vec::new() };
    let Some(snapshot) = state.shown() else { return Vec::new() };
    let Some(review) = &snapshot.review else { return Vec::new() };
    let mut commands = Vec::new();
    ui.spacing_mut().item_spacing.y = 0.0;
    let (tokens, width) = (DesignTokens::of(ui), ui.available_width());
    let headline = wording::revenue_headline(&snapshot.dataset, review);
    let galley = text::wrapped(ui, &headline, Ink::strong(Size::Answer, tokens.text), width);
    text::label_ui(ui, &galley);
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let galley = text::marked(ui, &wording::trends_note(review), plain, strong, width);
    text::label_ui(ui, &galley);
    ui.add_space(14.0);

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few columns")]
    let n_columns = ((width / LEAST_WIDTH) as usize).clamp(1, MOST_COLUMNS);
    let column_width = (width - CARD_GAP * (n_columns - 1) as f32) / n_columns as f32;
    let cards = seen.trend_cards();
    let needs = |table: &TableSpec| least_width(table) + 2.0 * CARD_PADDING;
    let is_wide = |card: &TrendCard| card.chart.as_ref().is_some_and(|chart| chart.is_wide);
    let (narrow, wide): (Vec<&TrendCard>, Vec<&TrendCard>) =
        cards.iter().partition(|card| n_columns == 1 || (!is_wide(card) && needs(&card.table) <= column_width));
    let (left, top) = (ui.max_rect().left(), ui.cursor().top());
    let mut bottoms = vec![top; n_columns];
    for card in narrow {
        let shortest = (0..n_columns).min_by(|a, b| bottoms[*a].total_cmp(&bottoms[*b])).unwrap_or(0);
        let x = left + shortest as f32 * (column_width + CARD_GAP);
        let rect = Rect::from_min_max(pos2(x, bottoms[shortest]), pos2(x + column_width, f32::INFINITY));
        bottoms[shortest] = card::inside_ui(ui, rect, card.table.topic, |ui| {
            trend_ui(ui, page, state, card, &mut commands);
            ui.min_rect().bottom() + CARD_GAP
        });
    }
    let bottom = bottoms.iter().fold(top, |bottom, other| bottom.max(*other));
    ui.advance_cursor_after_rect(Rect::from_min_max(pos2(left, top), pos2(left + width, bottom)));
    for card in wide {
        trend_ui(ui, page, state, card, &mut commands);
        ui.add_space(CARD_GAP);
    }
    commands
}

/// One question: its finding, its chart and its rows.
fn trend_ui(ui: &mut Ui, page: &mut TrendsPage, state: &AppState, card: &TrendCard, commands: &mut Vec<Command>) {
    let tokens = DesignTokens::of(ui);
    let table = &card.table;
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let width = ui.available_width();
        if let Some(TrendChart { chart, .. }) = &card.chart {
            let corner = ui.cursor().left_top();
            let dots = Rect::from_min_size(pos2(corner.x + width - 22.0, corner.y - 6.0), vec2(28.0, 24.0));
            card::inside_ui(ui, dots, "dots", |ui| chart_menu_ui(ui, dots, chart.as_ref()));
        }
        let topic = text::line(ui, table.topic, Ink::new(Size::Caption, tokens.text_3));
        text::label_ui(ui, &topic);
        let title = text::wrapped(ui, &table.title, Ink::strong(Size::Body, tokens.text), width);
        text::label_ui(ui, &title).on_hover_text(table.note);
        ui.add_space(4.0);
        if let Some(chart) = &card.chart {
            commands.extend(state.shown().and_then(|shown| trend_chart_ui(ui, &shown.dataset, chart)));
        }
        let says_all = card.chart.as_ref().is_some_and(|chart| chart.says_all);
        if !table.rows.is_empty() && !says_all {
            let columns = columns(table);
            let (heading, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
            card::inside_ui(ui, heading, "heading", |ui| headings_ui(ui, &columns, heading));
            for (place, row) in table.rows.iter().enumerate() {
                let (rect, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
                card::rule(ui, rect, rect.top() + 0.5);
                let pressed = card::inside_ui(ui, rect, place, |ui| row_ui(ui, rect, table.topic, &columns, row));
                commands.extend(page_of(row.lead).filter(|_| pressed).map(Command::Show));
            }
        }
        if says_all {
            return;
        }
        ui.add_space(6.0);
        let mut note = table.note.to_owned();
        if table.n_more > 0 {
            note = format!("and {} more · {note}", table.n_more);
        }
        let note = text::wrapped(ui, &note, Ink::new(Size::Caption, tokens.text_3), width);
        text::label_ui(ui, &note);
        if table.topic == SET_UPS && state.can_decide() {
            commands.extend(cost_ui(ui, page, state));
        }
        if table.topic == SCOREBOARD && state.can_decide() {
            commands.extend(goal_ui(ui, &mut page.goal, state, table));
        }
    });
}

/// The chart of a card. A click on a customer leads to its page.
fn trend_chart_ui(ui: &mut Ui, dataset: &Dataset, TrendChart { chart, height, .. }: &TrendChart) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    let unit = text::cut(ui, chart.unit(), Ink::new(Size::Caption, tokens.text_3), width);
    text::label_ui(ui, &unit);
    ui.add_space(4.0);
    let (rect, _) = ui.allocate_exact_size(vec2(width, *height), Sense::hover());
    let note = row_note(dataset);
    let pointed =
        card::inside_ui(ui, rect, "chart", |ui| chart_ui(ui, rect, chart.as_ref(), Frame::Small, &note, None));
    ui.add_space(8.0);
    pointed.clicked.and_then(page_of).map(Command::Show)
}

/// The page to which a row or a point leads.
fn page_of(lead: Lead) -> Option<Page> {
    match lead {
        Lead::Customer(customer) => Some(Page::Customer(customer)),
        Lead::Figure(figure) => Some(Page::Rows(figure)),
        Lead::Row(_) | Lead::Entry(_) | Lead::Nowhere => None,
    }
}

/// One row. Says whether its customer was pressed.
fn row_ui(ui: &mut Ui, rect: Rect, topic: &str, columns: &[Column<'_>], row: &TableRow) -> bool {
    let tokens = DesignTokens::of(ui);
    let mut is_pressed = false;
    for (place, ((column, cell), content)) in columns.iter().zip(cells(columns, rect)).zip(&row.cells).enumerate() {
        match content {
            Cell::Text(words) if place == 0 && row.lead != Lead::Nowhere => {
                let ink = Ink::new(Size::Caption, tokens.text);
                let galley = text::cut(ui, words, ink, cell.width());
                let base = (cell.center().y - galley.size().y / 2.0).round() + text::baseline(&galley);
                let shown: String =
                    galley.rows.iter().flat_map(|row| row.glyphs.iter().map(|glyph| glyph.chr)).collect();
                let name = link_at_ui(ui, cell.left(), base, Align::Min, &shown, ink, tokens.text);
                // One industry stands in several tables.
                name.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("{words}, {topic}")));
                is_pressed = if galley.elided { name.on_hover_text(words) } else { name }.clicked();
            }
            Cell::Text(words) => {
                let color = if place == 0 || column.title == "Now" { tokens.text } else { tokens.text_2 };
                let ink = if column.title == "Now" {
                    Ink::strong(Size::Caption, color)
                } else {
                    Ink::new(Size::Caption, color)
                };
                cell_ui(ui, column, cell, words, ink);
            }
            Cell::Bars(heights) => bars_ui(ui, cell, heights),
        }
    }
    is_pressed
}

/// Quarters of a year; the last two, which are compared, stand out, and so do those a year before.
fn bars_ui(ui: &Ui, cell: Rect, heights: &[f64]) {
    let tokens = DesignTokens::of(ui);
    let bottom = (cell.center().y + BAR_HEIGHT / 2.0).round();
    for (place, height) in heights.iter().enumerate() {
        #[expect(clippy::cast_possible_truncation, reason = "a share")]
        let tall = (*height as f32 * BAR_HEIGHT).max(1.0);
        let left = cell.left() + place as f32 * (BAR + BAR_GAP);
        let bar = Rect::from_min_max(pos2(left, bottom - tall), pos2(left + BAR, bottom));
        let color = if place + 2 >= heights.len() { tokens.accent } else { tokens.was };
        ui.painter().rect_filled(bar, CornerRadius::ZERO, color);
    }
}

/// What one set-up costs, as the owner says.
fn cost_ui(ui: &mut Ui, page: &mut TrendsPage, state: &AppState) -> Option<Command> {
    let snapshot = state.snapshot()?;
    let (known, currency) = (snapshot.weekly.limits.set_up_cost, snapshot.dataset.currency.as_deref());
    ui.add_space(8.0);
    let said = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let tokens = DesignTokens::of(ui);
        let galley = text::line(ui, "One set-up costs", Ink::new(Size::Body, tokens.text));
        text::label_ui(ui, &galley);
        // Until somebody types, what holds is shown, also while it is being written down.
        let shown = || known.map(|cost| money::exact(cost, currency)).unwrap_or_default();
        let mut typed = page.cost.clone().unwrap_or_else(shown);
        let field = TextEdit::singleline(&mut typed).hint_text("not set").desired_width(72.0).margin(vec2(9.0, 4.0));
        let response = ui.add(field.min_size(vec2(90.0, SMALL))).accessible_name("What one set-up costs");
        if response.changed() {
            page.cost = Some(typed.clone());
        }
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let Ok(cost) = amount_typed(&typed, currency) else {
            let words = format!("an amount such as 45 or {}", written().decimal(45.5, 2));
            let galley = text::line(ui, &words, Ink::new(Size::Caption, tokens.act));
            text::label_ui(ui, &galley);
            return None;
        };
        let is_said = page.cost.is_some()
            && cost != known
            && (button_ui(ui, "Use", Weight::Outlined, SMALL).clicked() || is_entered);
        is_said.then_some(cost)
    });
    let cost = said.inner?;
    page.cost = None;
    let mut limits = snapshot.weekly.limits;
    limits.set_up_cost = cost;
    Some(Command::Weigh(Weighed::Limits(limits)))
}

/// An amount as people type it, in minor units; `None` where the field is empty.
pub(super) fn amount_typed(typed: &str, currency: Option<&str>) -> Result<Option<Minor>, ()> {
    let digits: String = typed.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let decimals = money::decimals(currency) as usize;
    // The last point or comma with at most two digits behind it is the decimal one.
    let (whole, cents) = match digits.rfind(['.', ',']).filter(|&at| digits.len() - at - 1 <= 2) {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits.as_str(), ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let cents: String = cents.chars().chain(std::iter::repeat('0')).take(decimals).collect();
    let amount: Minor = format!("0{whole}{cents}").parse().map_err(|_| ())?;
    (amount > 0 && amount < 1_000_000_000).then_some(Some(amount)).ok_or(())
}

/// The columns, as wide as what stands in them; the first takes what is left.
fn columns(table: &TableSpec) -> Vec<Column<'_>> {
    let natural: Vec<f32> = (0..table.columns.len()).map(|place| natural_width(table, place)).collect();
    let is_long = |place: usize| table.columns[place].kind == ColumnKind::Words && natural[place] > LONG_WORDS;
    let others_are_long = (1..table.columns.len()).any(is_long);
    let all = table.columns.iter().zip(&natural).enumerate();
    all.map(|(place, (column, &natural))| match column.kind {
        ColumnKind::Words if place == 0 && others_are_long => {
            Column::words(&column.title, natural.min(MOST_FIRST), 0.0)
        }
        ColumnKind::Words if place == 0 => Column::words(&column.title, FIRST.min(natural), 1.0),
        ColumnKind::Words if natural > LONG_WORDS => Column::words(&column.title, LONG_WORDS, 1.0),
        ColumnKind::Words | ColumnKind::Bars => Column::words(&column.title, natural, 0.0),
        ColumnKind::Number => Column::number(&column.title, natural),
    })
    .collect()
}

/// The width below which words would be cut, but for very long ones.
fn least_width(table: &TableSpec) -> f32 {
    let most = |place: usize| if place == 0 { MOST_FIRST } else { 2.0 * LONG_WORDS };
    let widths = (0..table.columns.len()).map(|place| natural_width(table, place).min(most(place)));
    widths.sum::<f32>() + 16.0 * table.columns.len().saturating_sub(1) as f32
}

/// Measured without laying out, as all tables are measured in each frame.
fn natural_width(table: &TableSpec, place: usize) -> f32 {
    let width = |words: &str| text_width(words, Size::Caption.points(), true);
    let of_cell = |row: &TableRow| match &row.cells[place] {
        Cell::Text(words) => width(words),
        Cell::Bars(heights) => heights.len() as f32 * (BAR + BAR_GAP),
    };
    let heading = width(&table.columns[place].title);
    table.rows.iter().map(of_cell).fold(heading, f32::max).ceil() + 3.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::written::{CurrencyPlace, NumberMarks, Written};

    #[test]
    fn the_cost_of_a_set_up_is_read_as_people_type_it() {
        let usd = |typed: &str| amount_typed(typed, Some("USD"));
        for (typed, cents) in [("45", 4500), ("$45.50", 4550), ("1,200", 120_000), ("45,5 €", 4550), ("0.40", 40)] {
            assert_eq!(usd(typed), Ok(Some(cents)), "{typed}");
        }
        assert_eq!(usd("  "), Ok(None));
        assert!(usd("a lot").is_err() && usd("0").is_err());
        assert_eq!(amount_typed("4500", Some("JPY")), Ok(Some(4500)));
        // What the field shows is read again, however it is written.
        for marks in NumberMarks::ALL {
            for currency in CurrencyPlace::ALL {
                let shown = Written { marks, currency, ..Written::default() };
                for (cost, code) in [(4550, "USD"), (120_000, "EUR"), (99_999_999, "CHF"), (4500, "JPY")] {
                    let text = shown.exact(cost, Some(code));
                    assert_eq!(amount_typed(&text, Some(code)), Ok(Some(cost)), "{text}");
                }
            }
        }
    }
}
