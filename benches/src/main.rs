//! Measures gloss and its peers in the same run: `gloss-bench JOB DATA`. See README.md for the data and the jobs.

mod check;
mod data;
mod distance;
mod fold;
mod fuzzy;
mod lookup;
mod memory;
/// The oracle of the project's own tests.
#[path = "../../tests/naive/mod.rs"]
mod naive;
mod scan;
mod start;
mod timing;
mod tmx;

use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [job, folder, rest @ ..] = args.as_slice() else {
        anyhow::bail!(
            "usage: gloss-bench lookup|oracle|scan|fold|distance|check|start|tmx|fuzzy|memory|growth DATA [SIZE or program]…"
        );
    };
    let data = data::Data(PathBuf::from(folder));
    match job.as_str() {
        "lookup" => rest.iter().try_for_each(|size| lookup::run(&data, size)),
        "oracle" => lookup::oracle(&data, rest),
        "scan" => scan::run(&data, rest),
        "fold" => fold::run(&data),
        "distance" => distance::run(&data),
        "tmx" => tmx::run(&data),
        "memory" => memory::run(&data, rest),
        "growth" => memory::growth(&data, rest),
        "fuzzy" => fuzzy::run(&data, rest),
        "check" => check::run(&data, rest),
        "start" => start::run(&data, rest),
        other => anyhow::bail!("unknown job {other}"),
    }
}
