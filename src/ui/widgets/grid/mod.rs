//! A table as people know it from spreadsheets: a name that stays in sight, sorting by several columns, columns that can be made wider,
//! moved and hidden, several rows chosen at once, and copying with headings. Only the rows in sight are drawn.

mod copy;
mod form;
mod heads;
mod keys;
mod layout;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{
    Align, Color32, CornerRadius, CursorIcon, Id, Popup, Rect, Response, Role, ScrollArea, Sense, SetOpenCommand, Ui,
    WidgetInfo, pos2, vec2,
};

pub use self::copy::safe;
use self::layout::Layout;
use super::card;
use super::menu::{Action, action_ui, row_background};
use super::spoken;
use super::text::{self, Ink};
use crate::app::table_form::TableForm;
use crate::ui::theme::{DesignTokens, Size};

/// The height of a row, and of one in a compact table.
const ROW: [f32; 2] = [32.0, 24.0];
/// The height of the headings: two lines, or one in a compact table.
const HEAD: [f32; 2] = [50.0, 27.0];

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct GridColumn {
    /// The heading, on one or two lines.
    pub title: &'static str,
    /// What stands above it and the columns beside it of the same group; blank for none.
    pub group: &'static str,
    /// What it says and how it is counted, for the tooltip.
    pub note: &'static str,
    /// Its width until the owner moves its edge.
    pub width: f32,
    /// Numbers are right aligned.
    pub align: Align,
    /// Whether it is shown until the owner says otherwise.
    pub is_shown: bool,
    /// Whether the largest comes first when it is pressed.
    pub starts_high: bool,
}

impl GridColumn {
    /// A column of words.
    pub const fn words(title: &'static str, width: f32, note: &'static str) -> Self {
        Self { title, group: "", note, width, align: Align::Min, is_shown: true, starts_high: false }
    }

    /// A column of numbers, the largest first.
    pub const fn number(title: &'static str, width: f32, note: &'static str) -> Self {
        Self { title, group: "", note, width, align: Align::Max, is_shown: true, starts_high: true }
    }

    /// The same, under a heading shared with its neighbours.
    #[must_use]
    pub const fn of(mut self, group: &'static str) -> Self {
        self.group = group;
        self
    }

    /// The same, hidden until the owner asks for it.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.is_shown = false;
        self
    }

    /// The heading on one line.
    pub fn name(&self) -> String {
        let title = self.title.replace('\n', " ");
        if self.group.is_empty() { title } else { format!("{}, {}", self.group, title.to_lowercase()) }
    }
}

/// By what a cell is sorted. What is not known comes last, whichever way the column is sorted.
#[derive(Clone, Debug, PartialEq)]
pub enum SortKey {
    /// A number, a day, an amount.
    Number(f64),
    /// Words, without regard to capitals.
    Words(String),
    /// Nothing is known.
    Nothing,
}

/// What a table shows: rows by their place, columns by theirs.
pub trait GridRows {
    /// How many rows there are, before any filter.
    fn n_rows(&self) -> usize;
    /// The words of a cell as they are shown; blank where something else is painted.
    fn shown(&self, row: usize, column: usize) -> String;
    /// The cell as a spreadsheet takes it: numbers in full, days as 2026-11-16.
    fn exact(&self, row: usize, column: usize) -> String;
    /// By what it is sorted.
    fn key(&self, row: usize, column: usize) -> SortKey;
    /// The whole row as a sentence, for a screen reader.
    fn sentence(&self, row: usize) -> String;
    /// How the words of a cell are set.
    fn ink(&self, ui: &Ui, row: usize, column: usize) -> Ink;
    /// Paints what is no text. Gives whether it did.
    fn paint(&self, _ui: &mut Ui, _rect: Rect, _row: usize, _column: usize) -> bool {
        false
    }
    /// What can be done with a row, beside what every table offers.
    fn actions(&self, _row: usize) -> Vec<Action> {
        Vec::new()
    }
    /// The colour of a bar at the left of a row, which sets it apart.
    fn bar(&self, _ui: &Ui, _row: usize) -> Option<Color32> {
        None
    }
    /// Whether a row is pointed at elsewhere.
    fn is_pointed(&self, _row: usize) -> bool {
        false
    }
    /// Whether a click on a cell of this column opens the row.
    fn opens(&self, _column: usize) -> bool {
        false
    }
}

