use std::collections::{BTreeMap, HashMap};
use std::os::unix::process::parent_id;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::channel::mpsc::Receiver;
use rmpv::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::runtime::Handle;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::{Instant, interval, sleep, sleep_until};
use zeromq::util::PeerIdentity;
use zeromq::{Endpoint, RouterSocket, Socket, SocketEvent, SocketOptions, SocketRecv, SocketSend, ZmqMessage};

use crate::failure::{Failure, check_keys, shorten};
use crate::message::{Message, now, to_value};
use crate::{Error, registry};

const NAMESPACE: &str = "default"; // calls to others are meant for other workers
const MAX_CALLS: usize = 10_000; // accepted and not answered yet; further calls are refused
const CONNECT: Duration = Duration::from_secs(3);
const RECONNECT: Duration = Duration::from_secs(1); // before the parent counts as gone
const DRAIN: Duration = Duration::from_secs(30); // after SIGTERM, for the parent to say shutdown
const LINGER: Duration = Duration::from_secs(2); // for the last replies to leave

type Function = Box<dyn Fn(Value) -> Result<Value, Error> + Send + Sync>;
type CallKey = (PeerIdentity, String); // the peer and the id
type Reply = (CallKey, Option<Message>); // none where it was dropped before it began

/// Answers calls. The task that owns the socket never runs a function, so that it answers
/// heartbeats whatever the functions do.
#[derive(Default)]
pub struct Worker {
    functions: BTreeMap<String, Function>,
}

impl Worker {
    pub fn new() -> Worker {
        Worker::default()
    }

    /// Offers a function. It takes its arguments as a tuple, `()` if it has none, and returns
    /// anything that serde can serialize. It runs on a thread on which it may block; several calls
    /// of it may run at once. It panics for a name that begins with `_`, which nobody can call.
    pub fn handle<A, R>(
        mut self,
        name: &str,
        function: impl Fn(A) -> Result<R, Error> + Send + Sync + 'static,
    ) -> Worker
    where
        A: DeserializeOwned,
        R: Serialize,
    {
        assert!(!name.starts_with('_'), "function '{name}' is private, and cannot be called");
        let function = move |arguments| {
            let arguments = rmpv::ext::from_value(arguments).map_err(|error| format!("the arguments: {error}"))?;
            to_value(&function(arguments)?)
        };
        self.functions.insert(name.to_owned(), Box::new(function));
        self
    }

    /// Serves the parent that started this process, or else any parent that looks for the service
    /// id, and returns when it was told to stop and has answered what it was asked. Where the parent
    /// has gone it ends the process: nobody is left to answer, and functions cannot be interrupted.
    pub async fn run(self, service_id: Option<&str>) -> Result<(), Error> {
        // It stays in the environment: to change that is not safe while threads run.
        let secret = std::env::var("MULTIFROST_SECRET").ok();
        let parent = match (std::env::var("COMLINK_ZMQ_PORT"), service_id) {
            (Err(_), Some(id)) => return self.serve(id).await,
            (port, _) => port.unwrap_or_default(),
        };
        let port: u16 = parent.parse().ok().filter(|port| *port >= 1024).ok_or_else(|| {
            format!(
                "COMLINK_ZMQ_PORT must be a port from 1024 to 65535, but is '{parent}'; a parent sets it when it \
                 starts this worker (or give a service id)"
            )
        })?;
        // Ctrl+C or the end of a terminal reaches the parent too, and it is the parent that decides.
        let _ignored = (signal(SignalKind::interrupt())?, signal(SignalKind::hangup())?);
        let mut session = Session::new(self, Some(port));
        session.secret = secret;
        let ran = session.run().await;
        if let Err(error) = &ran {
            eprintln!("{error}");
        }
        if session.drained.is_some() {
            std::process::exit(0); // functions may still run, and cannot be interrupted
        } else if ran.is_err() {
            std::process::exit(1);
        }
        session.close().await;
        Ok(())
    }

    async fn serve(self, id: &str) -> Result<(), Error> {
        let mut session = Session::new(self, None);
        let Endpoint::Tcp(_, port) = session.router.bind("tcp://127.0.0.1:0").await? else {
            return Err("bound to something else than TCP".into());
        };
        registry::register(id, port).await?;
        let served = session.run_until(|session| session.stopping).await;
        registry::unregister(id).await?;
        served?;
        session.run().await?;
        session.close().await;
        Ok(())
    }

