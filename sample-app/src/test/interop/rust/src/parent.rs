//! The parent of the interop tests: it runs the cases against a worker and prints how each went.
//!
//!     interop-parent CASES PROTOCOL spawn COMMAND...
//!     interop-parent CASES PROTOCOL connect SERVICE_ID

mod behaviours;
mod values;

use std::io::{Write, stdout};
use std::time::Duration;

use behaviours::Run;
use multifrost::{Error, Options};
use serde_json::json;
use values::Cases;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [cases, protocol, mode, target @ ..] = &arguments[..] else {
        return Err("interop-parent CASES PROTOCOL spawn COMMAND...|connect SERVICE_ID".into());
    };
    let options =
        Options { protocol: protocol.parse()?, call_timeout: Some(Duration::from_secs(20)), ..Options::default() };
    let cases: Cases = serde_json::from_slice(&std::fs::read(cases)?)?;
    let mut run = Run::open(options, mode == "spawn", target.to_vec()).await?;
    for value in &cases.values {
        report(&value.name, value.run(&run.worker).await)?;
    }
    for name in &cases.behaviours {
        report(name, run.behaviour(name).await)?;
    }
    Ok(())
}

fn report(case: &str, outcome: Result<(), Error>) -> Result<(), Error> {
    let detail = outcome.err().map(|error| error.to_string());
    let line = json!({"case": case, "passed": detail.is_none(), "detail": detail.unwrap_or_default()});
    writeln!(stdout(), "{line}")?;
    Ok(stdout().flush()?)
}

fn expect<T: PartialEq + std::fmt::Debug>(expected: T, actual: T) -> Result<(), Error> {
    if expected == actual { Ok(()) } else { Err(format!("expected {expected:?}, but got {actual:?}").into()) }
}
