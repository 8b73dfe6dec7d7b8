use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use futures::StreamExt;
use futures::channel::mpsc::Receiver;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rmpv::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};
use zeromq::{DealerSocket, Endpoint, Socket, SocketEvent, SocketOptions, SocketRecv, SocketSend, ZmqMessage};

use crate::calls::{CallError, Calls, Pending};
use crate::message::{Message, now, to_value};
use crate::{Error, registry};

const START: Duration = Duration::from_secs(10);
const FIND: Duration = Duration::from_secs(5);
const STOP: Duration = Duration::from_secs(5); // to finish what runs, before SIGTERM
const TERM: Duration = Duration::from_secs(2); // before SIGKILL

/// Heartbeats find a worker that hangs; one whose connection ends is noticed at once.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(5);
const HEARTBEAT_TIMEOUT: Duration = Duration::from_secs(3);
const HEARTBEAT_MISSES: u32 = 3;

/// Options of a parent.
#[derive(Clone)]
pub struct Options {
    /// 3 or 4
    pub protocol: u8,
    /// in which functions are called
    pub namespace: String,
    /// for the worker to see
    pub client_name: Option<String>,
    /// time that a call may take
    pub call_timeout: Option<Duration>,
}

impl Default for Options {
    fn default() -> Options {
        Options { protocol: 3, namespace: "default".into(), client_name: None, call_timeout: None }
    }
}

/// Calls the functions of one worker, any number at once. When the worker is lost, what waits for
/// it ends with an error, and so does each later call. Dropping it kills a worker that it started.
pub struct Parent {
    options: Options,
    calls: Calls,
    process: Option<Child>, // where it was started
}

impl Parent {
    /// Starts a command that is a worker and waits until it answers. Its output goes where the
    /// command says.
    pub async fn spawn(mut command: Command, options: Options) -> Result<Parent, Error> {
        let mut dealer = DealerSocket::new();
        let mut events = dealer.monitor();
        let Endpoint::Tcp(_, port) = dealer.bind("tcp://127.0.0.1:0").await? else {
            return Err("bound to something else than TCP".into());
        };
        let environment = [("COMLINK_ZMQ_PORT", port.to_string()), ("COMLINK_WORKER_MODE", "1".into())];
        let mut process = command.envs(environment).stdin(Stdio::null()).kill_on_drop(true).spawn()?;
        timeout(START, connected(&mut events, &mut process))
            .await
            .map_err(|_| "the worker did not connect in time")??;
        Parent::open(dealer, events, Some(process), options).await
    }

    /// Finds the service with an id and connects to it.
    pub async fn connect(service_id: &str, options: Options) -> Result<Parent, Error> {
        let port = registry::find(service_id, FIND).await?;
        let mut socket_options = SocketOptions::default();
        socket_options.connect_timeout(FIND);
        let mut dealer = DealerSocket::with_options(socket_options);
        let events = dealer.monitor();
        dealer.connect(&format!("tcp://127.0.0.1:{port}")).await?;
        Parent::open(dealer, events, None, options).await
    }

    async fn open(
        dealer: DealerSocket,
        events: Receiver<SocketEvent>,
        process: Option<Child>,
        options: Options,
    ) -> Result<Parent, Error> {
        let (outgoing, to_send) = mpsc::unbounded_channel();
        let calls = Calls::new(outgoing);
        tokio::spawn(exchange(dealer, events, to_send, calls.clone()));
        let parent = Parent { options, calls, process };
        let deadline = Instant::now() + START;
        // An answered heartbeat is the one sign that every worker gives.
        while let Err(error) = parent.calls.heartbeat(parent.options.protocol, Duration::from_millis(500)).await {
            if matches!(error, CallError::Lost(_)) || Instant::now() > deadline {
                return Err(format!("the worker does not answer: {error}").into());
            }
        }
        tokio::spawn(watch(parent.calls.clone(), parent.options.protocol));
        Ok(parent)
    }

    /// Calls a function, with its arguments as a tuple, and waits for its result.
    pub async fn call<R: DeserializeOwned>(&self, function: &str, arguments: impl Serialize) -> Result<R, CallError> {
        self.start(function, arguments)?.result().await
    }

    /// Sends a call and does not wait for its result.
    pub fn start(&self, function: &str, arguments: impl Serialize) -> Result<Pending, CallError> {
        self.start_with(&self.options, function, arguments)
    }

