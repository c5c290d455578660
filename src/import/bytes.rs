//! What a file really is: text in which letters, a workbook, a picture, nothing.

use std::fmt::Write;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};
use hmac::{Hmac, Mac};
use memchr::memmem;
use sha2::{Digest, Sha256};

/// The first look at a file: one pass over its bytes, none of them kept but the first few.
#[derive(Debug)]
pub struct Probe {
    /// What it is.
    pub what: What,
    /// How its letters are written.
    pub encoding: &'static Encoding,
    /// Bytes of a byte order mark at the start.
    pub bom: usize,
    /// The first [`HEAD`] bytes as text.
    pub head: String,
    /// Whether `head` is the whole file.
    pub is_whole: bool,
    /// Whether lines end in a lone carriage return somewhere, or NUL bytes stand in the text.
    pub needs_cleaning: bool,
    /// Places that cut a large text into parts of equal size, and whether each stands inside quotation marks.
    pub cuts: Vec<(u64, bool)>,
    /// How many bytes.
    pub n_bytes: u64,
    /// What the owner should know: cut off, NUL bytes.
    pub warnings: Vec<String>,
}

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Cells in lines.
    Text,
    /// A workbook: "xlsx", "xls" or "ods".
    Workbook(&'static str),
    /// A web page with a table, or a workbook that is written like one; often named .xls.
    Page,
    /// Something that holds no table, in words with the way out.
    Nothing(String),
}

/// How many bytes the dialect and the headings are recognised from.
pub const HEAD: usize = 256 * 1024;

/// Reads the file once. Fails where the system does not give it, or with `Interrupted` where `is_cancelled` was set.
pub fn probe(path: &Path, is_cancelled: &AtomicBool) -> io::Result<Probe> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    let mut chunk = vec![0; HEAD];
    let mut letters = Letters::default();
    let mut n_bytes = 0_usize;
    let mut cuts = Cuts::of(file.metadata()?.len());
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
        letters.feed(bytes);
        cuts.feed(bytes);
        if head.len() < HEAD {
            head.extend_from_slice(&bytes[..n.min(HEAD - head.len())]);
        }
        n_bytes += n;
    }
    let (encoding, bom) = letters.encoding(&head);
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let n_nul = if is_wide { 0 } else { letters.n_nul };
    let n_broken = if encoding == UTF_8 { letters.utf8.n_broken } else { 0 };
    let text = encoding.decode_without_bom_handling(&head[bom..]).0.into_owned();
    let what = match what_by_bytes(path, &head, n_bytes)? {
        Some(what) => what,
        None => what_by_text(&text, n_bytes, n_nul),
    };
    let mut warnings = Vec::new();
    if what == What::Text {
        if n_nul > 0 {
            warnings.push(format!("{n_nul} NUL bytes were skipped; the export may have been damaged"));
        }
        if n_broken > 0 {
            warnings.push(format!("{n_broken} letters could not be read and are shown as �"));
        }
    }
    let needs_cleaning = n_nul > 0 || letters.n_lone_returns > 0 || encoding != UTF_8;
    let is_whole = n_bytes <= HEAD;
    Ok(Probe {
        what,
        encoding,
        bom,
        head: text,
        is_whole,
        needs_cleaning,
        cuts: cuts.done,
        n_bytes: n_bytes as u64,
        warnings,
    })
}