/// One column of the order: the first decides, the next breaks its ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortBy {
    /// Which.
    pub column: usize,
    /// The largest first.
    pub is_descending: bool,
}

/// What the owner made of a table: order, widths, hidden columns, chosen rows.
#[derive(Default)]
pub struct GridState {
    sort: Vec<SortBy>,
    widths: BTreeMap<usize, f32>,
    /// Columns whose visibility the owner changed.
    toggled: BTreeSet<usize>,
    /// The order of the columns, where it was changed.
    arranged: Vec<usize>,
    /// So many columns beside the first one stay in sight.
    frozen: usize,
    is_compact: bool,
    /// Rows in the order in which they are shown.
    rows: Vec<usize>,
    /// What `rows` was made for; see [`GridState::arrange`].
    made_for: Option<u64>,
    chosen: BTreeSet<usize>,
    /// Goes up with every change of what is chosen.
    chosen_version: u64,
    /// Places in `rows`.
    cursor: Option<usize>,
    anchor: Option<usize>,
    scroll_to: Option<usize>,
    offset: eframe::egui::Vec2,
    wants_focus: bool,
    /// The row whose menu was asked for with the keys.
    menu_of: Option<usize>,
    /// The form as it was remembered last; `None` before the first time.
    kept: Option<TableForm>,
}

/// What was done in a table.
#[derive(Default)]
pub struct GridEvents {
    /// The row that was opened, by double click or Enter.
    pub opened: Option<usize>,
    /// The row and what of its actions was pressed.
    pub acted: Option<(usize, usize)>,
    /// What is to be copied, and how many rows it holds.
    pub copied: Option<(String, usize)>,
    /// The row under the pointer.
    pub hovered: Option<usize>,
}

impl GridState {
    /// Sorted by one column, until the owner sorts otherwise.
    pub fn sorted_by(column: usize, is_descending: bool) -> Self {
        Self { sort: vec![SortBy { column, is_descending }], ..Self::default() }
    }

    /// With low rows and headings of one line, for a table inside a card.
    pub fn compact() -> Self {
        Self { is_compact: true, ..Self::default() }
    }

    fn row(&self) -> f32 {
        ROW[usize::from(self.is_compact)]
    }

    fn head(&self) -> f32 {
        HEAD[usize::from(self.is_compact)]
    }

    /// The rows that are shown, in their order.
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// The rows that are chosen.
    pub fn chosen(&self) -> &BTreeSet<usize> {
        &self.chosen
    }

    /// Another number whenever other rows may be chosen.
    pub fn chosen_version(&self) -> u64 {
        self.chosen_version
    }

    fn chosen_mut(&mut self) -> &mut BTreeSet<usize> {
        self.chosen_version += 1;
        &mut self.chosen
    }

    /// The order.
    pub fn sort(&self) -> &[SortBy] {
        &self.sort
    }

    /// Puts the focus into the table.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Chooses the row at a place of what is shown, and brings it into sight.
    pub fn go_to(&mut self, place: usize) {
        let Some(row) = self.rows.get(place).copied() else { return };
        *self.chosen_mut() = BTreeSet::from([row]);
        (self.cursor, self.anchor, self.scroll_to) = (Some(place), Some(place), Some(place));
    }

