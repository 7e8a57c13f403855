//! Links the program at a fixed address, so that it starts at once (feature `fixed-address`).
//!
//! A position-independent program has its tables of texts (HTML entities, help, messages) corrected at every start: tens of
//! thousands of addresses on a hundred pages, a fifth of the time of a look-up. Who would rather have the addresses of the
//! program itself vary, as a second wall behind safe Rust, leaves the feature out.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|there| there == value);
    let is_static = env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|all| all.contains("crt-static"));
    let linux = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if linux && !is_static && env::var_os("CARGO_FEATURE_FIXED_ADDRESS").is_some() {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