/// A hash that only who knows the key can compute: HMAC-SHA-256 (RFC 2104).
pub fn keyed_hash(key: &[u8], text: &str) -> [u8; 32] {
    // A key of any length is one.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

/// SHA-256 of a file's bytes, in hexadecimal.
pub fn hash(path: &Path, is_cancelled: &AtomicBool) -> io::Result<String> {
    let mut file = File::open(path)?;
    let (mut hash, mut chunk) = (Sha256::new(), vec![0; HEAD]);
    loop {
        if is_cancelled.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match file.read(&mut chunk) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(n) => hash.update(&chunk[..n]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Finds the places that cut a file into one part a core, while its bytes pass.
struct Cuts {
    /// Places to come, the next one last.
    open: Vec<u64>,
    done: Vec<(u64, bool)>,
    n_passed: u64,
    is_quoted: bool,
}

/// Smaller files are read in one part.
const SMALLEST_CUT: u64 = 8 << 20;

impl Cuts {
    fn of(n_bytes: u64) -> Self {
        let n_cores = std::thread::available_parallelism().map_or(1, |n| n.get().min(8) as u64);
        let n_parts = n_cores.min(n_bytes / SMALLEST_CUT).max(1);
        Self {
            open: (1..n_parts).rev().map(|part| n_bytes / n_parts * part).collect(),
            done: Vec::new(),
            n_passed: 0,
            is_quoted: false,
        }
    }

    fn feed(&mut self, mut bytes: &[u8]) {
        loop {
            let next = self.open.last().map(|&at| at - self.n_passed).and_then(|n| usize::try_from(n).ok());
            let n = next.filter(|&n| n <= bytes.len()).unwrap_or(bytes.len());
            if self.open.is_empty() {
                return;
            }
            self.is_quoted ^= memchr::memchr_iter(b'"', &bytes[..n]).count() % 2 == 1;
            self.n_passed += n as u64;
            bytes = &bytes[n..];
            if next == Some(n) {
                self.open.pop();
                self.done.push((self.n_passed, self.is_quoted));
            }
            if bytes.is_empty() {
                return;
            }
        }
    }
}

/// One part of a UTF-8 text: from the first record that begins at or behind one cut to the one behind the next.
pub fn open_part(path: &Path, from: u64, to: u64) -> io::Result<impl Read + use<>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(from))?;
    Ok(file.take(to - from))
}

/// Where the first record at or behind a cut begins.
pub fn record_start(path: &Path, (at, is_quoted): (u64, bool)) -> io::Result<u64> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(at))?;
    let (mut is_quoted, mut place, mut chunk) = (is_quoted, at, vec![0; 1 << 16]);
    loop {
        let n = file.read(&mut chunk)?;
        if n == 0 {
            return Ok(place);
        }
        for (i, byte) in chunk[..n].iter().enumerate() {
            match byte {
                b'"' => is_quoted = !is_quoted,
                b'\n' if !is_quoted => return Ok(place + i as u64 + 1),
                _ => {}
            }
        }
        place += n as u64;
    }
}

