use std::collections::HashMap;

use rmpv::Value;

use crate::Error;
use crate::message::Message;

const MAX_TEXT: usize = 64 * 1024; // characters of an error's message

/// Why a call has no result, in the parts that travel.
pub(crate) struct Failure {
    pub(crate) kind: &'static str,
    pub(crate) message: String,
}

impl Failure {
    /// Says it twice: in one text for all parents, in exact parts for those that know them.
    pub(crate) fn answer(self, reply: Message) -> Message {
        let message = shorten(&self.message);
        let text = format!("{}: {message}", self.kind);
        let parts =
            vec![("type".into(), self.kind.into()), ("message".into(), message.into()), ("trace".into(), "".into())];
        reply.with("error", text).with("metadata", Value::Map(vec![("error".into(), Value::Map(parts))]))
    }
}

pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}... ({} more characters)", &text[..end], text[end..].chars().count()),
        None => text.to_owned(),
    }
}

/// Refuses keys such as 1 and "1": to parents whose maps have strings as keys, they are one.
pub(crate) fn check_keys(value: &Value) -> Result<(), Error> {
    match value {
        Value::Array(entries) => entries.iter().try_for_each(check_keys),
        Value::Map(entries) => {
            let mut texts = HashMap::new();
            for (key, value) in entries {
                let text = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
                if let Some(other) = texts.insert(text, key) {
                    let problem = "which are one to other languages";
                    return Err(format!("a map of the result has the keys {other} and {key}, {problem}").into());
                }
                check_keys(value)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
