//! A row as it stands in its file, with the rows around it: over the page, like the spreadsheet that it came from.

use std::sync::Arc;

use eframe::egui::{
    CornerRadius, Frame, Id, Key, Modal, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::look_up::LookedUp;
use crate::app::{AppState, Command, Page};
use crate::import::original::Original;
use crate::model::money::thousands;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{SMALL, Weight, button_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::grid::safe;
use crate::ui::widgets::menu::row_background;
use crate::ui::widgets::text::{self, Ink};

const ROW: f32 = 26.0;
const WIDTH: f32 = 960.0;
/// Around the words of a cell.
const PADDING: f32 = 8.0;
/// Words wider than this are cut.
const WIDEST: f32 = 220.0;
/// More letters of a cell are never drawn.
const MOST_LETTERS: usize = 400;
/// The room of the bar that scrolls to the right.
const BAR: f32 = 10.0;

/// Draws it while a row is looked up. In the meeting it would name whom the owner masked.
pub fn original_ui(ui: &Ui, state: &AppState) -> Vec<Command> {
    let mut commands = Vec::new();
    let Some(looked_up) = state.original().filter(|_| state.page() != Page::Meeting) else { return commands };
    let tokens = DesignTokens::of(ui);
    let width = WIDTH.min(ui.ctx().content_rect().width() - 80.0);
    let mut is_closed = false;
    let frame = Frame::new()
        .fill(tokens.surface)
        .stroke(tokens.hairline())
        .corner_radius(CornerRadius::same(8))
        .inner_margin(16.0);
    let modal = Modal::new(Id::unique("original row")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 0.0;
        let title = text::wrapped(ui, &title(looked_up), Ink::strong(Size::Body, tokens.text), width);
        text::label_ui(ui, &title);
        match &looked_up.result {
            None => note_ui(ui, "Looking for the file…", width),
            Some(Err(message)) => note_ui(ui, message, width),
            Some(Ok(original)) => {
                let caption = "The file itself, as it stands on this computer";
                let caption = text::line(ui, caption, Ink::new(Size::Caption, tokens.text_3));
                text::label_ui(ui, &caption);
                ui.add_space(8.0);
                Sheet::of(ui, looked_up, original).ui(ui, width);
            }
        }
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let cells = looked_up.result.as_ref().and_then(|result| cells_of(result.as_ref().ok()?, looked_up.at.row));
            if let Some(cells) = cells
                && button_ui(ui, "Copy row", Weight::Outlined, SMALL).clicked()
            {
                ui.ctx().copy_text(as_text(cells));
                commands.push(Command::Tell("The row is copied".to_owned()));
            }
            is_closed = button_ui(ui, "Close", Weight::Outlined, SMALL).clicked();
        });
    });
    let is_left = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if is_closed || is_left || modal.should_close() {
        commands.push(Command::CloseOriginal);
    }
    commands
}

/// "orders.csv, row 5,738".
fn title(looked_up: &LookedUp) -> String {
    let sheet = looked_up.sheet.as_ref().map(|sheet| format!(", sheet {sheet}")).unwrap_or_default();
    format!("{}{sheet}, row {}", looked_up.file, thousands(u64::from(looked_up.at.row)))
}

fn note_ui(ui: &mut Ui, words: &str, width: f32) {
    ui.add_space(8.0);
    let words = text::wrapped(ui, words, Ink::new(Size::Body, DesignTokens::of(ui).text_2), width);
    text::label_ui(ui, &words);
}

fn cells_of(original: &Original, wanted: u32) -> Option<&[String]> {
    original.rows.iter().find(|(row, _)| *row == wanted).map(|(_, cells)| cells.as_slice())
}

/// A tab between cells, as a spreadsheet takes them.
fn as_text(cells: &[String]) -> String {
    cells.iter().map(|cell| safe(cell)).collect::<Vec<_>>().join("\t")
}

/// A cell on one line, without what nobody reads here.
fn shown(cell: &str) -> String {
    let mut letters = cell.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut words: String = letters.by_ref().take(MOST_LETTERS).collect();
    if letters.next().is_some() {
        words.push('…');
    }
    words
}

/// One line of the file.
struct Line<'a> {
    row: u32,
    cells: &'a [String],
    is_heading: bool,
    is_wanted: bool,
}