    /// Sends a call with other options than those of the parent.
    pub fn start_with(
        &self,
        options: &Options,
        function: &str,
        arguments: impl Serialize,
    ) -> Result<Pending, CallError> {
        let arguments = match to_value(&arguments).map_err(CallError::Value)? {
            Value::Nil => Value::Array(Vec::new()), // (), no arguments
            array => array,
        };
        let mut call = Message::new(options.protocol, "call")
            .with("function", function)
            .with("args", arguments)
            .with("namespace", options.namespace.as_str());
        if let Some(name) = &options.client_name {
            call = call.with("client_name", name.as_str());
        }
        if let Some(timeout) = options.call_timeout {
            // The worker need not begin what nobody waits for any more.
            let deadline = now() + timeout.as_secs_f64();
            call = call.with("metadata", Value::Map(vec![("deadline".into(), deadline.into())]));
        }
        Ok(self.calls.start(options.protocol, call, options.call_timeout))
    }

    /// Measures the time to the worker's message loop and back.
    pub async fn heartbeat(&self) -> Result<Duration, CallError> {
        self.calls.heartbeat(self.options.protocol, HEARTBEAT_TIMEOUT).await
    }

    /// Returns the id of the process that was started, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.process.as_ref().and_then(Child::id)
    }

    /// Lets a worker that was started finish its calls and end, kills it where it does not, and
    /// returns how it ended; from a service it only disconnects.
    pub async fn stop(mut self) -> Result<Option<ExitStatus>, Error> {
        let mut status = None;
        if let Some(mut process) = self.process.take() {
            self.calls.send(Message::new(self.options.protocol, "shutdown"));
            status = Some(end(&mut process).await?);
            // What it answered last is read before the end of its connection.
            self.calls.ended().await;
        }
        Ok(status)
    }
}

impl Drop for Parent {
    fn drop(&mut self) {
        self.calls.end("it was stopped");
    }
}

/// Waits for the first connection, or the end of the process.
async fn connected(events: &mut Receiver<SocketEvent>, process: &mut Child) -> Result<(), Error> {
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(SocketEvent::Accepted(..)) => return Ok(()),
                Some(SocketEvent::AcceptFailed(error)) => eprintln!("Refused a connection: {error}"),
                Some(_) => {}
                None => return Err("the socket was closed".into()),
            },
            status = process.wait() => return Err(format!("the worker ended before it connected: {}", status?).into()),
        }
    }
}

/// Waits for the end of a process that was asked to end, and insists where it does not.
async fn end(process: &mut Child) -> Result<ExitStatus, Error> {
    for (patience, signal) in [(STOP, Signal::SIGTERM), (TERM, Signal::SIGKILL)] {
        if let Ok(status) = timeout(patience, process.wait()).await {
            return Ok(status?);
        }
        if let Some(pid) = process.id() {
            kill(Pid::from_raw(pid as i32), signal)?;
        }
    }
    Ok(process.wait().await?)
}

/// Gives the socket what is to be sent and hands out what it receives, until the connection ends.
async fn exchange(
    mut dealer: DealerSocket,
    mut events: Receiver<SocketEvent>,
    mut to_send: mpsc::UnboundedReceiver<Message>,
    calls: Calls,
) {
    let cause = loop {
        tokio::select! {
            answer = dealer.recv() => match answer {
                Ok(frames) => calls.receive(&frames),
                Err(error) => break error.to_string(),
            },
            message = to_send.recv() => {
                let Some(message) = message else { return };
                let mut frames = ZmqMessage::from(message.encode());
                frames.push_front(Vec::new().into());
                if let Err(error) = dealer.send(frames).await {
                    break error.to_string();
                }
            }
            event = events.next() => if let Some(SocketEvent::Disconnected(_)) = event {
                break "its connection has ended".into();
            },
            _ = calls.ended() => return,
        }
    };
    calls.end(&cause);
}

async fn watch(calls: Calls, protocol: u8) {
    let mut misses = 0;
    while misses < HEARTBEAT_MISSES {
        tokio::select! {
            _ = calls.ended() => return,
            _ = sleep(HEARTBEAT_INTERVAL) => {}
        }
        match calls.heartbeat(protocol, HEARTBEAT_TIMEOUT).await {
            Ok(_) => misses = 0,
            Err(_) => misses += 1,
        }
    }
    calls.end("it no longer answers heartbeats");
}
