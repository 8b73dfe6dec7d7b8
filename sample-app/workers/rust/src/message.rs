use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use rmpv::Value;
use serde::Serialize;
use zeromq::ZmqMessage;

use crate::Error;

/// 100 levels of arrays and maps within each other: rmpv counts each twice.
const MAX_DEPTH: usize = 2 * 100 + 3;

/// The fields of one message. Protocols 3 and 4 differ in `app` alone.
#[derive(Default)]
pub(crate) struct Message(BTreeMap<String, Value>);

impl Message {
    pub(crate) fn new(protocol: u8, kind: &str) -> Message {
        Message::default()
            .with("app", format!("comlink_ipc_v{protocol}"))
            .with("id", uuid::Uuid::new_v4().to_string())
            .with("type", kind)
            .with("timestamp", now())
    }

    /// Begins an answer: it has the id of its request and the protocol of its sender.
    pub(crate) fn reply(&self, kind: &str) -> Message {
        Message::default()
            .with("app", self.text("app"))
            .with("id", self.text("id"))
            .with("type", kind)
            .with("timestamp", now())
    }

    pub(crate) fn with(mut self, field: &str, value: impl Into<Value>) -> Message {
        self.0.insert(field.to_owned(), value.into());
        self
    }

    pub(crate) fn text(&self, field: &str) -> &str {
        self.get(field).and_then(Value::as_str).unwrap_or("")
    }

    /// A field that is nil counts as absent.
    pub(crate) fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field).filter(|value| !value.is_nil())
    }

    pub(crate) fn take(&mut self, field: &str) -> Option<Value> {
        self.0.remove(field).filter(|value| !value.is_nil())
    }

    /// Returns when nobody waits for a call any more, in seconds since 1970.
    pub(crate) fn deadline(&self) -> f64 {
        let deadline = self.get("metadata").and_then(|metadata| metadata["deadline"].as_f64());
        deadline.filter(|seconds| *seconds > 0.0 && *seconds <= 1e12).unwrap_or(f64::INFINITY)
    }

    pub(crate) fn is_ours(&self) -> bool {
        matches!(self.text("app"), "comlink_ipc_v3" | "comlink_ipc_v4")
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let fields = self.0.iter().map(|(field, value)| (field.as_str().into(), value.clone()));
        let mut payload = Vec::new();
        rmpv::encode::write_value(&mut payload, &Value::Map(fields.collect()))
            .expect("a vector takes all that is written");
        payload
    }

    /// Takes a message out of its last two frames, of which the first is empty.
    pub(crate) fn decode(frames: &ZmqMessage, count: usize) -> (Message, Result<(), Error>) {
        let mut message = Message::default();
        let is_framed = frames.len() == count && frames.get(count - 2).is_some_and(|frame| frame.is_empty());
        let read = match frames.get(count - 1) {
            Some(payload) if is_framed => message.read(payload),
            _ => Err(format!("it has {} frames", frames.len()).into()),
        };
        (message, read)
    }

    /// What was read until it fails is kept, so that a call with an argument that cannot be read
    /// can be answered with an error.
    fn read(&mut self, mut payload: &[u8]) -> Result<(), Error> {
        for _ in 0..rmp::decode::read_map_len(&mut payload)? {
            let field = rmpv::decode::read_value(&mut payload)?;
            let value = rmpv::decode::read_value_with_max_depth(&mut payload, MAX_DEPTH)?;
            self.0.insert(field.as_str().ok_or("a field whose name is no string")?.to_owned(), value);
        }
        Ok(())
    }
}

/// Makes a value of anything; structs become maps, which `rmpv::ext::to_value` makes arrays of.
pub(crate) fn to_value(from: &impl Serialize) -> Result<Value, Error> {
    let encoded = rmp_serde::to_vec_named(from)?;
    Ok(rmpv::decode::read_value(&mut encoded.as_slice())?)
}

pub(crate) fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |time| time.as_secs_f64())
}
