//! Reads files of the format that `GLOSS_FORMAT` names.
#![no_main]

#[path = "../../crates/formats/tests/harness/mod.rs"]
mod harness;

use std::sync::LazyLock;

use gloss_formats::FormatSpec;

static FORMAT: LazyLock<&FormatSpec> = LazyLock::new(|| {
    let name = std::env::var("GLOSS_FORMAT").unwrap_or_default();
    let known = || harness::readable().map(|format| format.name).collect::<Vec<_>>().join(", ");
    let format = harness::readable().find(|format| format.name == name);
    format.unwrap_or_else(|| panic!("GLOSS_FORMAT names one of {}", known()))
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| harness::check(*FORMAT, data));
