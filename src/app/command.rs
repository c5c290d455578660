//! What a view can ask for. Views return commands; `AppState::apply` carries them out.

use std::path::PathBuf;
use std::sync::Arc;

use super::chore::Chore;
use super::table_form::TableForm;
use super::weekly::Weighed;
use crate::model::{CustomerIdx, Day, RowRef, Said, Written};
use crate::report::chart::picture::Picture;
use crate::report::formats::Format;
use crate::report::mask::Masks;
use crate::review::rows_of::Figure;

/// What the owner says of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it is about: [`crate::import::problem::Question::field`], "kind", "`header_row`", or a field's own name.
    pub field: &'static str,
    /// What is said; `None` takes it back.
    pub value: Option<String>,
}

/// A request of a view.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Read these files and folders, or open this workspace, instead of what is open.
    OpenPaths(Vec<PathBuf>),
    /// Read these files and folders beside what is open; with a workspace they wait to be taken in.
    AddPaths(Vec<PathBuf>),
    /// Ask the system for files, then read them; beside what is open where `add` is set.
    AskForFiles {
        /// Keep what is open.
        add: bool,
    },
    /// Write the invented shop into a folder of the system's own and open it.
    TrySample,
    /// Say how a file is to be read, or take back what was said; then read it anew.
    Answer {
        /// [`crate::import::FileReport::path`].
        file: String,
        /// What is said together, and undone together.
        answers: Vec<Answer>,
    },
    /// Write down what the owner says of customers, items or campaigns, all of it together, and judge anew.
    Say(Vec<Said>),
    /// Take back what was said together.
    Unsay(i64),
    /// Ask which report it shall be; it hides at least this.
    AskForReport(Masks),
    /// Ask the system where it shall lie, then write it.
    AskWhere(Place),
    /// Have this picture of a chart ready for saving.
    KeepPicture(Arc<Picture>),
    /// Write it into this file.
    Save(Place, PathBuf),
    /// Take the files that wait into the open workspace.
    UseFiles,
    /// With what passphrase the next copy is encrypted; `None` for a plain one.
    EncryptCopy(Option<String>),
    /// Do something to the open workspace as a whole.
    Do(Chore),
    /// Write down what was weighed in the weekly review.
    Weigh(Weighed),
    /// Show a closed review as it was told; `None` for what stands now.
    ShowClosed(Option<i64>),
    /// Stop the running job.
    Cancel,
    /// Go to a page.
    Show(Page),
    /// Go back to the page before.
    Back,
    /// Go forward again to where the owner came back from.
    Forward,
    /// Do all of these, as one step for Undo.
    Together(Vec<Command>),
    /// Take back what was decided or said last.
    Undo,
    /// Decide or say again what was taken back last.
    Redo,
    /// Show a row as it stands in its file.
    LookUp(RowRef),
    /// Do away with the row that is shown as it stands in its file.
    CloseOriginal,
    /// Say this for a few seconds.
    Tell(String),
    /// How large everything is, in percent.
    SetScale(u16),
    /// Look at an earlier date; `None` for the day after the data's end.
    ReviewAsOf(Option<Day>),
    /// Light, dark, or as the system says.
    SetTheme(Theme),
    /// Remember what the owner made of the table of this name.
    KeepTable(&'static str, TableForm),
    /// How days, numbers and money are written on this computer.
    SetWritten(Written),
    /// Do away with the message at the top.
    DismissMessage,
}

/// What is written where the owner chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The list of problems.
    Problems,
    /// A new workspace, which keeps what is looked at.
    Workspace,
    /// A copy of the open workspace.
    Copy,
    /// What is held on a customer.
    Held(CustomerIdx),
    /// The weekly review.
    Report(ReportKind),
    /// The picture of a chart that was asked for last.
    Picture(PictureKind),
}

/// A report: its format, how much of it, and what it hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportKind {
    /// In which format.
    pub format: Format,
    /// Whom to call and what to say, on one page.
    pub is_brief: bool,
    /// What is hidden.
    pub masks: Masks,
}

impl Default for ReportKind {
    fn default() -> Self {
        Self { format: Format::Html, is_brief: false, masks: Masks::default() }
    }
}

/// A format of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// Pixels, twice as fine as a screen's points.
    Png,
    /// Lines and words, sharp at any size.
    Svg,
}

impl Place {
    /// The name that is proposed.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Problems => "lotwise-problems.csv",
            Self::Workspace => "shop.lotwise",
            Self::Copy => "shop copy.lotwise",
            Self::Held(_) => "what is held.html",
            Self::Report(kind) => kind.format.file_name(),
            Self::Picture(PictureKind::Png) => "chart.png",
            Self::Picture(PictureKind::Svg) => "chart.svg",
        }
    }
}

/// A page of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// How to start.
    #[default]
    Welcome,
    /// What each file was understood as.
    Import,
    /// Whom to call.
    ThisWeek,
    /// Where is everybody: all customers in one table.
    Customers,
    /// What moves in the shop.
    Trends,
    /// Who owes, and who drifts.
    Payments,
    /// What is coming, and can we make it.
    Outlook,
    /// What goes on at one customer.
    Customer(CustomerIdx),
    /// The rows that a figure rests on.
    Rows(Figure),
    /// Which customers, items and sales are the same.
    Names,
    /// What the workspace holds.
    Data,
    /// The weekly review, one customer a page, in large type.
    Meeting,
    /// How the program looks and behaves.
    Settings,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark text on light surfaces.
    Light,
    /// Light text on dark surfaces.
    Dark,
    /// Pure black and white, with strong borders.
    Contrast,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Contrast];

    /// The name in the settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }

    /// Reads the name in the settings.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }
}
