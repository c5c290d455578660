//! Tables of a web page, and of the XML that older Excel versions write. Many systems name such a file .xls.

use html5gum::{Token, Tokenizer};

use super::cells::{DATE, Grid, NUMBER};
use super::workbook::Sheet;

/// Cells that one cell may stand for.
const MOST_SPANNED: usize = 100;

/// The tables of the page that hold at least two rows, the largest first. A table inside a cell of another one is its own.
pub fn tables(text: &str) -> Vec<Sheet> {
    let mut reader = Tables::default();
    for Ok(token) in Tokenizer::new(text) {
        match token {
            Token::StartTag(tag) => {
                let name = local(&tag.name);
                let attribute = |wanted: &[u8]| {
                    tag.attributes
                        .iter()
                        .find(|(key, _)| local(key) == wanted)
                        .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
                };
                match name {
                    b"table" => reader.open_table(),
                    b"worksheet" => reader.sheet_name = attribute(b"name"),
                    b"tr" | b"row" => reader.open_row(attribute(b"index").and_then(|index| index.parse().ok())),
                    b"td" | b"th" | b"cell" => {
                        reader.open_cell(attribute(b"index").and_then(|index| index.parse().ok()));
                        reader.span = attribute(b"colspan").and_then(|n| n.parse().ok()).unwrap_or(1);
                        if let Some(merged) = attribute(b"mergeacross").and_then(|n| n.parse::<usize>().ok()) {
                            reader.span = merged.saturating_add(1);
                        }
                    }
                    b"data" => {
                        reader.mark = match attribute(b"type").as_deref() {
                            Some("Number") => Some(NUMBER),
                            Some("DateTime") => Some(DATE),
                            _ => None,
                        }
                    }
                    b"br" | b"p" | b"div" => reader.text(b" "),
                    b"script" | b"style" => reader.n_hidden += 1,
                    _ => {}
                }
                if tag.self_closing && matches!(name, b"cell") {
                    reader.close_cell();
                }
            }
            Token::EndTag(tag) => match local(&tag.name) {
                b"td" | b"th" | b"cell" => reader.close_cell(),
                b"tr" | b"row" => reader.close_row(),
                b"table" => reader.close_table(),
                b"script" | b"style" => reader.n_hidden = reader.n_hidden.saturating_sub(1),
                _ => {}
            },
            Token::String(words) => reader.text(&words),
            _ => {}
        }
    }
    while !reader.open.is_empty() {
        reader.close_table();
    }
    let mut tables = reader.done;
    tables.retain(|sheet| sheet.grid.len() >= 2);
    tables.sort_by_key(|sheet| std::cmp::Reverse(sheet.grid.n_bytes()));
    tables
}

/// The name behind a namespace: `ss:Cell` is `cell`; tag names are lower case already.
fn local(name: &[u8]) -> &[u8] {
    name.iter().rposition(|&byte| byte == b':').map_or(name, |at| &name[at + 1..])
}

#[derive(Default)]
struct Tables {
    done: Vec<Sheet>,
    open: Vec<Open>,
    sheet_name: Option<String>,
    span: usize,
    mark: Option<u8>,
    n_hidden: usize,
}

/// A table that is being read.
#[derive(Default)]
struct Open {
    grid: Grid,
    row: u32,
    has_row: bool,
    cell: Option<Vec<u8>>,
}

impl Tables {
    fn open_table(&mut self) {
        self.open.push(Open::default());
    }

    fn open_row(&mut self, index: Option<u32>) {
        self.close_row();
        let Some(table) = self.open.last_mut() else { return };
        table.row = index.filter(|&index| index > table.row).unwrap_or(table.row.saturating_add(1));
        table.has_row = true;
    }

    fn open_cell(&mut self, index: Option<usize>) {
        self.close_cell();
        let Some(table) = self.open.last_mut().filter(|table| table.has_row) else { return };
        let place = index.unwrap_or(1).saturating_sub(1).min(1000);
        while table.grid.n_open_cells() < place {
            table.grid.push_cell(b"");
        }
        table.cell = Some(Vec::new());
        self.mark = None;
    }

    fn text(&mut self, words: &[u8]) {
        if self.n_hidden == 0
            && let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut())
        {
            cell.extend_from_slice(words);
        }
    }

    fn close_cell(&mut self) {
        let Some(table) = self.open.last_mut() else { return };
        let Some(cell) = table.cell.take() else { return };
        let words: Vec<&str> = std::str::from_utf8(&cell).unwrap_or_default().split_whitespace().collect();
        let mut text = words.join(" ").into_bytes();
        if let Some(mark) = self.mark.take().filter(|_| !text.is_empty()) {
            text.insert(0, mark);
        }
        table.grid.push_cell(&text);
        for _ in 1..self.span.min(MOST_SPANNED) {
            table.grid.push_cell(b"");
        }
        self.span = 1;
    }

    fn close_row(&mut self) {
        self.close_cell();
        let Some(table) = self.open.last_mut().filter(|table| table.has_row) else { return };
        table.has_row = false;
        table.grid.end_row(table.row);
    }

    fn close_table(&mut self) {
        self.close_row();
        if let Some(table) = self.open.pop() {
            let name = self.sheet_name.take().unwrap_or_default();
            self.done.push(Sheet { name, grid: table.grid, warning: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_named_xls_gives_its_cells() {
        let page = "<html><head><style>td {x}</style></head><table><tr><th>Kunde<th colspan=2>Betrag &euro;</tr>\
                    <tr><td>M&uuml;ller &amp; Co<br>KG</td><td></td><td> 1.234,50 </td></tr></table>";
        let sheets = tables(page);
        let rows: Vec<_> = sheets[0].grid.iter().map(|(row, cells)| (row, cells.texts())).collect();
        assert_eq!(
            rows,
            [
                (1, vec!["Kunde".into(), "Betrag €".into(), String::new()]),
                (2, vec!["Müller & Co KG".to_owned(), String::new(), "1.234,50".into()])
            ]
        );
    }

    #[test]
    fn excels_own_xml_keeps_places_and_types() {
        let xml = "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
                   <Worksheet ss:Name=\"Orders\"><Table><Row><Cell><Data ss:Type=\"String\">A</Data></Cell><Cell/><Cell><Data ss:Type=\"String\">C</Data></Cell></Row>\
                   <Row ss:Index=\"4\"><Cell ss:Index=\"3\"><Data ss:Type=\"Number\">1.5</Data></Cell></Row></Table></Worksheet></Workbook>";
        let sheets = tables(xml);
        assert_eq!(sheets[0].name, "Orders");
        let rows: Vec<_> =
            sheets[0].grid.iter().map(|(row, cells)| (row, cells.len(), cells.get(2).to_vec())).collect();
        assert_eq!(rows, [(1, 3, b"C".to_vec()), (4, 3, b"\x011.5".to_vec())]);
    }
}
