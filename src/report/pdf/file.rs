//! Pages into a file: what stands where, what it is, and what leads to it.

use std::num::NonZeroU16;

use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{BBox, Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use krilla::{Document, SerializeSettings};

use super::drawing;
use super::letters::{Letters, plain};
use super::look::{BAR, Ink, RULE, of_tone};
use super::page::{Area, Laid, Mark, Placed, Sheet, What};
use super::pen::Pen;
use super::tags::{Role, Tags};
use crate::model::source::WRITTEN_BY;
use crate::report::chart::drawing::Tone;
use crate::report::pack::Pack;

/// Small bars: how much of each step is filled.
const BAR_SHARE: f32 = 0.72;

/// The outline is as wide as this many signs; what is longer ends with "…".
const MOST_SIGNS: usize = 80;

/// What the pages hold of each tag.
struct Held {
    /// One a tag: its pieces, in the order in which they are read.
    pieces: Vec<Vec<Identifier>>,
    /// One a tag: where a picture stands.
    boxes: Vec<Option<BBox>>,
}

/// Writes the pages as a file that can be read out, checked by the rules for such files (PDF/UA-1). A file that breaks one
/// of them, as one with a font that must not be embedded, is written all the same, without the claim.
pub fn written(pack: &Pack, laid: &mut Laid) -> Result<Vec<u8>, String> {
    let checked = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let checked = checked.map_err(|error| format!("The PDF could not be set up: {error:?}"))?;
    let written = match document(pack, laid, checked)?.finish() {
        Err(KrillaError::Validation(_)) => document(pack, laid, Configuration::default())?.finish(),
        other => other,
    };
    written.map_err(|error| format!("The PDF could not be written: {error}"))
}

fn document(pack: &Pack, laid: &mut Laid, configuration: Configuration) -> Result<Document, String> {
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let Laid { size: [width, height], sheets, marks, tags, letters } = laid;
    let n_tags = tags.0.len();
    let mut held = Held { pieces: vec![Vec::new(); n_tags], boxes: vec![None; n_tags] };
    for (i, sheet) in sheets.iter().enumerate() {
        let settings = PageSettings::from_wh(*width, *height).ok_or("The paper has no size")?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        put(&mut surface, sheet, i, letters, &mut held);
        surface.finish();
        page.finish();
    }
    document.set_outline(outline(pack, marks));
    document.set_tag_tree(tree(tags, held));
    document.set_metadata(about(pack));
    Ok(document)
}

fn about(pack: &Pack) -> Metadata {
    let title = plain(&pack.title);
    let title = if title.trim().is_empty() { "Lotwise".to_owned() } else { title };
    let program = format!("Lotwise {}", env!("CARGO_PKG_VERSION"));
    Metadata::new()
        .title(title)
        .description(format!("{WRITTEN_BY}. {}", plain(&pack.subtitle)).trim_end().to_owned())
        .language("en".to_owned())
        .creator(program)
}

/// Puts on paper what stands on a page; neighbours of one tag are one piece.
fn put(surface: &mut Surface, sheet: &Sheet, page: usize, letters: &mut Letters, held: &mut Held) {
    let mut pen = Pen::on(surface);
    for piece in sheet.placed.chunk_by(|a, b| a.tag == b.tag) {
        let Some(tag) = piece.first().and_then(|placed| placed.tag) else {
            pen.adorn(|pen| piece.iter().for_each(|placed| draw(pen, letters, placed)));
            continue;
        };
        let ids = pen.read(|pen| piece.iter().for_each(|placed| draw(pen, letters, placed)));
        held.pieces[tag].extend(ids);
        if let [Placed { area, what: What::Chart(..) | What::Bars(_), .. }] = piece {
            let rect = Rect::from_ltrb(area.left, area.top, area.right, area.bottom);
            held.boxes[tag] = rect.map(|rect| BBox::new(page, rect));
        }
    }
}

fn draw(pen: &mut Pen, letters: &mut Letters, placed: &Placed) {
    let area = placed.area;
    match &placed.what {
        What::Words(line) => {
            // Letters of several sizes on one line stand on the line of the largest.
            let largest = line.runs.iter().map(|run| run.size).fold(0.0, f32::max);
            for run in &line.runs {
                pen.run(letters, &run.letters, run.size, run.ink, [area.left + run.left, area.base(largest)]);
            }
        }
        What::Fill(ink) => fill(pen, area, *ink),
        What::Frame(ink) => frame(pen, area, *ink),
        What::Chart(chart, share) => drawing::draw(pen, letters, chart, area, *share),
        What::Bars(heights) => bars(pen, heights, area),
    }
}

fn fill(pen: &mut Pen, Area { left, top, right, bottom }: Area, ink: Ink) {
    pen.fill(&[[left, top], [right, top], [right, bottom], [left, bottom]], ink, 1.0);
}

/// A hairline around a card, and its bar in the colour of its level.
fn frame(pen: &mut Pen, area: Area, ink: Ink) {
    const HALF: f32 = 0.3;
    let Area { left, top, right, bottom } = area;
    let (left, right, top, bottom) = (left + HALF, right - HALF, top + HALF, bottom - HALF);
    let around = [[left, top], [right, top], [right, bottom], [left, bottom], [left, top], [right, top]];
    pen.line(&around, RULE, 1.0, 2.0 * HALF, None);
    fill(pen, Area { right: area.left + BAR, ..area }, ink);
}

/// Small bars; the last two stand out as those of now.
fn bars(pen: &mut Pen, heights: &[f64], area: Area) {
    let step = (area.right - area.left) / heights.len().max(1) as f32;
    for (i, height) in heights.iter().enumerate() {
        #[expect(clippy::cast_possible_truncation, reason = "a share")]
        let share = if height.is_finite() { height.clamp(0.0, 1.0) as f32 } else { 0.0 };
        let tone = if i + 2 >= heights.len() { Tone::Accent } else { Tone::Was };
        let left = area.left + step * i as f32;
        let top = area.bottom - (share * (area.bottom - area.top)).max(0.6);
        fill(pen, Area { left, top, right: left + step * BAR_SHARE, bottom: area.bottom }, of_tone(tone));
    }
}

/// The parts, and below each what lies in it.
fn outline(pack: &Pack, marks: &[Mark]) -> Outline {
    let node = |title: &str, page: usize, top: f32| {
        let title = if title.chars().nth(MOST_SIGNS).is_some() {
            format!("{}…", title.chars().take(MOST_SIGNS).collect::<String>().trim_end())
        } else {
            title.to_owned()
        };
        OutlineNode::new(title, XyzDestination::new(page, Point::from_xy(0.0, (top - 8.0).max(0.0))))
    };
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for mark in marks {
        let entry = node(&mark.title, mark.page, mark.top);
        match &mut open {
            Some(part) if mark.level > 2 => part.push_child(entry),
            _ => {
                if let Some(part) = open.replace(entry) {
                    outline.push_child(part);
                }
            }
        }
    }
    outline.push_child(open.unwrap_or_else(|| node(&plain(&pack.title), 0, 0.0)));
    outline
}

/// The tree of what everything is, with its pieces on the pages.
fn tree(tags: &Tags, mut held: Held) -> TagTree {
    let mut below: Vec<Vec<TagGroup>> = vec![Vec::new(); tags.0.len()];
    let mut top = Vec::new();
    // What lies below stands behind, so that each is whole before it is hung up.
    for (i, tag) in tags.0.iter().enumerate().rev() {
        let pieces = std::mem::take(&mut held.pieces[i]);
        let groups = std::mem::take(&mut below[i]);
        let is_cell = matches!(tag.role, Role::Cell | Role::ColumnHead);
        if pieces.is_empty() && groups.is_empty() && !is_cell {
            continue;
        }
        let children = pieces.into_iter().map(Node::from).chain(groups.into_iter().rev().map(Node::from));
        let group = TagGroup::with_children(kind(&tag.role, held.boxes[i]), children.collect());
        match tag.parent {
            Some(parent) => below[parent].push(group),
            None => top.push(group),
        }
    }
    let mut tree = TagTree::new().with_lang(Some("en".to_owned()));
    for group in top.into_iter().rev() {
        tree.push(group);
    }
    tree
}

fn kind(role: &Role, place: Option<BBox>) -> TagKind {
    match role {
        Role::Heading(level, words) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(words.clone())).into()
        }
        Role::Section => Tag::Section.into(),
        Role::Words => Tag::P.into(),
        Role::List => Tag::L(ListNumbering::Disc).into(),
        Role::Item => Tag::LI.into(),
        Role::Sign => Tag::Lbl.into(),
        Role::Said => Tag::LBody.into(),
        Role::Figure(words) => Tag::Figure(Some(words.clone())).with_bbox(place).into(),
        Role::Table => Tag::Table.into(),
        Role::Caption => Tag::Caption.into(),
        Role::HeadRows => Tag::THead.into(),
        Role::BodyRows => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
    }
}
