//! Whom the weeks ahead hang on, and what becomes of them if the chosen customers leave or grow.

use eframe::egui::{Align, Rect, Ui, pos2, vec2};

use super::{OutlookPage, after_grid, name_of, right_of};
use crate::app::{AppState, Command, Page, Snapshot};
use crate::model::{Level, VolumeUnit, money};
use crate::review::outlook::Hang;
use crate::review::{Review, wording};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::grid::{GridColumn, GridRows, SortKey, grid_ui};
use crate::ui::widgets::menu::{Action, switch_ui};
use crate::ui::widgets::shapes::{Mark, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// What may become of the chosen customers, and what it is called.
pub const FACTORS: [(f64, &str); 4] =
    [(0.0, "leave"), (0.5, "order half"), (1.2, "grow by 20 %"), (1.5, "grow by 50 %")];

const NAME: &str = "Whom the weeks ahead hang on";
/// The column of the share.
pub const SHARE: usize = 3;
const COLUMNS: [GridColumn; 6] = [
    GridColumn::words("Customer", 220.0, "Choose rows, and the chart shows what becomes of the weeks ahead"),
    GridColumn::words("Signal", 104.0, "The most urgent flag that it carries"),
    GridColumn::number(
        "Expected\nin 13 weeks",
        110.0,
        "By how much it ordered of late, its season, and the chance that it is still a customer",
    ),
    GridColumn::number("Share", 76.0, "Of what the weeks ahead are expected to bring"),
    GridColumn::number("With those\nbefore", 86.0, "The share of this customer and of all that are larger"),
    GridColumn::number("Orders again\nin 13 weeks", 110.0, "The chance of at least one order"),
];

/// "If the 3 chosen ones [leave | order half | …]: −14 %, 52,900 parts".
pub fn factor_ui(ui: &mut Ui, page: &mut OutlookPage, line: Rect) {
    let tokens = DesignTokens::of(ui);
    let words: Vec<&str> = FACTORS.iter().map(|(_, words)| *words).collect();
    let switch = right_of(line, 4.0 * 88.0);
    if let Some(pressed) = switch_ui(ui, switch, "If they", &words, page.factor) {
        page.factor = pressed;
    }
    let n = page.hangs.chosen().len();
    let words = match n {
        0 => "Choose customers: if they".to_owned(),
        1 => "If it should".to_owned(),
        n => format!("If these {n}"),
    };
    let galley = text::line(ui, &words, Ink::new(Size::Caption, tokens.text_2));
    text::in_rect_ui(ui, line.with_max_x(switch.left() - 10.0), Align::Max, &galley);
}

/// One row a customer, the largest first.
pub fn hangs_ui(
    ui: &mut Ui,
    rect: Rect,
    page: &mut OutlookPage,
    state: &AppState,
    snapshot: &Snapshot,
    review: &Review,
    unit: VolumeUnit,
) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let Some(made) = &page.made else { return Vec::new() };
    let factor = made.factor;
    let sum = made.chart.ahead.iter().map(|week| week.range.mean).sum::<f64>();
    let mut before = 0.0;
    let with_before = made.hangs.iter().map(|hang| {
        before += hang.share;
        before
    });
    let rows = Hangs { snapshot, review, unit, with_before: with_before.collect(), list: &made.hangs };
    page.hangs.take_up(&COLUMNS, state.table_form(NAME));
    page.hangs.arrange(&rows, page.version, |_| true);
    let told = factor.map(|factor| {
        let change = (1000.0 * (factor - 1.0)).round() / 10.0;
        let sign = if change < 0.0 { "−" } else { "+" };
        let left = wording::volume(&snapshot.dataset, unit, sum * factor);
        format!(
            "**{sign}{} %**: the 13 weeks bring {left} instead of {}",
            wording::number(change.abs()),
            wording::volume(&snapshot.dataset, unit, sum)
        )
    });
    let told = told.unwrap_or_else(|| {
        "Click a customer, or several with Ctrl, to see what the weeks ahead bring without them".to_owned()
    });
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let galley = text::marked(ui, &told, plain, strong, rect.width());
    text::at_ui(ui, pos2(rect.left(), rect.top()), Align::Min, &galley);
    let table = rect.with_min_y(rect.top() + galley.size().y + 8.0);
    let events = grid_ui(ui, table, NAME, &mut page.hangs, &COLUMNS, &rows);
    let opened = events.opened.or(events.acted.map(|(row, _)| row)).map(|row| made.hangs[row].customer);
    let mut commands = after_grid(ui, (NAME, &COLUMNS), &mut page.hangs, events.copied);
    commands.extend(opened.map(|customer| Command::Show(Page::Customer(customer))));
    commands
}