/// The file's text as UTF-8, from its first letter on. UTF-8 is streamed; other encodings are turned in memory.
pub fn open_text(path: &Path, probe: &Probe) -> io::Result<Box<dyn Read + Send>> {
    let mut file = File::open(path)?;
    if probe.encoding == UTF_8 {
        file.seek(SeekFrom::Start(probe.bom as u64))?;
        return Ok(Box::new(file));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let text = probe.encoding.decode_without_bom_handling(bytes.get(probe.bom..).unwrap_or_default()).0.into_owned();
    Ok(Box::new(Cursor::new(text.into_bytes())))
}

/// A text that counts how much of it was read.
pub struct Counted<'a, R> {
    /// The text.
    pub inner: R,
    /// Counts on.
    pub n_bytes: &'a AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.n_bytes.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// How the letters of a file are written, learnt while its bytes pass.
struct Letters {
    utf8: Utf8Check,
    others: EncodingDetector,
    /// Bytes beyond ASCII beside a letter: letters of a language, not signs of money.
    n_foreign: usize,
    n_nul: usize,
    n_lone_returns: usize,
    was_return: bool,
}

impl Default for Letters {
    fn default() -> Self {
        Self {
            utf8: Utf8Check::default(),
            others: EncodingDetector::new(Iso2022JpDetection::Deny),
            n_foreign: 0,
            n_nul: 0,
            n_lone_returns: 0,
            was_return: false,
        }
    }
}

impl Letters {
    fn feed(&mut self, bytes: &[u8]) {
        let is_ascii = bytes.is_ascii();
        if !is_ascii {
            let is_foreign = |pair: &&[u8]| !pair[0].is_ascii() && pair[1].is_ascii_alphabetic();
            self.n_foreign += bytes.windows(2).filter(is_foreign).count();
            self.others.feed(bytes, false);
        }
        if !is_ascii || !self.utf8.pending.is_empty() {
            self.utf8.feed(bytes);
        }
        self.n_nul += memchr::memchr_iter(0, bytes).count();
        self.n_lone_returns += usize::from(self.was_return && bytes.first() != Some(&b'\n'));
        let lone = |&at: &usize| bytes.get(at + 1).is_some_and(|&next| next != b'\n');
        self.n_lone_returns += memchr::memchr_iter(b'\r', bytes).filter(lone).count();
        self.was_return = bytes.last() == Some(&b'\r');
    }

    /// A byte order mark; else UTF-16 by its NUL bytes; else UTF-8 where it holds; else what the detector finds, which
    /// needs some letters to tell the rarer ones from Windows-1252.
    fn encoding(&self, head: &[u8]) -> (&'static Encoding, usize) {
        if let Some(known) = Encoding::for_bom(head) {
            return known;
        }
        let nuls = |first: usize| head.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
        let half = (head.len() / 2).max(1);
        if nuls(1) * 2 > half && nuls(0) * 10 < half {
            return (UTF_16LE, 0);
        }
        if nuls(0) * 2 > half && nuls(1) * 10 < half {
            return (UTF_16BE, 0);
        }
        if self.utf8.is_valid() {
            return (UTF_8, 0);
        }
        let guess = self.others.guess(None, Utf8Detection::Deny);
        let is_latin = [
            "windows-1250",
            "windows-1252",
            "windows-1254",
            "windows-1257",
            "ISO-8859-2",
            "ISO-8859-4",
            "ISO-8859-13",
            "ISO-8859-15",
        ]
        .contains(&guess.name());
        let is_other = if is_latin { has_signs_in_words(head) } else { self.n_foreign >= 40 };
        // A few words are too little for the detector, and enough to see that they are none of Windows-1252.
        let other = if guess == WINDOWS_1252 { WINDOWS_1250 } else { guess };
        (if is_other { other } else { WINDOWS_1252 }, 0)
    }
}

/// Whether letters of a Polish or Czech text stand in it as what they are in Windows-1252: signs inside or at the end of words, and
/// letters where no language of that encoding has them ("Iloœæ", "Odbìratel").
fn has_signs_in_words(head: &[u8]) -> bool {
    const ENOUGH: usize = 3;
    let text: Vec<char> = WINDOWS_1252.decode_without_bom_handling(head).0.chars().collect();
    let weight = |three: &[char]| match (three[0], three[1], three[2]) {
        (_, 'ì', after) if after.is_ascii_lowercase() => ENOUGH,
        // "Èíslo"
        ('È', 'í', _) => ENOUGH,
        (_, 'œ', after) if after.is_alphabetic() && !matches!(after, 'u' | 'i' | 'e' | 's' | 't') => ENOUGH,
        // "20 m³" are cubic metres, "z³" are zloty.
        (before, '³' | '¹' | '¿', after) if before.is_ascii_alphabetic() && !after.is_alphanumeric() => {
            usize::from(!before.eq_ignore_ascii_case(&'m'))
        }
        (before, sign, after) => usize::from(
            before.is_ascii_alphabetic()
                && after.is_ascii_alphabetic()
                && !sign.is_ascii()
                && !sign.is_alphabetic()
                && !matches!(sign, '’' | '‘' | '–' | '—' | '·'),
        ),
    };
    // No language of Windows-1252 has both of these.
    let is_czech = text.contains(&'ý') && ['è', 'ø', 'ù'].iter().any(|letter| text.contains(letter));
    is_czech || text.windows(3).map(weight).sum::<usize>() >= ENOUGH
}

/// Names a file by its first bytes, where they are no text.
fn what_by_bytes(path: &Path, head: &[u8], n_bytes: usize) -> io::Result<Option<What>> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"%PDF", "a PDF. Export the list as CSV or Excel instead of printing it"),
        (b"\x89PNG", "a picture (PNG). Export the list as CSV or Excel"),
        (b"\xff\xd8\xff", "a picture (JPEG). Export the list as CSV or Excel"),
        (b"GIF8", "a picture (GIF). Export the list as CSV or Excel"),
        (b"BM", "a picture (BMP). Export the list as CSV or Excel"),
        (b"\x1f\x8b", "a compressed file (gzip). Unpack it first, then open what is inside"),
        (b"7z\xbc\xaf", "a compressed file (7z). Unpack it first, then open what is inside"),
        (b"Rar!", "a compressed file (RAR). Unpack it first, then open what is inside"),
        (b"SQLite format 3", "a database. Export its tables as CSV"),
        (b"{\\rtf", "a text document (RTF). Export the list as CSV or Excel"),
        (b"MZ", "a program, not a list. Export the list as CSV or Excel"),
    ];
    if n_bytes == 0 {
        let text = "The file is empty (0 bytes): the export or the download did not finish. Export it again";
        return Ok(Some(What::Nothing(text.to_owned())));
    }
    let is_text_after = |n: usize| {
        head.get(n..n + 20).is_some_and(|rest| rest.iter().all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace()))
    };
    let known = KNOWN.iter().find(|(magic, _)| head.starts_with(magic) && !(magic.len() == 2 && is_text_after(2)));
    if let Some((_, what)) = known {
        return Ok(Some(What::Nothing(format!("The file is {what}"))));
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return what_is_packed(path, head).map(Some);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return what_is_ole(path).map(Some);
    }
    Ok(None)
}

