//! What the app remembers between starts, whatever is open: the theme, the scale, how days and numbers are written, the
//! workspaces that were opened last, the folders from which files came, and what the owner made of each table.
//!
//! A small file in the owner's own folder for settings. It is written as a whole or not at all; a field that cannot be read is as
//! if it were not there, and the others stand.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use serde_json::{Map, Value, json};

use super::command::Theme;
use super::table_form::TableForm;
use crate::model::Written;
use crate::model::written::{CurrencyPlace, DayForm, NumberMarks};

/// So many workspaces are remembered.
const MOST_RECENT: usize = 10;

/// So many folders are remembered.
const MOST_FOLDERS: usize = 12;

/// The smallest and the largest scale, in percent.
pub const LEAST_SCALE: u16 = 80;
/// See [`LEAST_SCALE`].
pub const MOST_SCALE: u16 = 200;

/// What is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Light, dark, or as the system says.
    pub theme: Theme,
    /// How large everything is, in percent.
    pub scale: u16,
    /// How days are written; `None` as the computer's language does it.
    pub dates: Option<DayForm>,
    /// How numbers are written; `None` likewise.
    pub numbers: Option<NumberMarks>,
    /// Where a currency stands; `None` likewise.
    pub currency: Option<CurrencyPlace>,
    /// The workspaces that were opened, the newest first.
    pub recent: Vec<PathBuf>,
    /// The folders from which files were opened, the newest first: a row is looked up in its file there.
    pub folders: Vec<PathBuf>,
    /// What the owner made of each table, by its name.
    pub tables: BTreeMap<String, TableForm>,
    /// What a newer program wrote, which is written back as it was.
    others: Map<String, Value>,
}

/// Where the settings lie; `None` where the system names no folder.
pub fn settings_file() -> Option<PathBuf> {
    Some(choose_base_strategy().ok()?.config_dir().join("lotwise").join("settings.json"))
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            scale: 100,
            dates: None,
            numbers: None,
            currency: None,
            recent: Vec::new(),
            folders: Vec::new(),
            tables: BTreeMap::new(),
            others: Map::new(),
        }
    }
}

impl Settings {
    /// Reads the settings, as far as they can be read.
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut fields = match serde_json::from_str(&text) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let theme = fields.remove("theme").and_then(|theme| Theme::parse(theme.as_str()?)).unwrap_or_default();
        let scale = fields.remove("scale").and_then(|scale| u16::try_from(scale.as_u64()?).ok());
        let scale = scale.filter(|scale| (LEAST_SCALE..=MOST_SCALE).contains(scale)).unwrap_or(100);
        let dates = fields.remove("dates").and_then(|form| DayForm::parse(form.as_str()?));
        let numbers = fields.remove("numbers").and_then(|marks| NumberMarks::parse(marks.as_str()?));
        let currency = fields.remove("currency").and_then(|place| CurrencyPlace::parse(place.as_str()?));
        let recent = paths_in(fields.remove("recent"), MOST_RECENT);
        let folders = paths_in(fields.remove("folders"), MOST_FOLDERS);
        let tables = fields.remove("tables").and_then(|tables| serde_json::from_value(tables).ok()).unwrap_or_default();
        Self { theme, scale, dates, numbers, currency, recent, folders, tables, others: fields }
    }

    /// How days, numbers and money are written, where `usual` is how the computer's language does it.
    pub fn written(&self, usual: Written) -> Written {
        Written {
            day: self.dates.unwrap_or(usual.day),
            marks: self.numbers.unwrap_or(usual.marks),
            currency: self.currency.unwrap_or(usual.currency),
        }
    }

    /// Remembers what differs from how the computer's language does it.
    pub fn remember(&mut self, written: Written, usual: Written) {
        self.dates = Some(written.day).filter(|day| *day != usual.day);
        self.numbers = Some(written.marks).filter(|marks| *marks != usual.marks);
        self.currency = Some(written.currency).filter(|place| *place != usual.currency);
    }

    /// Puts a workspace in front of the others.
    pub fn opened(&mut self, workspace: &Path) {
        put_first(&mut self.recent, workspace, MOST_RECENT);
    }

    /// Puts a folder from which files were opened in front of the others.
    pub fn opened_from(&mut self, folder: &Path) {
        put_first(&mut self.folders, folder, MOST_FOLDERS);
    }

    /// Writes the settings: beside the old ones first, then in their place.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut fields = self.others.clone();
        fields.insert("theme".to_owned(), json!(self.theme.as_str()));
        fields.insert("scale".to_owned(), json!(self.scale));
        let dates = self.dates.map(DayForm::as_str);
        let numbers = self.numbers.map(NumberMarks::as_str);
        let currency = self.currency.map(CurrencyPlace::as_str);
        for (name, said) in [("dates", dates), ("numbers", numbers), ("currency", currency)] {
            fields.extend(said.map(|said| (name.to_owned(), json!(said))));
        }
        for (name, paths) in [("recent", &self.recent), ("folders", &self.folders)] {
            let paths: Vec<String> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
            fields.insert(name.to_owned(), json!(paths));
        }
        if !self.tables.is_empty() {
            fields.insert("tables".to_owned(), serde_json::to_value(&self.tables)?);
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let part = path.with_added_extension("part");
        let mut file = File::create(&part)?;
        file.write_all(serde_json::to_string_pretty(&fields)?.as_bytes())?;
        file.sync_all()?;
        fs::rename(&part, path)
    }
}

