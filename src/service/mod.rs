//! The one seam with state: a [`Request`] comes in, a [`Response`] goes out.

mod answering;
mod catalogs;
mod clock;
mod components;
mod conversations;
mod desk;
mod quota;
mod request;
mod snapshot;
mod talk;
mod words;

pub use answering::{Service, ServiceOptions};
pub use catalogs::{Catalogs, Effective};
pub use clock::Clock;
pub use conversations::{Conversations, Who};
pub use quota::{Allowance, Quota};
pub use request::{Delivery, Input, Notice, NoticeTarget, Request, Response};
pub use snapshot::{SharedLexicon, Snapshot, probes};
pub use talk::{Told, converse, talk, tell};
