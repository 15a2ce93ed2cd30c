//! The catalogue: files to typed entries, checked as a whole, with overlays and diffs over it.

mod model;

pub use model::{Catalog, Provider};
