#![no_main]
//! The bytes are the content of an open document; the rest of it is sound.
use lotwise_fuzz::{read, zipped};

const MANIFEST: &[u8] = br#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"#;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read(&zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", bytes),
        ("META-INF/manifest.xml", MANIFEST),
    ]));
});
