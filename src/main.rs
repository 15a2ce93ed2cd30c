//! The `certwise` program.

fn main() {}