/// The lines as they are drawn.
struct Sheet<'a> {
    lines: Vec<Line<'a>>,
    headings: &'a [String],
    used: &'a [bool],
    /// How wide each column is, with what is around its words.
    widths: Arc<Vec<f32>>,
    /// The room of the row numbers.
    gutter: f32,
    id: Id,
}

impl<'a> Sheet<'a> {
    fn of(ui: &Ui, looked_up: &'a LookedUp, original: &'a Original) -> Self {
        let wanted = looked_up.at.row;
        let heading = original.headings.as_ref();
        let lines: Vec<Line<'a>> = lines(original, wanted);
        let last = lines.iter().map(|line| line.row).max().unwrap_or(wanted);
        let number = text::line(ui, &number_of(last), Ink::new(Size::Caption, DesignTokens::of(ui).text_3));
        let id = Id::unique(("original row", &looked_up.file, &looked_up.sheet, wanted, lines.len()));
        let mut sheet = Self {
            lines,
            headings: heading.map(|(_, headings)| headings.as_slice()).unwrap_or_default(),
            used: &looked_up.used,
            widths: Arc::default(),
            gutter: number.size().x.ceil() + 3.0 * PADDING,
            id,
        };
        // They are measured once, not in each frame.
        sheet.widths = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| {
            let widths = Arc::new(sheet.measured(ui));
            ui.data_mut(|data| data.insert_temp(id, Arc::clone(&widths)));
            widths
        });
        sheet
    }

    fn measured(&self, ui: &Ui) -> Vec<f32> {
        let filled = |line: &Line<'_>| line.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
        let n_columns = self.lines.iter().map(filled).max().unwrap_or(0);
        let wide = |line: &Line<'_>, column: usize| {
            let words = line.cells.get(column).map(|cell| shown(cell)).unwrap_or_default();
            text::line(ui, &words, self.ink(ui, line, column)).size().x.ceil() + 1.0
        };
        let column = |column: usize| {
            let widest = self.lines.iter().map(|line| wide(line, column)).fold(2.0 * PADDING, f32::max);
            widest.min(WIDEST) + 2.0 * PADDING
        };
        (0..n_columns).map(column).collect()
    }

    fn ink(&self, ui: &Ui, line: &Line<'_>, column: usize) -> Ink {
        let tokens = DesignTokens::of(ui);
        let is_used = self.used.get(column).copied().unwrap_or(false);
        match (line.is_wanted, line.is_heading) {
            (true, _) if is_used => Ink::strong(Size::Caption, tokens.text),
            (true, _) => Ink::new(Size::Caption, tokens.text),
            (_, true) => Ink::new(Size::Caption, tokens.text_3),
            _ => Ink::new(Size::Caption, tokens.text_2),
        }
    }

    /// A line for a screen reader: "Row 5,738: Order No SO-25058, Date 2026-11-02".
    fn sentence(&self, line: &Line<'_>) -> String {
        let row = number_of(line.row);
        if line.is_heading {
            let headings: Vec<String> =
                line.cells.iter().filter(|cell| !cell.is_empty()).map(|cell| shown(cell)).collect();
            return format!("Headings in row {row}: {}", headings.join(", "));
        }
        let named = |(column, cell): (usize, &String)| match self.headings.get(column) {
            Some(heading) if !heading.is_empty() => format!("{} {}", shown(heading), shown(cell)),
            _ => shown(cell),
        };
        let cells = line.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        let cells: Vec<String> = cells.map(named).collect();
        if cells.is_empty() { format!("Row {row}: blank") } else { format!("Row {row}: {}", cells.join(", ")) }
    }

    fn ui(&self, ui: &mut Ui, width: f32) {
        let columns: f32 = self.widths.iter().sum();
        let size = vec2((self.gutter + columns).max(width), self.lines.len() as f32 * ROW + BAR);
        let most = ui.ctx().content_rect().height() - 240.0;
        let area = ScrollArea::both().id_salt(self.id).max_height(most).auto_shrink([false, true]);
        area.show_viewport(ui, |ui, seen| {
            let start = ui.max_rect().min;
            ui.set_min_size(size);
            for (i, line) in self.lines.iter().enumerate() {
                let place = pos2(start.x + seen.left(), start.y + i as f32 * ROW);
                let rect = Rect::from_min_size(place, vec2(seen.width(), ROW));
                self.line_ui(ui, rect, start.x, line);
            }
        });
    }

    /// Draws a line into `rect`, which is what is seen of it; its first cell begins at `start`, behind the row number.
    fn line_ui(&self, ui: &Ui, rect: Rect, start: f32, line: &Line<'_>) {
        let tokens = DesignTokens::of(ui);
        let response = ui.interact(rect.intersect(ui.clip_rect()), self.id.with(line.row), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.sentence(line)));
        row_background(ui, rect, &response, line.is_wanted);
        card::rule(ui, rect, rect.bottom() - 0.5);
        let middle = |height: f32| (rect.center().y - height / 2.0).round();
        let edge = rect.left() + self.gutter;
        let number = text::line(ui, &number_of(line.row), Ink::new(Size::Caption, tokens.text_3));
        let at = pos2((edge - PADDING - number.size().x).round(), middle(number.size().y));
        ui.painter().galley(at, number, tokens.text_3);
        ui.painter().vline(ui.painter().round_to_pixel_center(edge - 0.5), rect.y_range(), tokens.hairline());

        // The row number stays in sight; the cells pass behind it.
        let clip = ui.clip_rect().intersect(rect.with_min_x(edge));
        let painter = ui.painter().with_clip_rect(clip);
        let pointed = response.hover_pos().filter(|pos| clip.contains(*pos));
        let mut left = start + self.gutter;
        for (column, &width) in self.widths.iter().enumerate() {
            let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(width, ROW));
            left += width;
            let words = line.cells.get(column).map_or("", String::as_str);
            if words.is_empty() || cell.right() <= clip.left() || cell.left() >= clip.right() {
                continue;
            }
            let words = shown(words);
            let galley = text::cut(ui, &words, self.ink(ui, line, column), width - 2.0 * PADDING);
            if galley.elided && pointed.is_some_and(|pos| cell.contains(pos)) {
                response.clone().on_hover_text_at_pointer(&words);
            }
            let at = pos2((cell.left() + PADDING).round(), middle(galley.size().y));
            painter.galley(at, galley, tokens.text);
        }
    }
}

