//! What a file really is: text in which letters, a workbook, a picture, nothing.

use std::fmt::Write;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use sha2::{Digest, Sha256};

/// The first look at a file: one pass over its bytes, none of them kept but the first few.
#[derive(Debug)]
pub struct Probe {
    /// How its letters are written.
    pub encoding: &'static Encoding,
    /// Bytes of a byte order mark at the start.
    pub bom: usize,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// The first [`HEAD`] bytes as text.
    pub head: String,
    /// Why it is no table, where it is none.
    pub refusal: Option<String>,
    /// What the owner should know: cut off, NUL bytes.
    pub warnings: Vec<String>,
}

/// How many bytes the dialect and the headings are recognised from.
pub const HEAD: usize = 256 * 1024;

/// Reads the file once. Fails where the system does not give it, or with `Interrupted` where `is_cancelled` was set.
pub fn probe(path: &Path, is_cancelled: &AtomicBool) -> io::Result<Probe> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut head = Vec::new();
    let mut chunk = vec![0; HEAD];
    let mut utf8 = Utf8Check::default();
    let (mut n_bytes, mut n_nul, mut last) = (0_usize, 0_usize, 0_u8);
    loop {
        if is_cancelled.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let n = match file.read(&mut chunk) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = &chunk[..n];
        hash.update(bytes);
        utf8.feed(bytes);
        n_nul += bytes.iter().filter(|&&b| b == 0).count();
        if head.len() < HEAD {
            head.extend_from_slice(&bytes[..n.min(HEAD - head.len())]);
        }
        n_bytes += n;
        last = bytes[n - 1];
    }
    let (encoding, bom) = match Encoding::for_bom(&head) {
        Some(known) => known,
        None if utf8.is_valid() => (UTF_8, 0),
        None => (WINDOWS_1252, 0),
    };
    let n_broken = if encoding == UTF_8 { utf8.n_broken } else { 0 };
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let refusal = what_else(&head, n_bytes, if is_wide { 0 } else { n_nul });
    let text = encoding.decode_without_bom_handling(&head[bom..]).0.into_owned();
    let mut warnings = Vec::new();
    if n_nul > 0 && !is_wide && refusal.is_none() {
        warnings.push(format!("{n_nul} NUL bytes were skipped; the export may have been damaged"));
    }
    if n_broken > 0 && refusal.is_none() {
        warnings.push(format!("{n_broken} letters could not be read and are shown as �"));
    }
    if refusal.is_none()
        && !is_wide
        && last != b'\n'
        && last != b'\r'
        && text.matches('"').count() % 2 == 1
        && n_bytes <= HEAD
    {
        warnings.push("The last line is cut off; export the file again if rows are missing at its end".to_owned());
    }
    let sha256 = hex(&hash.finalize());
    Ok(Probe { encoding, bom, sha256, head: text, refusal, warnings })
}

/// The file's text as UTF-8, from its first letter on. UTF-8 is streamed; other encodings are turned in memory.
pub fn open_text(path: &Path, probe: &Probe) -> io::Result<Box<dyn Read>> {
    let mut file = File::open(path)?;
    if probe.encoding == UTF_8 {
        let mut bom = [0; 4];
        file.read_exact(&mut bom[..probe.bom])?;
        return Ok(Box::new(file));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let text = probe.encoding.decode_without_bom_handling(bytes.get(probe.bom..).unwrap_or_default()).0.into_owned();
    Ok(Box::new(Cursor::new(text.into_bytes())))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Names what is no text table by the first bytes.
fn what_else(head: &[u8], n_bytes: usize, n_nul: usize) -> Option<String> {
    const KNOWN: &[(&[u8], &str)] = &[
        (
            b"PK\x03\x04",
            "an Excel workbook or a zip archive. Open it in your spreadsheet program and save the sheet as CSV",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "an old Excel or Word file. Open it in your spreadsheet program and save the sheet as CSV",
        ),
        (b"%PDF", "a PDF. Export the list as CSV instead of printing it"),
        (b"\x89PNG", "a picture (PNG). Export the list as CSV"),
        (b"\xff\xd8\xff", "a picture (JPEG). Export the list as CSV"),
        (b"GIF8", "a picture (GIF). Export the list as CSV"),
        (b"\x1f\x8b", "a compressed file. Unpack it first, then open what is inside"),
        (b"SQLite format 3", "a database. Export its tables as CSV"),
    ];
    if n_bytes == 0 {
        return Some("The file is empty (0 bytes). Export it again; the export may have been stopped".to_owned());
    }
    if let Some((_, what)) = KNOWN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(format!("The file is {what}"));
    }
    let start = String::from_utf8_lossy(&head[..head.len().min(2048)]).to_lowercase();
    if start.trim_start().starts_with('<')
        && (start.contains("<html") || start.contains("<table") || start.contains("<?xml"))
    {
        return Some(
            "The file is a web page. Open it in your spreadsheet program and save the table as CSV".to_owned(),
        );
    }
    if n_nul * 100 > n_bytes {
        return Some(
            "The file holds bytes that are no text, so it is no CSV export. Export the list again as CSV".to_owned(),
        );
    }
    None
}

/// Whether bytes that come in pieces are UTF-8: all of them, or all but a few that were damaged.
#[derive(Default)]
struct Utf8Check {
    n_broken: usize,
    /// Letters of two bytes and more, which hardly ever come about by chance.
    n_letters: usize,
    /// The start of a letter that the piece before cut in two.
    pending: Vec<u8>,
}

impl Utf8Check {
    fn feed(&mut self, bytes: &[u8]) {
        let joined = if self.pending.is_empty() { None } else { Some([&self.pending[..], bytes].concat()) };
        let mut rest = joined.as_deref().unwrap_or(bytes);
        let mut pending = Vec::new();
        while !rest.is_empty() {
            let (valid, broken) = match std::str::from_utf8(rest) {
                Ok(_) => (rest.len(), 0),
                Err(error) => {
                    let valid = error.valid_up_to();
                    let broken = error.error_len().unwrap_or_else(|| {
                        pending = rest[valid..].to_vec();
                        pending.len()
                    });
                    (valid, broken)
                }
            };
            // The first byte of a longer letter has its two top bits set.
            self.n_letters += rest[..valid].iter().filter(|&&byte| byte >= 0xc0).count();
            self.n_broken += usize::from(broken > 0 && pending.is_empty());
            rest = &rest[valid + broken..];
        }
        self.pending = pending;
    }

    fn is_valid(&self) -> bool {
        self.n_broken == 0 || self.n_letters > 2 * self.n_broken
    }
}
