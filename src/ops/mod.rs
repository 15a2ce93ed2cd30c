//! What runs beside the answers: reloading the catalogue, deleting what has had its time, and the
//! signals that end the program.

mod housekeeping;
mod reload;
mod shutdown;

pub use housekeeping::keep_house;
pub use reload::{LOOK_EVERY, watch_catalog};
pub use shutdown::asked_to_stop;