struct Hangs<'a> {
    snapshot: &'a Snapshot,
    review: &'a Review,
    unit: VolumeUnit,
    list: &'a [Hang],
    with_before: Vec<f64>,
}

impl Hangs<'_> {
    fn level(&self, row: usize) -> Option<Level> {
        let heard = self.review.findings_of(self.list[row].customer).filter(|finding| finding.set_aside.is_none());
        heard.map(|finding| finding.level).min()
    }

    fn number(&self, row: usize, column: usize) -> Option<f64> {
        let hang = &self.list[row];
        match column {
            1 => self.level(row).map(|level| f64::from(level as u8)),
            2 => Some(hang.volume),
            SHARE => Some(hang.share),
            4 => Some(self.with_before[row]),
            5 => self.review.answer_of(hang.customer)?.orders_again_13w,
            _ => None,
        }
    }
}

impl GridRows for Hangs<'_> {
    fn n_rows(&self) -> usize {
        self.list.len()
    }

    fn shown(&self, row: usize, column: usize) -> String {
        match (column, self.number(row, column)) {
            (0, _) => name_of(self.snapshot, self.list[row].customer).to_owned(),
            (1, _) => self.level(row).map_or("", wording::level_word).to_owned(),
            (2, Some(value)) => wording::bare_volume(&self.snapshot.dataset, self.unit, value),
            (_, Some(share)) => format!("{} %", wording::percent(share)),
            _ => "–".to_owned(),
        }
    }

    fn exact(&self, row: usize, column: usize) -> String {
        let currency = self.snapshot.dataset.currency.as_deref();
        match (column, self.number(row, column)) {
            (0 | 1, _) => self.shown(row, column),
            (2, Some(value)) if self.unit == VolumeUnit::Money => {
                format!("{:.2}", value / 10_f64.powi(money::decimals(currency).cast_signed()))
            }
            (_, Some(value)) => format!("{value:.4}"),
            _ => String::new(),
        }
    }

    fn key(&self, row: usize, column: usize) -> SortKey {
        if column == 0 {
            return SortKey::Words(self.shown(row, 0));
        }
        self.number(row, column).map_or(SortKey::Nothing, SortKey::Number)
    }

    fn sentence(&self, row: usize) -> String {
        let cell = |column| self.shown(row, column);
        format!("{}, {} expected in 13 weeks, {} of the forecast", cell(0), cell(2), cell(SHARE))
    }

    fn ink(&self, ui: &Ui, _row: usize, column: usize) -> Ink {
        let tokens = DesignTokens::of(ui);
        match column {
            0 | SHARE => Ink::strong(Size::Caption, tokens.text),
            4 | 5 => Ink::new(Size::Caption, tokens.text_2),
            _ => Ink::new(Size::Caption, tokens.text),
        }
    }

    fn paint(&self, ui: &mut Ui, rect: Rect, row: usize, column: usize) -> bool {
        let Some(level) = self.level(row).filter(|_| column == 1) else { return column == 1 };
        let mark = Mark::of(level);
        mark_ui(ui, pos2(rect.left() + 6.0, rect.center().y), mark);
        let word =
            text::line(ui, wording::level_word(level), Ink::strong(Size::Caption, mark.color(DesignTokens::of(ui))));
        text::in_rect_ui(ui, rect.translate(vec2(18.0, 0.0)), Align::Min, &word);
        true
    }

    fn actions(&self, row: usize) -> Vec<Action> {
        vec![Action::new(format!("Open {}", name_of(self.snapshot, self.list[row].customer)), "Enter")]
    }
}
