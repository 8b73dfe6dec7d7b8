//! The registry in which services of all languages are found.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::unistd::{Pid, Uid};
use serde_json::{Map, Value, json};

use crate::Error;

const LOCK_TIMEOUT: Duration = Duration::from_secs(10);
const LOCK_IS_STALE: Duration = Duration::from_secs(10); // then whoever had it has died
const POLL: Duration = Duration::from_millis(100);

fn directory() -> Result<PathBuf, Error> {
    match std::env::var("MULTIFROST_HOME") {
        Ok(directory) if !directory.trim().is_empty() => Ok(directory.into()),
        _ => match std::env::home_dir().filter(|home| home.is_absolute()) {
            Some(home) => Ok(home.join(".multifrost")),
            None => Err("there is no home folder for the registry of services: set HOME or MULTIFROST_HOME".into()),
        },
    }
}

/// Makes the folder where there is none, and refuses one in which others may say which process is a
/// service.
fn open() -> Result<PathBuf, Error> {
    let directory = directory()?;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&directory)?;
    let status = fs::metadata(&directory)?;
    if status.mode() & 0o022 != 0 || status.uid() != 0 && status.uid() != Uid::current().as_raw() {
        let place = directory.display();
        return Err(format!(
            "others may write to {place}, and so say which process is a service: make it yours alone (chmod 700 \
             {place}), or name another folder by MULTIFROST_HOME"
        )
        .into());
    }
    Ok(directory)
}

/// Enters this process as the service, unless a living process has the id.
pub(crate) async fn register(id: &str, port: u16) -> Result<(), Error> {
    change(|services| {
        let pid = services.get(id).and_then(pid).unwrap_or(0);
        if is_running(pid) && pid != own_pid() {
            return Err(format!("service '{id}' is running already, as process {pid}: stop it, or take another id"));
        }
        let started = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
        services.insert(id.into(), json!({"port": port, "pid": own_pid(), "started": started.to_string()}));
        Ok(())
    })
    .await
}

/// Removes the entry, if it is of this process.
pub(crate) async fn unregister(id: &str) -> Result<(), Error> {
    change(|services| {
        if services.get(id).and_then(pid) == Some(own_pid()) {
            services.remove(id);
        }
        Ok(())
    })
    .await
}

/// Waits until a living process has registered the id, and returns its port.
pub(crate) async fn find(id: &str, timeout: Duration) -> Result<u16, Error> {
    let directory = open()?;
    let deadline = Instant::now() + timeout;
    loop {
        let services = read(&directory)?;
        let entry = services.get(id).filter(|entry| pid(entry).is_some_and(is_running));
        if let Some(port) = entry.and_then(|entry| entry["port"].as_u64()) {
            return Ok(u16::try_from(port)?);
        }
        if Instant::now() > deadline {
            let place = directory.display();
            return Err(
                format!("no living process has registered '{id}' in {place}: start it, or correct the id").into()
            );
        }
        tokio::time::sleep(POLL).await;
    }
}

/// Exchanges the file as a whole, so that whoever reads it needs no lock.
async fn change(change: impl FnOnce(&mut Map<String, Value>) -> Result<(), String>) -> Result<(), Error> {
    let directory = open()?;
    let _lock = Lock::take(directory.join("services.lock")).await?;
    let mut services = read(&directory)?;
    change(&mut services)?;
    let temporary = directory.join(format!("services.json.{}.tmp", std::process::id()));
    fs::write(&temporary, serde_json::to_vec_pretty(&services)?)?;
    Ok(fs::rename(temporary, directory.join("services.json"))?)
}

/// The Rust implementation of the protocol takes no lock. This is the one of the Go
/// implementation, which keeps those in Java and Go out.
struct Lock(PathBuf);

impl Lock {
    async fn take(path: PathBuf) -> Result<Lock, Error> {
        let deadline = Instant::now() + LOCK_TIMEOUT;
        loop {
            match fs::File::create_new(&path) {
                Ok(_) => return Ok(Lock(path)),
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
                Err(_) => {}
            }
            let age = fs::metadata(&path).and_then(|lock| lock.modified()).ok().and_then(|time| time.elapsed().ok());
            if age.is_some_and(|age| age > LOCK_IS_STALE) {
                let _ = fs::remove_file(&path); // another process may have been quicker
            } else if Instant::now() > deadline {
                return Err(
                    format!("the registry is locked by {}; delete it if no process uses it", path.display()).into()
                );
            }
            tokio::time::sleep(POLL / 10).await;
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0); // whoever waits for it breaks it when it is old
    }
}

fn read(directory: &Path) -> Result<Map<String, Value>, Error> {
    let path = directory.join("services.json");
    match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Map::new()),
        Err(error) => Err(error.into()),
        Ok(content) => serde_json::from_slice(&content).map_err(|error| {
            format!("the registry {} makes no sense, delete or correct it: {error}", path.display()).into()
        }),
    }
}

fn pid(entry: &Value) -> Option<i32> {
    entry["pid"].as_i64().and_then(|pid| i32::try_from(pid).ok())
}

fn own_pid() -> i32 {
    std::process::id() as i32
}

fn is_running(pid: i32) -> bool {
    pid > 0 && !matches!(kill(Pid::from_raw(pid), None), Err(Errno::ESRCH))
}
