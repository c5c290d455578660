//! The formats in which a review is written: each a file of its own, of the same numbers and behind the same masks.

use super::mask::{Masks, masked};
use super::pack::{Scope, pack};
use super::{flags_csv, html, json, pdf, xlsx};
use crate::import::FileReport;
use crate::model::Dataset;
use crate::model::weekly::Weekly;
use crate::review::Review;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A page that opens in any browser.
    Html,
    /// The same, ready to be printed or sent.
    Pdf,
    /// A workbook whose formulas can be checked.
    Xlsx,
    /// For programs.
    Json,
    /// The flags that stand, one a line.
    Csv,
}

/// A shop, its review, what was decided, and how its files were read.
#[derive(Clone, Copy)]
pub struct Shop<'a> {
    /// The shop.
    pub dataset: &'a Dataset,
    /// Its review.
    pub review: &'a Review,
    /// What was decided.
    pub weekly: &'a Weekly,
    /// How each file was read.
    pub imports: &'a [FileReport],
}

impl Format {
    /// All of them, the one for most people first.
    pub const ALL: [Self; 5] = [Self::Html, Self::Pdf, Self::Xlsx, Self::Json, Self::Csv];

    /// The name on the command line, and the ending of the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }

    /// The name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Html => "review.html",
            Self::Pdf => "review.pdf",
            Self::Xlsx => "review.xlsx",
            Self::Json => "review.json",
            Self::Csv => "flags.csv",
        }
    }
}

/// The bytes of the file. Only a page can be brief.
pub fn written(format: Format, shop: Shop<'_>, scope: Scope, people: json::People) -> Result<Vec<u8>, String> {
    let shown = masked(shop.dataset, shop.review, shop.weekly, scope.masks);
    let (dataset, review, weekly) = (&*shown.dataset, &*shown.review, &*shown.weekly);
    let no_addresses = json::People { with_addresses: people.with_addresses && !scope.masks.names };
    match format {
        Format::Html => Ok(html::html(&pack(dataset, review, weekly, shop.imports, scope)).into_bytes()),
        Format::Pdf => pdf::pdf(&pack(dataset, review, weekly, shop.imports, scope)),
        Format::Xlsx => xlsx::review(dataset, review, weekly, scope.masks),
        Format::Json => json_bytes(&json::review(dataset, review, weekly, no_addresses), scope.masks),
        Format::Csv => Ok(flags_csv::of_review(dataset, review, scope.masks).into_bytes()),
    }
}

fn json_bytes(review: &impl serde::Serialize, masks: Masks) -> Result<Vec<u8>, String> {
    let cannot = |error: serde_json::Error| format!("The review could not be written as JSON: {error}");
    if !masks.amounts {
        return serde_json::to_vec(review).map_err(cannot);
    }
    let mut value = serde_json::to_value(review).map_err(cannot)?;
    json::without_amounts(&mut value);
    serde_json::to_vec(&value).map_err(cannot)
}
