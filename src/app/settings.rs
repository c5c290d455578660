//! What the app remembers between starts, whatever is open: the theme, the scale, and the workspaces that were opened last.
//!
//! A small file in the owner's own folder for settings. It is written as a whole or not at all; a field that cannot be read is as
//! if it were not there, and the others stand.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use serde_json::{Map, Value, json};

use super::command::Theme;

/// So many workspaces are remembered.
const MOST_RECENT: usize = 10;

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
    /// The workspaces that were opened, the newest first.
    pub recent: Vec<PathBuf>,
    /// What a newer program wrote, which is written back as it was.
    others: Map<String, Value>,
}

/// Where the settings lie; `None` where the system names no folder.
pub fn settings_file() -> Option<PathBuf> {
    Some(choose_base_strategy().ok()?.config_dir().join("lotwise").join("settings.json"))
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: Theme::default(), scale: 100, recent: Vec::new(), others: Map::new() }
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
        let recent = fields.remove("recent");
        let paths = recent.as_ref().and_then(Value::as_array).into_iter().flatten();
        let recent = paths.filter_map(Value::as_str).map(PathBuf::from).take(MOST_RECENT).collect();
        Self { theme, scale, recent, others: fields }
    }

    /// Puts a workspace in front of the others.
    pub fn opened(&mut self, workspace: &Path) {
        let workspace = std::path::absolute(workspace).unwrap_or_else(|_| workspace.to_owned());
        self.recent.retain(|path| *path != workspace);
        self.recent.insert(0, workspace);
        self.recent.truncate(MOST_RECENT);
    }

    /// Writes the settings: beside the old ones first, then in their place.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut fields = self.others.clone();
        fields.insert("theme".to_owned(), json!(self.theme.as_str()));
        fields.insert("scale".to_owned(), json!(self.scale));
        let recent: Vec<String> = self.recent.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        fields.insert("recent".to_owned(), json!(recent));
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let part = path.with_added_extension("part");
        let mut file = File::create(&part)?;
        file.write_all(serde_json::to_string_pretty(&fields)?.as_bytes())?;
        file.sync_all()?;
        fs::rename(&part, path)
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
        let mut settings = Settings { theme: Theme::Dark, ..Settings::default() };
        for i in 0..12 {
            settings.opened(Path::new(&format!("/shops/{i}.lotwise")));
        }
        settings.opened(Path::new("/shops/5.lotwise"));
        settings.write(&path).unwrap();
        let read = Settings::read(&path);
        assert_eq!(read, settings);
        assert_eq!((read.recent.len(), read.recent[0].to_str()), (10, Some("/shops/5.lotwise")));
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_broken_field_loses_no_other_and_a_newer_programs_fields_stay() {
        let path = file("broken");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, r#"{"theme": 7, "recent": ["/a.lotwise", 3, "/b.lotwise"], "size": 1.5, "scale": "big"}"#)
            .unwrap();
        let settings = Settings::read(&path);
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
}
