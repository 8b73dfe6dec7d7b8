use std::time::{Duration, Instant};

use futures::future::try_join_all;
use multifrost::{CallError, Error, Options, Parent, Pending, Value};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::Command;

use crate::expect;

/// One run of all cases.
pub struct Run {
    options: Options,
    spawns: bool,
    target: Vec<String>, // the command, or the service id
    pub worker: Parent,
}

impl Run {
    pub async fn open(options: Options, spawns: bool, target: Vec<String>) -> Result<Run, Error> {
        let worker = open(&options, spawns, &target).await?;
        Ok(Run { options, spawns, target, worker })
    }

    pub async fn behaviour(&mut self, name: &str) -> Result<(), Error> {
        match name {
            "error" => self.fails("on purpose é", "fail", vec!["on purpose é"]).await,
            "unknown function" => self.fails("Function 'missing' not found", "missing", vec![]).await,
            "private function" => self.fails("Cannot call private method '_private'", "_private", vec![]).await,
            "namespace" => self.namespace().await,
            "list of functions" => self.list().await,
            "no result" => expect(Value::Nil, self.worker.call("nothing", ()).await?),
            "several at once" => self.several().await,
            "out of order" => self.out_of_order().await,
            "64 in flight" => self.many_in_flight().await,
            "heartbeats" => self.heartbeats().await,
            "stop" => self.stop().await,
            "death" => self.death().await,
            _ => Err("no such behaviour is known here".into()),
        }
    }

    async fn fails(&self, expected: &str, function: &str, arguments: Vec<&str>) -> Result<(), Error> {
        match self.worker.call::<Value>(function, arguments).await {
            Err(CallError::Remote(error)) if error.contains(expected) => Ok(()),
            other => Err(format!("expected an error with '{expected}', but got {other:?}").into()),
        }
    }

    async fn namespace(&self) -> Result<(), Error> {
        let time = Duration::from_millis(300);
        let options = Options { namespace: "other".into(), call_timeout: Some(time), ..self.options.clone() };
        match self.worker.start_with(&options, "echo", (1,))?.result::<Value>().await {
            Err(CallError::Timeout(_)) => self.add().await,
            other => Err(format!("expected no answer, but got {other:?}").into()),
        }
    }

    async fn add(&self) -> Result<(), Error> {
        expect(3, self.worker.call("add", (1, 2)).await?)
    }

    async fn list(&self) -> Result<(), Error> {
        let names: Vec<String> = self.worker.call("list_functions", ()).await?;
        let has = |name: &str| names.iter().any(|other| other == name);
        if has("echo") && has("add") && !names.iter().any(|name| name.starts_with('_')) {
            Ok(())
        } else {
            Err(format!("got {names:?}").into())
        }
    }

    /// Sends calls that wait until their keys are released.
    fn hold(&self, name: &str, count: usize) -> Result<Vec<(String, Pending)>, Error> {
        let key = |i| format!("{name} {i}");
        (0..count).map(|i| Ok((key(i), self.worker.start("hold", (key(i),))?))).collect()
    }

    async fn release(&self, (key, held): (String, Pending)) -> Result<(), Error> {
        expect(key.clone(), self.worker.call("release", (&key,)).await?)?;
        expect(key, held.result().await?)
    }

    async fn several(&self) -> Result<(), Error> {
        let held = self.hold("several", 8)?;
        self.add().await?;
        for (key, _) in &held {
            expect(key.clone(), self.worker.call("release", (key,)).await?)?;
        }
        for (key, held) in held {
            expect(key, held.result().await?)?;
        }
        Ok(())
    }

    async fn out_of_order(&self) -> Result<(), Error> {
        for held in self.hold("order", 3)?.into_iter().rev() {
            self.release(held).await?;
        }
        Ok(())
    }

    async fn many_in_flight(&self) -> Result<(), Error> {
        let sums = (0..64).map(|i| self.worker.start("add", (i, i))).collect::<Result<Vec<_>, _>>()?;
        let sums: Vec<i64> = try_join_all(sums.into_iter().map(Pending::result)).await?;
        expect((0..64).map(|i| 2 * i).collect(), sums)
    }

    async fn heartbeats(&self) -> Result<(), Error> {
        let held = self.worker.start("hold", ("beat",))?;
        for _ in 0..3 {
            if self.worker.heartbeat().await?.is_zero() {
                return Err("a heartbeat took no time".into());
            }
        }
        self.release(("beat".into(), held)).await
    }

    async fn reopen(&mut self) -> Result<Parent, Error> {
        let worker = open(&self.options, self.spawns, &self.target).await?;
        Ok(std::mem::replace(&mut self.worker, worker))
    }

    async fn stop(&mut self) -> Result<(), Error> {
        // The next behaviour needs another worker than the one that stops.
        let stopping = self.reopen().await?;
        if !self.spawns {
            stopping.stop().await?;
            return self.add().await;
        }
        let slow = stopping.start("slow", (200,))?;
        let began = Instant::now();
        let status = stopping.stop().await?.ok_or("there is no process")?;
        if !status.success() || began.elapsed() > Duration::from_secs(10) {
            return Err(format!("{status} after {:?}", began.elapsed()).into());
        }
        expect(200, slow.result().await?)
    }

    async fn death(&mut self) -> Result<(), Error> {
        let pid: i32 = self.worker.call("pid", ()).await?;
        let held = self.worker.start("hold", ("death",))?;
        let began = Instant::now();
        kill(Pid::from_raw(pid), Signal::SIGKILL)?;
        match held.result::<Value>().await {
            Err(CallError::Lost(_)) if began.elapsed() < Duration::from_secs(10) => Ok(()),
            other => Err(format!("expected the loss of the worker, but got {other:?}").into()),
        }
    }
}

async fn open(options: &Options, spawns: bool, target: &[String]) -> Result<Parent, Error> {
    if !spawns {
        return Parent::connect(&target[0], options.clone()).await;
    }
    let mut command = Command::new(&target[0]);
    // Standard output is for the results.
    command.args(&target[1..]).stdout(std::io::stderr());
    Parent::spawn(command, options.clone()).await
}
