//! The one seam with state: a [`Request`] comes in, a [`Response`] goes out.

mod request;

pub use request::{Delivery, Input, Notice, NoticeTarget, Request, Response};
