#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lotwise_fuzz::read(&[b"<html><table>", bytes].concat()));
