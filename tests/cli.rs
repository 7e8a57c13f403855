//! The command as a manual: every case in `tests/cmd` and every console block of the README and the guide is run and compared.
//!
//! `TRYCMD=overwrite cargo test --test cli` writes what the command prints now into the cases; read the diff.
#![cfg(feature = "cli")]

fn cases() -> trycmd::TestCases {
    let cases = trycmd::TestCases::new();
    // The index goes to a cache of the tests' own, and days are always the same.
    let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/cache");
    cases
        .env("XDG_CACHE_HOME", cache)
        .env("XDG_CONFIG_HOME", cache)
        .env("HOME", cache)
        .env("SOURCE_DATE_EPOCH", "1767225600");
    cases
}

#[test]
fn commands_do_what_the_cases_show() {
    cases().case("tests/cmd/*.md").case("tests/cmd/*.toml");
}

#[test]
fn the_readme_tells_the_truth() {
    cases().case("README.md").case("README.vi.md");
}

#[test]
fn the_guide_tells_the_truth() {
    cases().case("docs/src/*.md");
}
