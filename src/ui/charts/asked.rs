//! What is asked of a chart on any page: its table, or its picture. The shell answers, as it does not depend on the page.

use std::sync::Arc;

use eframe::egui::{Context, Id};

use crate::app::command::PictureKind;
use crate::report::chart::picture::Picture;
use crate::report::table_spec::TableSpec;

/// What is asked of a chart.
#[derive(Clone, Debug)]
pub enum Asked {
    /// The same numbers as rows.
    Table(Arc<TableSpec>),
    /// The picture, into the clipboard.
    Copy(Arc<Picture>),
    /// The picture, into a file.
    Save(Arc<Picture>, PictureKind),
}

/// Leaves word for the shell.
pub(super) fn ask(ctx: &Context, asked: Asked) {
    ctx.data_mut(|data| data.insert_temp(place(), Some(asked)));
    ctx.request_repaint();
}

/// What was asked since the last time, if anything was.
pub fn answered(ctx: &Context) -> Option<Asked> {
    ctx.data_mut(|data| data.remove_temp::<Option<Asked>>(place()).flatten())
}

fn place() -> Id {
    Id::unique("what is asked of a chart")
}
