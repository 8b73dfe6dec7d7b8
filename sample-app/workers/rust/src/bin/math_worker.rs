//! A complete Multifrost worker: functions that a parent in another language calls. To write a
//! worker of your own, copy this folder and replace the functions.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use multifrost::{Error, Worker};
use serde::Serialize;

#[tokio::main]
async fn main() -> Result<(), Error> {
    // Other parents add --worker, which means nothing.
    let service_id = std::env::args().skip_while(|argument| argument != "--service-id").nth(1);
    Worker::new()
        .handle("greet", |(name,): (String,)| Ok(format!("Hello {name}, from Rust")))
        .handle("add", add)
        .handle("factorial", factorial)
        .handle("statistics", statistics)
        .handle("word_count", word_count)
        .run(service_id.as_deref())
        .await
}

fn add((a, b): (i64, i64)) -> Result<i64, Error> {
    a.checked_add(b).ok_or_else(|| format!("{a} + {b} does not fit into 64 bits").into())
}

fn factorial((n,): (i64,)) -> Result<i64, Error> {
    if !(0..=20).contains(&n) {
        return Err(format!("factorial({n}) does not exist or does not fit into 64 bits: give 0 to 20").into());
    }
    Ok((1..=n).product())
}

/// Travels as a map with these keys.
#[derive(Serialize)]
struct Statistics {
    mean: f64,
    median: f64,
    stdev: f64,
    min: f64,
    max: f64,
}

fn statistics((mut numbers,): (Vec<f64>,)) -> Result<Statistics, Error> {
    let n = numbers.len();
    if n == 0 {
        return Err("statistics of no numbers at all: give at least one".into());
    }
    numbers.sort_by(f64::total_cmp);
    let mean = numbers.iter().sum::<f64>() / n as f64;
    let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
    Ok(Statistics {
        mean,
        median: (numbers[(n - 1) / 2] + numbers[n / 2]) / 2.0,
        stdev: (squares / (n - 1).max(1) as f64).sqrt(),
        min: numbers[0],
        max: numbers[n - 1],
    })
}

#[derive(Serialize)]
struct WordCount {
    characters: usize,
    lines: usize,
    words: usize,
    distinct: usize,
    top: BTreeMap<String, usize>,
}

fn word_count((text,): (String,)) -> Result<WordCount, Error> {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphabetic() && !"'’-".contains(c))
        .map(|word| word.trim_matches(['\'', '’', '-']))
        .filter(|word| !word.is_empty());
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_insert(0) += 1;
    }
    let mut common: Vec<_> = counts.iter().collect();
    common.sort_by_key(|(word, count)| (Reverse(**count), **word));
    Ok(WordCount {
        characters: text.chars().count(),
        lines: text.lines().count(),
        words: counts.values().sum(),
        distinct: counts.len(),
        top: common.iter().take(10).map(|(word, count)| (word.to_string(), **count)).collect(),
    })
}