    /// Says why a call is not accepted.
    fn refusal(&self, call: &Message) -> Result<(), String> {
        match call.text("function") {
            _ if call.text("id").is_empty() => Err("Message missing 'id' field".into()),
            "" => Err("Message missing 'function' field".into()),
            name if name.starts_with('_') => Err(format!("Cannot call private method '{name}'")),
            "list_functions" | "listFunctions" => Ok(()),
            name if !self.functions.contains_key(name) => Err(format!("Function '{name}' not found")),
            _ if call.get("args").is_some_and(|args| !args.is_array()) => Err("Field 'args' must be an array".into()),
            _ => Ok(()),
        }
    }

    fn call(&self, call: &mut Message) -> Result<Value, Error> {
        // No arguments are (), which serde knows as nil.
        let arguments = call.take("args").filter(|args| args.as_array().is_some_and(|args| !args.is_empty()));
        match self.functions.get(call.text("function")) {
            Some(function) => function(arguments.unwrap_or(Value::Nil)),
            None => Ok(Value::Array(self.functions.keys().map(|name| name.as_str().into()).collect())),
        }
    }
}

/// A worker with its socket.
struct Session {
    worker: Arc<Worker>,
    router: RouterSocket,
    events: Receiver<SocketEvent>,
    parent: Option<u16>,    // the port of the parent that started this process
    secret: Option<String>, // shows the parent that it is its own worker that answers
    calls: HashMap<CallKey, AbortHandle>,
    replies: (mpsc::UnboundedSender<Reply>, mpsc::UnboundedReceiver<Reply>),
    owed: usize, // calls accepted and not answered yet
    stopping: bool,
    drained: Option<Instant>, // when the time after SIGTERM is over
}

impl Session {
    fn new(worker: Worker, parent: Option<u16>) -> Session {
        let mut options = SocketOptions::default();
        options.connect_timeout(if parent.is_some() { CONNECT } else { RECONNECT });
        let mut router = RouterSocket::with_options(options);
        let events = router.monitor(); // before it connects, so that none is missed
        Session {
            worker: Arc::new(worker),
            router,
            events,
            parent,
            secret: None,
            calls: HashMap::new(),
            replies: mpsc::unbounded_channel(),
            owed: 0,
            stopping: false,
            drained: None,
        }
    }

    async fn run(&mut self) -> Result<(), Error> {
        if self.parent.is_some() {
            self.connect().await?;
        }
        self.run_until(|session| session.stopping && session.owed == 0).await
    }

    async fn run_until(&mut self, is_over: impl Fn(&Session) -> bool) -> Result<(), Error> {
        let parent_pid = parent_id(); // it changes when the parent ends
        let mut seconds = interval(Duration::from_secs(1));
        let mut stop = signal(SignalKind::terminate())?;
        let mut interrupt = if self.parent.is_none() { Some(signal(SignalKind::interrupt())?) } else { None };
        while !is_over(self) {
            tokio::select! {
                request = self.router.recv() => self.receive(request?).await,
                Some((call, reply)) = self.replies.1.recv() => {
                    self.calls.remove(&call);
                    self.owed -= 1;
                    if let Some(reply) = reply {
                        self.send(call.0, reply).await;
                    }
                }
                Some(event) = self.events.next() => match event {
                    SocketEvent::Disconnected(_) if self.parent.is_some() => self.connect().await?,
                    SocketEvent::Disconnected(gone) => {
                        // Nobody is left to answer: what has not begun does not begin.
                        self.calls.iter().filter(|((peer, _), _)| *peer == gone).for_each(|(_, call)| call.abort());
                    }
                    _ => {}
                },
                _ = seconds.tick() => {
                    if self.parent.is_some() && parent_id() != parent_pid {
                        return Err("the parent has gone: its process has ended".into());
                    }
                }
                // The parent of a spawned worker got it as well, and says shutdown when it is done.
                _ = stop.recv() => match self.parent {
                    Some(_) => self.drained = self.drained.or(Some(Instant::now() + DRAIN)),
                    None => self.stopping = true,
                },
                _ = reached(self.drained) => return Ok(()),
                _ = received(&mut interrupt) => self.stopping = true,
            }
        }
        Ok(())
    }

    async fn connect(&mut self) -> Result<(), Error> {
        let endpoint = format!("tcp://127.0.0.1:{}", self.parent.unwrap_or_default());
        self.router.connect(&endpoint).await.map_err(|error| format!("the parent has gone: {error}").into())
    }