fn number_of(row: u32) -> String {
    thousands(u64::from(row))
}

/// The rows, below their headings where these do not stand among them.
fn lines(original: &Original, wanted: u32) -> Vec<Line<'_>> {
    let heading = original.headings.as_ref();
    let header_row = heading.map(|(row, _)| *row);
    let is_apart = heading.filter(|(row, _)| original.rows.iter().all(|(other, _)| other != row));
    let above = is_apart.map(|(row, cells)| Line { row: *row, cells, is_heading: true, is_wanted: false });
    let rows = original.rows.iter().map(|(row, cells)| Line {
        row: *row,
        cells,
        is_heading: Some(*row) == header_row,
        is_wanted: *row == wanted,
    });
    above.into_iter().chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn original(first: u32) -> Original {
        let rows = (first..first + 3).map(|row| (row, cells(&["SO-1", "", "=1+1\tx"]))).collect();
        Original { headings: Some((1, cells(&["Order No", "Date", ""]))), rows }
    }

    #[test]
    fn the_headings_stand_above_rows_far_below_them_and_once_among_those_near() {
        let rows = |original: &Original| lines(original, 7).iter().map(|line| line.row).collect::<Vec<_>>();
        assert_eq!(rows(&original(6)), [1, 6, 7, 8]);
        assert_eq!(rows(&original(1)), [1, 2, 3]);
        assert!(lines(&original(1), 2)[0].is_heading && lines(&original(1), 2)[1].is_wanted);
    }

    #[test]
    fn a_copied_row_has_a_tab_between_cells_and_no_formula() {
        let original = original(6);
        assert_eq!(as_text(cells_of(&original, 7).unwrap()), "SO-1\t\t'=1+1 x");
        assert_eq!(cells_of(&original, 9), None);
    }

    #[test]
    fn a_cell_is_drawn_on_one_line_and_a_very_long_one_is_cut() {
        assert_eq!(shown("first\nsecond"), "first second");
        assert_eq!(shown(&"x".repeat(MOST_LETTERS)), "x".repeat(MOST_LETTERS));
        assert_eq!(shown(&"x".repeat(MOST_LETTERS + 1)).chars().count(), MOST_LETTERS + 1);
    }
}