/// A zip holds a workbook, a document, or files. The names inside stand at the end.
fn what_is_packed(path: &Path, head: &[u8]) -> io::Result<What> {
    let mut file = File::open(path)?;
    let n = file.metadata()?.len();
    file.seek(SeekFrom::Start(n.saturating_sub(HEAD as u64)))?;
    let mut tail = Vec::new();
    file.take(HEAD as u64).read_to_end(&mut tail)?;
    let names = |name: &str| [head, &tail[..]].iter().any(|bytes| memmem::find(bytes, name.as_bytes()).is_some());
    Ok(if names("opendocument.spreadsheet") {
        What::Workbook("ods")
    } else if names("xl/workbook.bin") {
        What::Workbook("xlsb")
    } else if names("xl/workbook.xml") || names("xl/worksheets/") {
        What::Workbook("xlsx")
    } else if names("META-INF/manifest.xml") && names("content.xml") && !names("opendocument.text") {
        What::Workbook("ods")
    } else if names("word/document.xml") || names("opendocument.text") {
        What::Nothing(
            "The file is a Word document. Export the list as CSV or Excel from the system it comes from".to_owned(),
        )
    } else if names("Index/Document.iwa") || names("Index.zip") || names(".iwa") {
        What::Nothing(
            "The file is an Apple Numbers document. In Numbers choose File, Export To, CSV or Excel, and open that"
                .to_owned(),
        )
    } else if names("ppt/") {
        What::Nothing("The file is a PowerPoint presentation. Export the list as CSV or Excel".to_owned())
    } else {
        What::Nothing("The file is a zip archive. Unpack it first, then open the files inside".to_owned())
    })
}

/// Old Office files, and new ones that are locked, name their parts in two-byte letters.
fn what_is_ole(path: &Path) -> io::Result<What> {
    const MOST: u64 = 64 << 20;
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST).read_to_end(&mut bytes)?;
    let names = |name: &str| {
        let wide: Vec<u8> = name.bytes().flat_map(|byte| [byte, 0]).collect();
        memmem::find(&bytes, &wide).is_some()
    };
    Ok(if names("EncryptedPackage") || names("EncryptionInfo") {
        let text = "The workbook is locked with a password. Open it in your spreadsheet program, remove the password, \
                    save it, then open it here";
        What::Nothing(text.to_owned())
    } else if names("WordDocument") {
        What::Nothing(
            "The file is a Word document. Export the list as CSV or Excel from the system it comes from".to_owned(),
        )
    } else if names("PowerPoint Document") {
        What::Nothing("The file is a PowerPoint presentation. Export the list as CSV or Excel".to_owned())
    } else {
        What::Workbook("xls")
    })
}

/// Names a text by how it begins.
fn what_by_text(text: &str, n_bytes: usize, n_nul: usize) -> What {
    let refused = |text: &str| What::Nothing(text.to_owned());
    let start = text.trim_start();
    let begins =
        start.get(..start.len().min(4096)).map_or_else(|| start.chars().take(1000).collect(), str::to_lowercase);
    let n_control = text.chars().filter(|c| c.is_control() && !matches!(c, '\0' | '\t' | '\n' | '\r')).count();
    if n_nul * 2 > n_bytes || n_control * 50 > text.len() {
        return refused("The file holds bytes that are no text, so it is no CSV export. Export the list again as CSV");
    }
    if begins.starts_with('<')
        && (begins.contains("<html")
            || begins.contains("<!doctype")
            || begins.contains("<table")
            || begins.contains("<?xml"))
    {
        let lower = text.to_lowercase();
        if lower.contains("<table") || lower.contains("office:spreadsheet") {
            return What::Page;
        }
        return if begins.contains("<?xml") && !begins.contains("<html") {
            refused("The file is XML, not a table. Export the list as CSV or Excel")
        } else {
            refused(
                "The file is a web page without a table, perhaps the page that asks you to log in. Log in and export again",
            )
        };
    }
    if begins.starts_with("{\"")
        || begins.starts_with("{\n")
        || begins.starts_with("[{")
        || begins.starts_with("[\n")
        || begins.starts_with("{\r\n")
    {
        return refused("The file is JSON, which programs read, not a table. Export the list as CSV or Excel");
    }
    if begins.starts_with("mime-version:") {
        return refused("The file is a saved web page or a mail. Export the list as CSV or Excel");
    }
    if n_bytes >= HEAD && !text.contains(['\n', '\r']) {
        return refused(
            "The file is one endless line without line breaks, so it has no rows. Export the list again as CSV",
        );
    }
    What::Text
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