    async fn receive(&mut self, frames: ZmqMessage) {
        let Some(Ok(peer)) = frames.get(0).cloned().map(PeerIdentity::try_from) else { return };
        match Message::decode(&frames, 3) {
            (message, Ok(())) if message.is_ours() => self.answer(peer, message).await,
            (message, Err(error)) if message.is_ours() && message.text("type") == "call" => {
                self.refuse(peer, &message, &format!("Error: {error}")).await;
            }
            (_, Err(error)) => eprintln!("Dropped a message: {error}"),
            _ => {}
        }
    }

    async fn answer(&mut self, peer: PeerIdentity, mut request: Message) {
        match request.text("type") {
            "heartbeat" => {
                let mut metadata = match request.take("metadata") {
                    Some(Value::Map(metadata)) => metadata,
                    _ => Vec::new(),
                };
                metadata.push(("hb_response".into(), true.into()));
                if let Some(secret) = &self.secret {
                    metadata.push(("secret".into(), secret.as_str().into()));
                    metadata.push(("features".into(), Value::Array(Vec::new())));
                }
                let mut reply = request.reply("heartbeat").with("metadata", Value::Map(metadata));
                if let Some(args) = request.take("args") {
                    reply = reply.with("args", args);
                }
                self.send(peer, reply).await;
            }
            "shutdown" => self.stopping |= self.parent.is_some(), // a service has other parents
            "cancel" => {
                if let Some(call) = self.calls.get(&(peer, request.text("id").to_owned())) {
                    call.abort(); // which it does where no thread has begun it
                }
            }
            "call" if matches!(request.text("namespace"), "" | NAMESPACE) => {
                if let Err(refusal) = self.accept(&request) {
                    return self.refuse(peer, &request, &refusal).await;
                }
                let (worker, replies) = (Arc::clone(&self.worker), self.replies.0.clone());
                let call = (peer, request.text("id").to_owned());
                let running = tokio::task::spawn_blocking(move || run(&worker, request));
                self.calls.insert(call.clone(), running.abort_handle());
                tokio::spawn(async move {
                    // A failed send means that the session has ended, which owes nothing then.
                    let _ = replies.send((call, running.await.ok()));
                });
            }
            _ => {}
        }
    }

    /// Counts a call, or says why it cannot be taken.
    fn accept(&mut self, call: &Message) -> Result<(), String> {
        self.worker.refusal(call)?;
        if self.stopping {
            return Err("Worker is stopping".into());
        }
        if self.owed >= MAX_CALLS {
            return Err(format!("Worker is busy with {} calls", self.owed));
        }
        self.owed += 1;
        Ok(())
    }

    async fn refuse(&mut self, peer: PeerIdentity, call: &Message, text: &str) {
        self.send(peer, call.reply("error").with("error", shorten(text))).await;
    }

    async fn send(&mut self, peer: PeerIdentity, reply: Message) {
        let mut frames = ZmqMessage::from(reply.encode());
        frames.push_front(Vec::new().into());
        frames.push_front(peer.into());
        if let Err(error) = self.router.send(frames).await {
            eprintln!("Could not answer: {error}");
        }
    }

    /// Closes the socket. Its tasks then write what is left, and end; nothing else tells that they
    /// have written it.
    async fn close(mut self) {
        self.router.unbind_all().await;
        drop(self.router);
        let deadline = Instant::now() + LINGER;
        while Handle::current().metrics().num_alive_tasks() > 0 && Instant::now() < deadline {
            sleep(Duration::from_millis(1)).await;
        }
    }
}

async fn reached(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}

async fn received(signal: &mut Option<Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// Runs a function; a panic of it, or of its error's own code, is an error as any other.
fn run(worker: &Worker, mut call: Message) -> Message {
    let (reply, failed) = (call.reply("response"), call.reply("error"));
    let late = now() - call.deadline();
    if late > 0.0 {
        let message = format!("the deadline of the call had passed {late:.3} s before a thread was free for it");
        return Failure { kind: "DeadlineExceeded", message }.answer(failed);
    }
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let result = worker.call(&mut call).and_then(|result| check_keys(&result).map(|()| result));
        result.map_err(|error| error.to_string())
    }));
    match ran {
        Ok(Ok(result)) => reply.with("result", result),
        Ok(Err(message)) => Failure { kind: "Error", message }.answer(failed),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("of no text");
            Failure { kind: "Panic", message: format!("the function panicked: {text}") }.answer(failed)
        }
    }
}
