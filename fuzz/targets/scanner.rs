#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| stageplay_fuzz::scanner(data));
