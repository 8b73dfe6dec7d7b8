//! A parent: it calls the functions of a worker that is written in another language, for example
//! the Java worker of the sample.
//!
//!     math_parent java -cp ... io.multifrost.sample.TextWorker
//!     math_parent --service-id text-service

use multifrost::{CallError, Error, Options, Parent};
use tokio::process::Command;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let worker = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => return Err("give the command that starts a worker, or --service-id ID".into()),
        ["--service-id", id] => Parent::connect(id, Options::default()).await?,
        [program, ref arguments @ ..] => {
            let mut command = Command::new(program);
            command.args(arguments);
            Parent::spawn(command, Options::default()).await?
        }
    };
    demonstrate(&worker).await?;
    worker.stop().await?;
    Ok(())
}

async fn demonstrate(worker: &Parent) -> Result<(), Error> {
    let greeting: String = worker.call("greet", ("Ada",)).await?;
    println!("{greeting}");

    // Several at once: all are sent before the first answer is waited for
    let sums = (0..3).map(|i| worker.start("add", (i, 10 * i))).collect::<Result<Vec<_>, _>>()?;
    for (i, sum) in (0..).zip(sums) {
        println!("{i} + {} = {}", 10 * i, sum.result::<i64>().await?);
    }

    if let Err(CallError::Remote(error)) = worker.call::<i64>("divide", (1, 0)).await {
        println!("The worker says: {error}");
    }
    Ok(())
}
