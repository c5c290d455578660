//! What a week should reach, as the owner says: below the scoreboard.

use eframe::egui::{Key, TextEdit, Ui, vec2};

use super::trends::amount_typed;
use crate::app::weekly::Weighed;
use crate::app::{AppState, Command};
use crate::model::{Dataset, Measure};
use crate::report::table_spec::TableSpec;
use crate::review::wording;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{SMALL, Weight, button_ui};
use crate::ui::widgets::menu::{Entry, menu_button_ui};
use crate::ui::widgets::text::{self, Ink};

/// The measure whose goal is typed, and what stands in the field.
#[derive(Default)]
pub struct GoalForm {
    chosen: usize,
    typed: Option<String>,
}

/// A measure of the table, the field for its goal, and what is wrong with it.
pub fn goal_ui(ui: &mut Ui, form: &mut GoalForm, state: &AppState, table: &TableSpec) -> Option<Command> {
    let snapshot = state.snapshot()?;
    let dataset = &snapshot.dataset;
    let limits = snapshot.weekly.limits;
    let named = |measure: &Measure| {
        let name = wording::measure(dataset, *measure);
        table
            .rows
            .iter()
            .any(|row| row.cells.first().is_some_and(|cell| cell.words() == name))
            .then_some((*measure, name))
    };
    let measures: Vec<(Measure, String)> = Measure::ALL.iter().filter_map(named).collect();
    let (measure, name) = measures.get(form.chosen).or(measures.first())?.clone();
    let known = Measure::ALL.iter().position(|of| *of == measure).and_then(|place| limits.goals()[place]);
    ui.add_space(8.0);
    let tokens = DesignTokens::of(ui);
    let said = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let galley = text::line(ui, "Goal a week", Ink::new(Size::Body, tokens.text));
        text::label_ui(ui, &galley);
        let chosen_name = name.clone();
        let entries: Vec<Entry> = measures
            .iter()
            .map(|(_, name)| Entry { words: name.clone(), note: "".into(), is_chosen: *name == chosen_name })
            .collect();
        let rect = eframe::egui::Rect::from_min_size(ui.cursor().left_top(), vec2(170.0, SMALL));
        if let Some(chosen) = menu_button_ui(ui, rect, &name, &format!("Goal of: {name}"), &entries) {
            *form = GoalForm { chosen, typed: None };
        }
        let shown = || known.map(|goal| wording::measured_exactly(dataset, measure, goal)).unwrap_or_default();
        let mut typed = form.typed.clone().unwrap_or_else(shown);
        let field =
            TextEdit::singleline(&mut typed).hint_text("year before").desired_width(84.0).margin(vec2(9.0, 4.0));
        let response = ui.add(field.min_size(vec2(102.0, SMALL))).accessible_name(format!("Goal a week: {name}"));
        if response.changed() {
            form.typed = Some(typed.clone());
        }
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let Ok(goal) = goal_typed(dataset, measure, &typed) else {
            let galley = text::line(ui, "a number", Ink::new(Size::Caption, tokens.act));
            text::label_ui(ui, &galley);
            return None;
        };
        let is_said = form.typed.is_some()
            && goal != known
            && (button_ui(ui, "Use", Weight::Outlined, SMALL).clicked() || is_entered);
        is_said.then_some(goal)
    });
    let goal = said.inner?;
    form.typed = None;
    Some(Command::Weigh(Weighed::Limits(limits.with_goal(measure, goal))))
}

/// A goal as people type it: an amount, a share in percent, a number; `None` where the field is empty.
fn goal_typed(dataset: &Dataset, measure: Measure, typed: &str) -> Result<Option<f64>, ()> {
    if measure == Measure::Revenue {
        return amount_typed(typed, dataset.currency.as_deref()).map(|amount| amount.map(|amount| amount as f64));
    }
    let typed = typed.trim().trim_end_matches('%').trim();
    if typed.is_empty() {
        return Ok(None);
    }
    // In a whole number marks stand between thousands; the others are small.
    let is_whole = matches!(measure, Measure::Orders | Measure::Parts | Measure::Area);
    let digits: String = if is_whole {
        typed.chars().filter(|c| !matches!(c, ',' | '.' | ' ' | '\'' | '\u{a0}' | '\u{202f}')).collect()
    } else {
        typed.replace(',', ".")
    };
    let value: f64 = digits.parse().map_err(|_| ())?;
    let value = if matches!(measure, Measure::OnTime | Measure::Rejected) { value / 100.0 } else { value };
    let is_share = matches!(measure, Measure::OnTime | Measure::Rejected);
    let is_sensible = value.is_finite() && value.abs() < 1e9 && (!is_share || (0.0..=1.0).contains(&value));
    if is_sensible { Ok(Some((value * 1000.0).round() / 1000.0)) } else { Err(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_read_as_people_type_it() {
        let mut shop = Dataset::default();
        shop.currency = Some("USD".to_owned());
        let typed = |measure, typed: &str| goal_typed(&shop, measure, typed);
        assert_eq!(typed(Measure::Parts, "6,500"), Ok(Some(6500.0)));
        assert_eq!(typed(Measure::Revenue, "$24,000"), Ok(Some(2_400_000.0)));
        assert_eq!(typed(Measure::Rejected, "1,5 %"), Ok(Some(0.015)));
        assert_eq!(typed(Measure::OnTime, "97"), Ok(Some(0.97)));
        assert_eq!(typed(Measure::Late, "-2"), Ok(Some(-2.0)), "paid before the due day");
        assert_eq!(typed(Measure::Orders, " "), Ok(None), "as in the year before again");
        assert!(typed(Measure::OnTime, "120").is_err() && typed(Measure::Parts, "many").is_err());
    }
}
