//! Whose next order is due, and whose is late.

use eframe::egui::{Rect, Ui};

use super::{OutlookPage, after_grid, name_of};
use crate::app::{AppState, Command, Page, Snapshot};
use crate::model::Day;
use crate::review::{CustomerAnswer, Review, wording};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::grid::{GridColumn, GridRows, SortKey, grid_ui};
use crate::ui::widgets::menu::Action;
use crate::ui::widgets::text::Ink;

const NAME: &str = "Next orders";
/// The column of the days that an order is late.
pub const LATE: usize = 1;
const COLUMNS: [GridColumn; 8] = [
    GridColumn::words("Customer", 220.0, ""),
    GridColumn::number(
        "Late,\ndays",
        64.0,
        "Days since nine in ten of its orders would have come, counted from the last one",
    ),
    GridColumn::number("Last order", 110.0, ""),
    GridColumn::number(
        "Due by",
        110.0,
        "Nine in ten of its orders come by then, counted from the last one, by its own rhythm and season",
    ),
    GridColumn::number("Now expected", 112.0, "As likely before as after, given how long it has been silent"),
    GridColumn::number("From", 100.0, "One chance in ten that it comes earlier").of(EIGHT),
    GridColumn::number("To", 100.0, "One chance in ten that it comes later").of(EIGHT),
    GridColumn::number("Orders again\nin 13 weeks", 110.0, "The chance of at least one order"),
];
const EIGHT: &str = "8 of 10 times";

/// How many customers are later with an order than nine in ten of their orders.
pub fn n_late(review: &Review) -> usize {
    review.customers.iter().filter(|answer| answer.days_late(review.as_of).is_some()).count()
}

/// One row a customer whose next order can be told.
pub fn due_ui(
    ui: &mut Ui,
    rect: Rect,
    page: &mut OutlookPage,
    state: &AppState,
    snapshot: &Snapshot,
    review: &Review,
) -> Vec<Command> {
    let answers: Vec<&CustomerAnswer> = review.customers.iter().filter(|answer| answer.next_order.is_some()).collect();
    let rows = Due { snapshot, as_of: review.as_of, answers };
    page.due.take_up(&COLUMNS, state.table_form(NAME));
    page.due.arrange(&rows, page.version, |_| true);
    let events = grid_ui(ui, rect, NAME, &mut page.due, &COLUMNS, &rows);
    let opened = events.opened.or(events.acted.map(|(row, _)| row)).map(|row| rows.answers[row].customer);
    let mut commands = after_grid(ui, (NAME, &COLUMNS), &mut page.due, events.copied);
    commands.extend(opened.map(|customer| Command::Show(Page::Customer(customer))));
    commands
}

struct Due<'a> {
    snapshot: &'a Snapshot,
    as_of: Day,
    answers: Vec<&'a CustomerAnswer>,
}

impl Due<'_> {
    fn day(&self, row: usize, column: usize) -> Option<Day> {
        let answer = self.answers[row];
        match column {
            2 => answer.last_order,
            3 => answer.order_due,
            4 => answer.next_order.map(|next| next.expected),
            5 => answer.next_order.map(|next| next.from),
            6 => answer.next_order.map(|next| next.to),
            _ => None,
        }
    }

    fn number(&self, row: usize, column: usize) -> Option<f64> {
        let answer = self.answers[row];
        match column {
            LATE => answer.days_late(self.as_of).map(f64::from),
            7 => answer.orders_again_13w,
            _ => self.day(row, column).map(|day| f64::from(day.0)),
        }
    }
}

impl GridRows for Due<'_> {
    fn n_rows(&self) -> usize {
        self.answers.len()
    }

    fn shown(&self, row: usize, column: usize) -> String {
        match (column, self.day(row, column), self.number(row, column)) {
            (0, ..) => name_of(self.snapshot, self.answers[row].customer).to_owned(),
            (LATE, _, None) => String::new(),
            (LATE, _, Some(days)) => wording::number(days),
            (7, _, Some(chance)) => format!("{} %", wording::percent(chance)),
            (_, Some(day), _) => day.long(),
            _ => "–".to_owned(),
        }
    }

    fn exact(&self, row: usize, column: usize) -> String {
        match (column, self.day(row, column), self.number(row, column)) {
            (0, ..) => self.shown(row, 0),
            (_, Some(day), _) => day.to_string(),
            (7, _, Some(chance)) => format!("{chance:.4}"),
            (_, _, Some(number)) => number.to_string(),
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
        let late = self.answers[row].days_late(self.as_of);
        let late = late.map_or_else(String::new, |days| format!(", {days} days late"));
        format!(
            "{}, last order {}, next one expected {}{late}",
            self.shown(row, 0),
            self.shown(row, 2),
            self.shown(row, 4)
        )
    }

    fn ink(&self, ui: &Ui, _row: usize, column: usize) -> Ink {
        let tokens = DesignTokens::of(ui);
        match column {
            0 | 4 => Ink::strong(Size::Caption, tokens.text),
            LATE => Ink::strong(Size::Caption, tokens.watch),
            2 | 7 => Ink::new(Size::Caption, tokens.text_2),
            _ => Ink::new(Size::Caption, tokens.text),
        }
    }

    fn actions(&self, row: usize) -> Vec<Action> {
        vec![Action::new(format!("Open {}", name_of(self.snapshot, self.answers[row].customer)), "Enter")]
    }
}
