//! Both sides of the Multifrost protocol: a [`Worker`] offers functions to parents in other
//! languages, a [`Parent`] calls the functions of a worker.

mod calls;
mod failure;
mod message;
mod parent;

mod registry;
mod worker;

pub use calls::{CallError, Pending};
pub use parent::{Options, Parent};
pub use rmpv::Value;
pub use worker::Worker;

/// What a function may fail with: any error, or a text that `into()` makes one of.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