    /// Filters and sorts anew where `filter_version` or the order changed. `keeps` says whether a row is shown.
    pub fn arrange(&mut self, grid: &dyn GridRows, filter_version: u64, keeps: impl Fn(usize) -> bool) {
        if self.made_for == Some(filter_version) {
            return;
        }
        self.made_for = Some(filter_version);
        let mut rows: Vec<usize> = (0..grid.n_rows()).filter(|row| keeps(*row)).collect();
        // Made once a row: a million rows are compared twenty million times.
        let n = self.sort.len();
        let keys: Vec<Key> =
            rows.iter().flat_map(|&row| self.sort.iter().map(move |by| Key::of(grid.key(row, by.column)))).collect();
        let mut places: Vec<usize> = (0..rows.len()).collect();
        places.sort_unstable_by(|&a, &b| {
            let pairs = keys[a * n..][..n].iter().zip(&keys[b * n..][..n]).zip(&self.sort);
            let mut orders = pairs.map(|((a, b), by)| compared(a, b, by.is_descending));
            orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal).then(rows[a].cmp(&rows[b]))
        });
        rows = places.into_iter().map(|place| rows[place]).collect();
        if !self.chosen.is_empty() {
            let shown: BTreeSet<usize> = rows.iter().copied().collect();
            self.chosen_mut().retain(|row| shown.contains(row));
        }
        self.rows = rows;
        (self.cursor, self.anchor) = (None, None);
    }

    /// Ascending, descending, off; beside the others where `adds`.
    fn press_head(&mut self, column: usize, starts_high: bool, adds: bool) {
        let known = self.sort.iter().position(|by| by.column == column);
        let next = match known.map(|place| self.sort[place].is_descending) {
            None => Some(starts_high),
            Some(is_descending) if is_descending == starts_high => Some(!starts_high),
            Some(_) => None,
        };
        let by = next.map(|is_descending| SortBy { column, is_descending });
        match (adds, known, by) {
            (false, _, by) => self.sort = by.into_iter().collect(),
            (true, Some(place), Some(by)) => self.sort[place] = by,
            (true, Some(place), None) => drop(self.sort.remove(place)),
            (true, None, by) => self.sort.extend(by),
        }
        self.made_for = None;
    }

    /// Whether a column is shown. The first one always is.
    pub fn is_shown(&self, columns: &[GridColumn], column: usize) -> bool {
        column == 0 || columns[column].is_shown != self.toggled.contains(&column)
    }

    /// Shows a column or hides it.
    pub fn toggle(&mut self, column: usize) {
        if !self.toggled.remove(&column) {
            self.toggled.insert(column);
        }
    }

    /// Widths, order and columns as they were.
    pub fn reset_columns(&mut self) {
        self.widths.clear();
        self.toggled.clear();
        self.arranged.clear();
        self.frozen = 0;
    }
}

/// A [`SortKey`] that is compared without another thought.
enum Key {
    Number(f64),
    /// In small letters, and as they stand.
    Words(String, String),
    Nothing,
}

impl Key {
    fn of(key: SortKey) -> Self {
        match key {
            SortKey::Number(number) => Self::Number(number),
            SortKey::Words(words) => Self::Words(words.to_lowercase(), words),
            SortKey::Nothing => Self::Nothing,
        }
    }
}

/// What is not known comes last, whichever way the rest is sorted.
fn compared(a: &Key, b: &Key, is_descending: bool) -> Ordering {
    let order = match (a, b) {
        (Key::Nothing, Key::Nothing) => return Ordering::Equal,
        (Key::Nothing, _) => return Ordering::Greater,
        (_, Key::Nothing) => return Ordering::Less,
        (Key::Number(a), Key::Number(b)) => a.total_cmp(b),
        (Key::Words(a, exact_a), Key::Words(b, exact_b)) => a.cmp(b).then_with(|| exact_a.cmp(exact_b)),
        (Key::Number(_), Key::Words(..)) => Ordering::Less,
        (Key::Words(..), Key::Number(_)) => Ordering::Greater,
    };
    if is_descending { order.reverse() } else { order }
}

/// Draws the table into `rect`, in a card. `name` is what it lists: "Customers". `arrange` must have been called before.
pub fn grid_ui(
    ui: &mut Ui,
    rect: Rect,
    name: &str,
    state: &mut GridState,
    columns: &[GridColumn],
    grid: &dyn GridRows,
) -> GridEvents {
    card::card_surface(ui, rect);
    grid_inside_ui(ui, rect.shrink(1.0), name, state, columns, grid)
}

