//! The `certwise` program: parses its arguments, runs, and turns the outcome into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    certwise::cli::main()
}
