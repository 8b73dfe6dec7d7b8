use std::collections::HashMap;

use multifrost::{Error, Parent, Value};
use serde::Deserialize;

const LANGUAGE: &str = "rust";

#[derive(Deserialize)]
pub struct Cases {
    pub values: Vec<ValueCase>,
    pub behaviours: Vec<String>,
}

#[derive(Deserialize)]
pub struct ValueCase {
    pub name: String,
    hex: String,
    #[serde(default)]
    instead: HashMap<String, Instead>,
}

#[derive(Deserialize)]
struct Instead {
    hex: Option<String>,
    refuses: Option<String>,
}

impl ValueCase {
    pub async fn run(&self, worker: &Parent) -> Result<(), Error> {
        let (own, java) = (self.instead.get(LANGUAGE), self.instead.get("java"));
        let refused = match own {
            Some(own) => own.refuses.is_some(),
            None => java.is_some_and(|java| java.refuses.as_deref() == Some("both")),
        };
        let instead = own.and_then(|own| own.hex.as_ref()).or(java.and_then(|java| java.hex.as_ref()));
        match self.record(worker).await {
            Ok(result) if refused => Err(format!("expected a refusal, but got {}", brief(&result)).into()),
            Err(_) if refused => Ok(()),
            Err(error) => Err(error),
            Ok(result) => {
                let expected = decode(instead.unwrap_or(&self.hex))?;
                let text = || format!("expected {}, but got {}", brief(&expected), brief(&result));
                if is_same(&expected, &result) { Ok(()) } else { Err(text().into()) }
            }
        }
    }

    async fn record(&self, worker: &Parent) -> Result<Value, Error> {
        Ok(worker.call("record", (&self.name, decode(&self.hex)?)).await?)
    }
}

/// Reads groups of hexadecimal digits, each repeated where it ends in `*N`.
fn decode(text: &str) -> Result<Value, Error> {
    let mut encoded = Vec::new();
    for group in text.split_whitespace() {
        let (digits, times) = group.split_once('*').unwrap_or((group, "1"));
        encoded.extend(hex::decode(digits)?.repeat(times.parse()?));
    }
    Ok(rmpv::decode::read_value(&mut encoded.as_slice())?)
}

/// Compares values of the same kind; how wide a number is does not matter.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::F32(_) | Value::F64(_), Value::F32(_) | Value::F64(_)) => {
            let (a, b) = (a.as_f64().unwrap_or(0.0), b.as_f64().unwrap_or(0.0));
            a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Value::Map(a), Value::Map(b)) => a.len() == b.len() && a.iter().all(|entry| has(b, entry)),
        _ => a == b,
    }
}

fn has(map: &[(Value, Value)], (key, value): &(Value, Value)) -> bool {
    map.iter().any(|(other, entry)| is_same(key, other) && is_same(value, entry))
}

fn brief(value: &Value) -> String {
    let mut text = format!("{value:?}");
    if let Some((end, _)) = text.char_indices().nth(200) {
        text.truncate(end);
        text.push_str("...");
    }
    text
}
