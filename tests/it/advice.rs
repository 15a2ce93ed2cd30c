//! What certwise advises, held against what a fair expert would say.

mod costs;
mod kinds;
mod picks;
mod plans;
mod properties;
mod support;