/// Draws the table into `inner`, which is part of a card.
pub fn grid_inside_ui(
    ui: &mut Ui,
    inner: Rect,
    name: &str,
    state: &mut GridState,
    columns: &[GridColumn],
    grid: &dyn GridRows,
) -> GridEvents {
    let mut events = GridEvents::default();
    let layout = Layout::new(state, columns, inner);
    let focus = keys::focus_ui(ui, inner, name, state);
    // While a menu is open, its keys are its own.
    if focus.has_focus() && !Popup::is_any_open(ui.ctx()) {
        keys::keys(ui, &focus, inner, state, columns, grid, &mut events);
    }
    let body = inner.with_min_y(inner.top() + state.head());
    card::inside_ui(ui, body, "body", |ui| body_ui(ui, &focus, state, &layout, columns, grid, &mut events));
    card::inside_ui(ui, inner.with_max_y(body.top()), "heads", |ui| {
        heads::heads_ui(ui, state, &layout, columns, grid);
    });
    let edge = ui.painter().round_to_pixel_center(layout.fixed_right - 0.5);
    ui.painter().vline(edge, inner.y_range(), DesignTokens::of(ui).hairline());
    if focus.has_focus() {
        super::button::focus_ring(ui, &focus, inner);
    }
    events
}

fn body_ui(
    ui: &mut Ui,
    focus: &Response,
    state: &mut GridState,
    layout: &Layout,
    columns: &[GridColumn],
    grid: &dyn GridRows,
    events: &mut GridEvents,
) {
    let body = ui.max_rect();
    let mut area = ScrollArea::both().id_salt("rows").auto_shrink(false);
    if let Some(place) = state.scroll_to.take() {
        let (top, bottom) = (place as f32 * state.row(), (place + 1) as f32 * state.row());
        let seen = state.offset.y..=state.offset.y + body.height();
        if !seen.contains(&top) || !seen.contains(&bottom) {
            let offset = if top < state.offset.y { top } else { bottom - body.height() };
            area = area.vertical_scroll_offset(offset.max(0.0));
        }
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let high = state.row();
    let size = vec2(layout.width, state.rows.len() as f32 * high);
    let output = area.show_viewport(ui, |ui, viewport| {
        ui.set_min_size(size);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of rows")]
        let first = (viewport.top() / high).floor().max(0.0) as usize;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of rows")]
        let end = ((viewport.bottom() / high).ceil().max(0.0) as usize).min(state.rows.len());
        let layout = layout.scrolled(viewport.left());
        for place in first..end {
            let top = body.top() + place as f32 * high - viewport.top();
            let rect = Rect::from_min_size(pos2(body.left(), top), vec2(body.width(), high));
            row_ui(ui, rect, focus, place, state, &layout, columns, grid, events);
        }
    });
    state.offset = output.state.clamped_offset();
}

#[expect(clippy::too_many_arguments, reason = "a row needs all that the table knows")]
fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    focus: &Response,
    place: usize,
    state: &mut GridState,
    layout: &Layout,
    columns: &[GridColumn],
    grid: &dyn GridRows,
    events: &mut GridEvents,
) {
    let row = state.rows[place];
    let seen = rect.intersect(ui.clip_rect());
    let response = ui.interact(seen, ui.scope_id().with(("row", row)), Sense::CLICK);
    let is_chosen = state.chosen.contains(&row);
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, is_chosen, grid.sentence(row)));
    spoken::chosen(ui.ctx(), response.id, is_chosen);
    if state.cursor == Some(place) && focus.has_focus() {
        spoken::reached(ui.ctx(), focus.id, response.id);
    }
    if response.clicked() || response.secondary_clicked() {
        if response.clicked() || !is_chosen {
            let modifiers = ui.input(|input| input.modifiers);
            keys::choose(state, place, modifiers.shift, modifiers.command);
        }
        focus.request_focus();
    }
    if response.double_clicked() {
        events.opened = Some(row);
    }
    if response.contains_pointer() {
        events.hovered = Some(row);
    }
    row_background(ui, rect, &response, is_chosen);
    if grid.is_pointed(row) && !is_chosen {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, DesignTokens::of(ui).raised);
    }
    if let Some(color) = grid.bar(ui, row) {
        let bar = Rect::from_min_size(rect.left_top() + vec2(2.0, 4.0), vec2(3.0, rect.height() - 8.0));
        ui.painter().rect_filled(bar, CornerRadius::ZERO, color);
    }
    if state.cursor == Some(place) && focus.has_focus() {
        let stroke = eframe::egui::Stroke::new(1.0, DesignTokens::of(ui).accent);
        ui.painter().rect_stroke(rect, CornerRadius::ZERO, stroke, eframe::egui::StrokeKind::Inside);
    }
    card::rule(ui, rect, rect.bottom() - 0.5);
    let pointed = response.hover_pos();
    for (i, cell) in layout.cells(rect) {
        let clip = if layout.is_fixed(i) { seen } else { seen.with_min_x(layout.fixed_right) };
        if cell.right() <= clip.left() || cell.left() >= clip.right() {
            continue;
        }
        let mut child =
            ui.new_child(eframe::egui::UiBuilder::new().id_salt((row, i)).max_rect(cell.shrink2(vec2(8.0, 0.0))));
        child.set_clip_rect(clip.intersect(ui.clip_rect()));
        let inner = child.max_rect();
        if grid.paint(&mut child, inner, row, i) {
            continue;
        }
        let words = grid.shown(row, i);
        let galley = text::cut(&child, &words, grid.ink(&child, row, i), inner.width());
        if grid.opens(i) && pointed.is_some_and(|pos| cell.contains(pos) && clip.contains(pos)) {
            child.ctx().set_cursor_icon(CursorIcon::PointingHand);
            let y = child.painter().round_to_pixel_center(inner.center().y + galley.size().y / 2.0 - 2.0);
            let line = inner.with_min_x(inner.right() - galley.size().x).x_range();
            child.painter().hline(line, y, (1.0, DesignTokens::of(ui).accent));
            if response.clicked() {
                events.opened = Some(row);
            }
        }
        let x = if columns[i].align == Align::Max { inner.right() - galley.size().x } else { inner.left() };
        let at = pos2(x.round(), (inner.center().y - galley.size().y / 2.0).round());
        if galley.elided && pointed.is_some_and(|pos| cell.contains(pos)) {
            response.clone().on_hover_text_at_pointer(&words);
        }
        child.painter().galley(at, galley, DesignTokens::of(ui).text);
    }
    menu_ui(&response, place, state, layout, columns, grid, events);
    if !columns.iter().enumerate().any(|(i, _)| grid.opens(i)) {
        response.on_hover_cursor(CursorIcon::Default);
    }
}

