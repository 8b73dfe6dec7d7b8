use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rmpv::Value;
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, timeout_at};
use zeromq::ZmqMessage;

use crate::Error;
use crate::message::{Message, now};

/// Why there is no result.
#[derive(Debug)]
pub enum CallError {
    /// The function failed, or the worker refused the call: `Type: message`, and maybe a trace
    /// after the first line.
    Remote(String),
    /// There was no answer in time; the function may still run.
    Timeout(Duration),
    /// The worker has died or was stopped.
    Lost(String),
    /// An argument has no form in MessagePack, or the result does not fit its type.
    Value(Error),
}

impl fmt::Display for CallError {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match self {
            CallError::Remote(text) => write!(to, "{}", text.lines().next().unwrap_or_default()),
            CallError::Timeout(time) => write!(to, "no answer within {time:?}"),
            CallError::Lost(cause) => write!(to, "the worker is lost: {cause}"),
            CallError::Value(cause) => write!(to, "{cause}"),
        }
    }
}

impl std::error::Error for CallError {}

/// What waits for an answer of a worker, until the worker is lost.
#[derive(Clone)]
pub(crate) struct Calls(Arc<Shared>);

struct Shared {
    outgoing: mpsc::UnboundedSender<Message>,
    waiting: Mutex<HashMap<String, oneshot::Sender<Message>>>,
    lost: watch::Sender<Option<String>>, // why
}

impl Calls {
    pub(crate) fn new(outgoing: mpsc::UnboundedSender<Message>) -> Calls {
        Calls(Arc::new(Shared { outgoing, waiting: Mutex::default(), lost: watch::Sender::new(None) }))
    }

    pub(crate) fn send(&self, message: Message) {
        let _ = self.0.outgoing.send(message); // where nobody takes it, the worker is lost
    }

    pub(crate) fn start(&self, protocol: u8, request: Message, timeout: Option<Duration>) -> Pending {
        let (sender, answer) = oneshot::channel();
        let id = request.text("id").to_owned();
        let mut waiting = self.waiting();
        if self.0.lost.borrow().is_none() {
            waiting.insert(id.clone(), sender);
        }
        drop(waiting);
        self.send(request);
        Pending { calls: self.clone(), protocol, id, answer, timeout, sent: Instant::now() }
    }

    /// Measures the time to the worker's message loop and back.
    pub(crate) async fn heartbeat(&self, protocol: u8, timeout: Duration) -> Result<Duration, CallError> {
        let metadata = Value::Map(vec![("hb_timestamp".into(), now().into())]);
        let mut heartbeat =
            self.start(protocol, Message::new(protocol, "heartbeat").with("metadata", metadata), Some(timeout));
        let answer = heartbeat.answer().await?;
        match answer.get("metadata").map(|metadata| &metadata["hb_response"]) {
            Some(Value::Boolean(true)) if answer.text("type") == "heartbeat" => Ok(heartbeat.sent.elapsed()),
            metadata => Err(CallError::Value(format!("a heartbeat was answered with hb_response {metadata:?}").into())),
        }
    }

    /// Hands a received message to whoever waits for it.
    pub(crate) fn receive(&self, frames: &ZmqMessage) {
        let (mut message, read) = Message::decode(frames, 2);
        if let Err(error) = &read {
            message = message.with("type", "error").with("error", format!("the answer cannot be read: {error}"));
        }
        match message.text("type") {
            _ if !message.is_ours() => {}
            "response" | "error" | "heartbeat" => {
                if let Some(waiting) = self.waiting().remove(message.text("id")) {
                    let _ = waiting.send(message); // it may have given up just now
                }
            }
            "stdout" => println!("{}", message.text("output").trim_end()),
            "stderr" => eprintln!("{}", message.text("output").trim_end()),
            _ => {}
        }
    }

    /// Ends what waits, with the first cause that is known.
    pub(crate) fn end(&self, cause: &str) {
        let mut waiting = self.waiting();
        self.0.lost.send_if_modified(|lost| {
            let first = lost.is_none();
            lost.get_or_insert_with(|| cause.to_owned());
            first
        });
        waiting.clear();
    }

    /// Waits until the worker is lost.
    pub(crate) async fn ended(&self) {
        let _ = self.0.lost.subscribe().wait_for(Option::is_some).await;
    }

    fn lost(&self) -> CallError {
        CallError::Lost(self.0.lost.borrow().clone().unwrap_or_default())
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<String, oneshot::Sender<Message>>> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that was sent. Dropping it gives the call up.
pub struct Pending {
    calls: Calls,
    protocol: u8,
    id: String,
    answer: oneshot::Receiver<Message>,
    timeout: Option<Duration>,
    sent: Instant,
}

impl Pending {
    /// Waits for the result.
    pub async fn result<R: DeserializeOwned>(mut self) -> Result<R, CallError> {
        let mut answer = self.answer().await?;
        if answer.text("type") == "error" {
            return Err(CallError::Remote(answer.text("error").to_owned()));
        }
        let result = answer.take("result").unwrap_or(Value::Nil);
        rmpv::ext::from_value(result).map_err(|error| CallError::Value(format!("the result: {error}").into()))
    }

    async fn answer(&mut self) -> Result<Message, CallError> {
        let answer = match self.timeout {
            Some(time) => timeout_at(self.sent + time, &mut self.answer).await.map_err(|_| CallError::Timeout(time))?,
            None => (&mut self.answer).await,
        };
        answer.map_err(|_| self.calls.lost())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.calls.waiting().remove(&self.id).is_some() {
            // A hint, which a worker may ignore.
            self.calls.send(Message::new(self.protocol, "cancel").with("id", self.id.as_str()));
        }
    }
}
