//! The worker that the interop tests call. It has nothing of its own but functions.

use std::collections::HashSet;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use multifrost::{Error, Value, Worker};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let service_id = std::env::args().skip_while(|argument| argument != "--service-id").nth(1);
    let holds = Arc::new(Holds::default());
    let held = holds.clone();
    Worker::new()
        .handle("echo", |(value,): (Value,)| Ok(value))
        .handle("add", |(a, b): (i64, i64)| Ok(a + b))
        .handle("fail", |(message,): (String,)| Err::<(), _>(message.into()))
        .handle("nothing", |()| Ok(()))
        .handle("slow", slow)
        .handle("hold", move |(key,): (String,)| held.hold(key))
        .handle("release", move |(key,): (String,)| holds.release(key))
        .handle("pid", |()| Ok(std::process::id()))
        .run(service_id.as_deref())
        .await
}

fn slow((millis,): (u64,)) -> Result<u64, Error> {
    thread::sleep(Duration::from_millis(millis));
    Ok(millis)
}

#[derive(Default)]
struct Holds {
    released: Mutex<HashSet<String>>,
    changed: Condvar,
}

impl Holds {
    fn hold(&self, key: String) -> Result<String, Error> {
        let released = self.released.lock().map_err(|error| error.to_string())?;
        let (released, _) = self
            .changed
            .wait_timeout_while(released, Duration::from_secs(20), |released| !released.contains(&key))
            .map_err(|error| error.to_string())?;
        if released.contains(&key) { Ok(key) } else { Err(format!("nobody released '{key}'").into()) }
    }

    fn release(&self, key: String) -> Result<String, Error> {
        self.released.lock().map_err(|error| error.to_string())?.insert(key.clone());
        self.changed.notify_all();
        Ok(key)
    }
}