/// What a right click offers: the row's own actions, then what every table does.
fn menu_ui(
    response: &Response,
    place: usize,
    state: &mut GridState,
    layout: &Layout,
    columns: &[GridColumn],
    grid: &dyn GridRows,
    events: &mut GridEvents,
) {
    let row = state.rows[place];
    let mut popup = Popup::context_menu(response).width(260.0);
    let by_keys = Id::unique("menu by keys");
    if state.menu_of.take_if(|asked| *asked == row).is_some() {
        response.ctx.data_mut(|data| data.insert_temp(by_keys, row));
        popup = popup.open_memory(Some(SetOpenCommand::Bool(true)));
    } else if response.secondary_clicked() {
        response.ctx.data_mut(|data| data.remove_temp::<usize>(by_keys));
    }
    if response.ctx.data(|data| data.get_temp::<usize>(by_keys)) == Some(row) {
        popup = popup.at_position(response.rect.left_bottom() + vec2(12.0, 0.0));
    }
    popup.show(|ui| {
        ui.set_min_width(260.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let at = ui.data(|data| data.get_temp::<usize>(response.id)).unwrap_or(0);
        let actions = grid.actions(row);
        for (i, action) in actions.iter().enumerate() {
            if action_ui(ui, action).clicked() {
                events.acted = Some((row, i));
                ui.close();
            }
        }
        if !actions.is_empty() {
            separator_ui(ui);
        }
        if action_ui(ui, &Action::new("Copy cell", "")).clicked() {
            events.copied = Some((grid.exact(row, at), 1));
            ui.close();
        }
        if action_ui(ui, &Action::new("Copy rows with headings", "Ctrl C")).clicked() {
            events.copied = copy::chosen(state, columns, grid, false);
            ui.close();
        }
        if action_ui(ui, &Action::new("Copy as shown", "Ctrl Shift C")).clicked() {
            events.copied = copy::chosen(state, columns, grid, true);
            ui.close();
        }
        if at != layout.columns[0] && action_ui(ui, &Action::new("Hide this column", "")).clicked() {
            state.toggle(at);
            ui.close();
        }
    });
    if response.secondary_clicked()
        && let Some(pos) = response.interact_pointer_pos()
    {
        let at = layout.column_at(pos.x);
        response.ctx.data_mut(|data| data.insert_temp(response.id, at));
    }
}

/// A hairline between groups of actions.
fn separator_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
    card::rule(ui, rect, rect.center().y);
}

