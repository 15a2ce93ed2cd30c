//! The program: arguments in, results on standard output, everything else on standard error.

mod arguments;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

pub use arguments::{Arguments, Command, Common};

/// Runs the program with the process's arguments.
#[allow(clippy::print_stdout, reason = "standard output carries results")]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.command {
        Command::Commands { json: true } => println!("{}", crate::command::registration()),
        Command::Commands { json: false } => println!("{}", crate::command::markdown_table()),
        Command::Check { path } => {
            let folder: PathBuf = path
                .or(arguments.common.catalog)
                .unwrap_or_else(|| Path::new("catalog").to_owned());
            let report = crate::catalog::check_path(&folder, crate::catalog::Probes::NONE);
            for problem in &report.problems {
                println!("{problem}");
            }
            if !report.problems.is_empty() {
                return ExitCode::FAILURE;
            }
        }
        _ => return ExitCode::from(2),
    }
    ExitCode::SUCCESS
}