/// What can be read of a list of paths.
fn paths_in(list: Option<Value>, most: usize) -> Vec<PathBuf> {
    let Some(Value::Array(paths)) = list else { return Vec::new() };
    paths.iter().filter_map(Value::as_str).map(PathBuf::from).take(most).collect()
}

fn put_first(paths: &mut Vec<PathBuf>, path: &Path, most: usize) {
    let first = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    paths.retain(|path| *path != first);
    paths.insert(0, first);
    paths.truncate(most);
}

impl Written {
    /// As the environment of the program says: one variable speaks for all, one for each kind, one for what is left.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let of = |kind: &str| {
            let set = ["LC_ALL", kind, "LANG"].into_iter().filter_map(&variable).find(|locale| !locale.is_empty());
            set.as_deref().map(Self::of_locale).unwrap_or_default()
        };
        Self { day: of("LC_TIME").day, marks: of("LC_NUMERIC").marks, currency: of("LC_MONETARY").currency }
    }

    /// As they write where a language is spoken: "de_AT.UTF-8". English, and what is not known here, stays as it always was:
    /// a month that is written out is misread by nobody.
    pub fn of_locale(locale: &str) -> Self {
        use CurrencyPlace::{After, Before};
        use DayForm::{DayMonthYear, Dotted, Iso, Slashed};
        use NumberMarks::{CommaPoint, PointComma, QuotePoint, SpaceComma};
        let name = locale.split(['.', '@']).next().unwrap_or_default();
        let mut parts = name.split(['_', '-']);
        let language = parts.next().unwrap_or_default().to_ascii_lowercase();
        let region = parts.next_back().unwrap_or_default().to_ascii_uppercase();
        let (day, marks, currency) = match (language.as_str(), region.as_str()) {
            ("en", "CH" | "LI") => (DayMonthYear, QuotePoint, Before),
            (_, "CH" | "LI") => (Dotted, QuotePoint, Before),
            ("de", "AT") => (Dotted, PointComma, Before),
            ("de" | "da", _) => (Dotted, PointComma, After),
            ("nl", _) => (DayMonthYear, PointComma, Before),
            ("es", "DO" | "GT" | "MX" | "PE" | "PR" | "US") => (Slashed, CommaPoint, Before),
            ("pt", "BR") | ("es", "AR" | "CL" | "CO" | "EC" | "PY" | "UY") => (Slashed, PointComma, Before),
            ("es" | "it", _) => (Slashed, PointComma, After),
            ("fr", "CA") | ("sv", _) => (Iso, SpaceComma, After),
            ("fr" | "pt", _) => (Slashed, SpaceComma, After),
            ("cs" | "fi" | "nb" | "nn" | "no" | "pl" | "sk", _) => (Dotted, SpaceComma, After),
            _ => return Self::default(),
        };
        Self { day, marks, currency }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("lotwise-settings-{}-{name}", std::process::id())).join("settings.json")
    }

    #[test]
    fn what_is_written_is_read_again_and_the_newest_workspace_stands_first() {
        let path = file("again");
        let (dates, currency) = (Some(DayForm::SlashedUs), Some(CurrencyPlace::After));
        let mut settings = Settings { theme: Theme::Dark, dates, currency, ..Settings::default() };
        for i in 0..12 {
            settings.opened(Path::new(&format!("/shops/{i}.lotwise")));
        }
        settings.opened(Path::new("/shops/5.lotwise"));
        for i in 0..15 {
            settings.opened_from(Path::new(&format!("/exports/{i}")));
        }
        settings.opened_from(Path::new("/exports/9"));
        settings.write(&path).unwrap();
        let read = Settings::read(&path);
        assert_eq!(read, settings);
        assert_eq!((read.recent.len(), read.recent[0].to_str()), (10, Some("/shops/5.lotwise")));
        assert_eq!((read.folders.len(), read.folders[0].to_str()), (12, Some("/exports/9")));
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_broken_field_loses_no_other_and_a_newer_programs_fields_stay() {
        let path = file("broken");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = r#"{"theme": 7, "recent": ["/a.lotwise", 3, "/b.lotwise"], "size": 1.5, "scale": "big",
            "dates": "lunar", "numbers": "space comma", "currency": 3, "folders": {"a": 1}}"#;
        fs::write(&path, text).unwrap();
        let settings = Settings::read(&path);
        assert_eq!((settings.dates, settings.numbers), (None, Some(NumberMarks::SpaceComma)));
        assert_eq!((settings.currency, settings.folders.len()), (None, 0));
        assert_eq!(settings.theme, Theme::System);
        assert_eq!(settings.recent, [PathBuf::from("/a.lotwise"), PathBuf::from("/b.lotwise")]);
        settings.write(&path).unwrap();
        assert!(fs::read_to_string(&path).unwrap().contains("\"size\": 1.5"));
        for broken in ["", "{", "[1, 2]", "\u{0}"] {
            fs::write(&path, broken).unwrap();
            assert_eq!(Settings::read(&path), Settings::default());
        }
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
        assert_eq!(Settings::read(&path), Settings::default(), "there is no file at the first start");
    }

    #[test]
    fn a_language_says_how_days_and_numbers_are_written_until_the_owner_does() {
        let german = Written::of_locale("de_DE.UTF-8");
        assert_eq!((german.day.sample(), german.marks.sample()), ("24.11.2026".to_owned(), "1.234,5".to_owned()));
        assert_eq!(Written::of_locale("de"), german);
        assert_eq!(Written::of_locale("de_CH@euro").marks, NumberMarks::QuotePoint);
        assert_eq!(Written::of_locale("fr-FR").day, DayForm::Slashed);
        assert_eq!(Written::of_locale("sv_SE").day, DayForm::Iso);
        for same in ["", "C", "POSIX", "C.UTF-8", "en_US.UTF-8", "en_GB", "ja_JP.UTF-8", "_", "xx_"] {
            assert_eq!(Written::of_locale(same), Written::default(), "{same:?}");
        }
        let mut settings = Settings::default();
        assert_eq!(settings.written(german), german);
        settings.remember(Written { day: DayForm::Iso, ..german }, german);
        assert_eq!((settings.dates, settings.numbers, settings.currency), (Some(DayForm::Iso), None, None));
        settings.remember(german, german);
        assert_eq!(settings, Settings::default(), "what is as usual is not remembered");
    }

    #[test]
    fn each_variable_of_the_environment_speaks_for_its_kind() {
        let of = |set: &[(&str, &str)]| {
            let value = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            Written::of_environment(value)
        };
        let german = Written::of_locale("de_DE");
        assert_eq!(of(&[]), Written::default());
        assert_eq!(of(&[("LANG", "de_DE.UTF-8")]), german);
        assert_eq!(of(&[("LANG", "en_US.UTF-8"), ("LC_ALL", "de_DE.UTF-8")]), german);
        let mixed = of(&[("LANG", "en_US.UTF-8"), ("LC_TIME", "de_DE.UTF-8"), ("LC_ALL", "")]);
        assert_eq!(mixed, Written { day: DayForm::Dotted, ..Written::default() });
    }
}