/// Words of a cell that says nothing.
pub fn faint(ui: &Ui) -> Ink {
    Ink::new(Size::Caption, DesignTokens::of(ui).text_3)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Lots(Vec<(&'static str, Option<f64>)>);

    impl GridRows for Lots {
        fn n_rows(&self) -> usize {
            self.0.len()
        }
        fn shown(&self, row: usize, column: usize) -> String {
            if column == 0 {
                self.0[row].0.to_owned()
            } else {
                self.0[row].1.map_or("–".to_owned(), |n| format!("{n:.0}"))
            }
        }
        fn exact(&self, row: usize, column: usize) -> String {
            if column == 0 { self.0[row].0.to_owned() } else { self.0[row].1.map_or(String::new(), |n| n.to_string()) }
        }
        fn key(&self, row: usize, column: usize) -> SortKey {
            match column {
                0 => SortKey::Words(self.0[row].0.to_owned()),
                _ => self.0[row].1.map_or(SortKey::Nothing, SortKey::Number),
            }
        }
        fn sentence(&self, row: usize) -> String {
            self.shown(row, 0)
        }
        fn ink(&self, ui: &Ui, _row: usize, _column: usize) -> Ink {
            faint(ui)
        }
    }

    const COLUMNS: [GridColumn; 2] =
        [GridColumn::words("Customer", 100.0, ""), GridColumn::number("Parts", 80.0, "").of("Lots")];

    fn shop() -> Lots {
        Lots(vec![("delta", Some(5.0)), ("Alpine", None), ("Quarry\tRail", Some(50.5)), ("Beacon", Some(5.0))])
    }

    fn names(state: &GridState, lots: &Lots) -> Vec<&'static str> {
        state.rows().iter().map(|row| lots.0[*row].0).collect()
    }

    #[test]
    fn the_second_key_breaks_ties_and_what_is_not_known_comes_last_both_ways() {
        let lots = shop();
        let mut state = GridState::sorted_by(1, true);
        state.press_head(0, false, true);
        state.arrange(&lots, 0, |_| true);
        assert_eq!(names(&state, &lots), ["Quarry\tRail", "Beacon", "delta", "Alpine"]);
        state.press_head(1, true, true);
        state.arrange(&lots, 0, |_| true);
        assert_eq!(names(&state, &lots), ["Beacon", "delta", "Quarry\tRail", "Alpine"]);
    }

    #[test]
    fn a_heading_sorts_one_way_then_the_other_then_not_at_all() {
        let lots = shop();
        let mut state = GridState::default();
        let first = |state: &mut GridState| {
            state.press_head(0, false, false);
            state.arrange(&lots, 0, |_| true);
            names(state, &lots)[0]
        };
        assert_eq!(first(&mut state), "Alpine");
        assert_eq!(first(&mut state), "Quarry\tRail");
        assert_eq!(first(&mut state), "delta", "as they came");
    }

    #[test]
    fn words_are_sorted_without_regard_to_capitals_and_ties_by_the_first_row() {
        let lots = Lots(["beacon", "Émile", "alpine", "émile", "Beacon", "alpine"].map(|name| (name, None)).into());
        let mut state = GridState::sorted_by(0, false);
        state.arrange(&lots, 0, |_| true);
        assert_eq!(state.rows(), [2, 5, 4, 0, 1, 3]);
        state.press_head(0, false, false);
        state.arrange(&lots, 0, |_| true);
        assert_eq!(state.rows(), [3, 1, 0, 4, 2, 5]);
    }

    #[test]
    fn every_change_of_what_is_chosen_is_seen() {
        let lots = shop();
        let mut state = GridState::default();
        state.arrange(&lots, 0, |_| true);
        let mut seen = vec![state.chosen_version()];
        keys::choose(&mut state, 0, false, false);
        seen.push(state.chosen_version());
        keys::choose(&mut state, 2, false, true);
        seen.push(state.chosen_version());
        keys::choose(&mut state, 3, true, false);
        seen.push(state.chosen_version());
        state.arrange(&lots, 1, |row| row != 1);
        seen.push(state.chosen_version());
        state.go_to(0);
        seen.push(state.chosen_version());
        assert!(seen.windows(2).all(|pair| pair[0] != pair[1]), "{seen:?}");
    }

    #[test]
    fn what_is_filtered_out_is_not_chosen_any_more() {
        let lots = shop();
        let mut state = GridState::default();
        state.arrange(&lots, 0, |_| true);
        keys::choose(&mut state, 0, false, false);
        keys::choose(&mut state, 2, true, false);
        assert_eq!(state.chosen().len(), 3);
        state.arrange(&lots, 1, |row| row != 1);
        assert_eq!(state.chosen().iter().copied().collect::<Vec<_>>(), [0, 2]);
    }

    #[test]
    fn a_copy_has_headings_full_numbers_and_one_line_a_row() {
        let lots = shop();
        let mut state = GridState::sorted_by(0, false);
        state.arrange(&lots, 0, |_| true);
        keys::choose(&mut state, 3, false, false);
        keys::choose(&mut state, 0, false, true);
        let (text, n) = copy::chosen(&state, &COLUMNS, &lots, false).unwrap();
        assert_eq!((text.as_str(), n), ("Customer\tLots, parts\nAlpine\t\nQuarry Rail\t50.5\n", 2));
        let (shown, _) = copy::chosen(&state, &COLUMNS, &lots, true).unwrap();
        assert!(shown.contains("Alpine\t–"), "{shown}");
    }

    #[test]
    fn a_cell_from_a_file_starts_no_formula_in_the_spreadsheet() {
        let lots = Lots(vec![("=HYPERLINK(\"x\")", Some(-3.0))]);
        let mut state = GridState::default();
        state.arrange(&lots, 0, |_| true);
        keys::choose(&mut state, 0, false, false);
        let (text, _) = copy::chosen(&state, &COLUMNS, &lots, false).unwrap();
        assert!(text.contains("\n'=HYPERLINK"), "{text}");
        assert!(text.ends_with("\t-3\n"), "a number stays one: {text}");
    }

    #[test]
    fn a_hidden_column_is_neither_drawn_nor_copied_and_the_name_cannot_be_hidden() {
        let lots = shop();
        let mut state = GridState::default();
        state.arrange(&lots, 0, |_| true);
        state.toggle(1);
        assert!(!state.is_shown(&COLUMNS, 1) && state.is_shown(&COLUMNS, 0));
        keys::choose(&mut state, 0, false, false);
        assert_eq!(copy::chosen(&state, &COLUMNS, &lots, false).unwrap().0, "Customer\ndelta\n");
        state.toggle(0);
        assert!(state.is_shown(&COLUMNS, 0));
    }
}
