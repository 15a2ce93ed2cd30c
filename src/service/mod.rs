//! The one seam with state: a [`Request`] comes in, a [`Response`] goes out.

mod clock;
mod conversations;
mod quota;
mod request;

pub use clock::Clock;
pub use conversations::{Conversations, Who};
pub use quota::{Allowance, Quota};
pub use request::{Delivery, Input, Notice, NoticeTarget, Request, Response};
