//! The program: arguments in, results on standard output, everything else on standard error.

mod arguments;
mod bot;
mod chat;
mod export;
mod load;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use crate::command;
use crate::config::{Config, ConfigError};
use crate::discord::RunError;
use crate::discord::logging::FilterError;
use crate::service::Clock;

pub use arguments::{Arguments, Command, Common};

/// The exit code for wrong arguments, a configuration that cannot be used, or a bot that Discord
/// does not let in.
const UNUSABLE: u8 = 2;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "certwise: {error:#}");
            ExitCode::from(exit_code(&error))
        }
    }
}

/// 2 where starting again as it is would end the same way.
fn exit_code(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<RunError>() {
        Some(ended) => ended.exit_code(),
        None if error.is::<ConfigError>() || error.is::<FilterError>() => UNUSABLE,
        None => 1,
    }
}

/// Whoever reads the output has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let config = Config::load(arguments.common.config.as_deref())?;
    let clock = Clock::new(arguments.common.today);
    let common = &arguments.common;
    let mut out = io::stdout().lock();
    match &arguments.command {
        Command::Ask { text } => {
            let snapshot = load::snapshot(common, &config, &clock)?;
            chat::ask(&snapshot, &text.join(" "), clock.today(), &mut out)?;
        }
        Command::Chat { json: false } => {
            let snapshot = load::snapshot(common, &config, &clock)?;
            chat::chat(&snapshot, clock.today(), io::stdin().lock(), &mut out)?;
        }
        Command::Chat { json: true } => {
            let snapshot = load::snapshot(common, &config, &clock)?;
            let mut out = io::BufWriter::new(out);
            let all_read = chat::chat_json(&snapshot, clock.today(), io::stdin().lock(), &mut out)?;
            out.flush()?;
            if !all_read {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::Check { path } => {
            return check(path.as_deref(), common, &config, &clock, &mut out);
        }
        Command::Commands { json: true } => writeln!(out, "{:#}", command::registration())?,
        Command::Commands { json: false } => writeln!(out, "{}", command::markdown_table())?,
        Command::Run => return bot::run(common, &config, &clock),
        Command::Sandbox { port } => {
            return bot::sandbox(common, &config, &clock, *port, &mut out);
        }
        Command::Export { guild, to } => {
            export::export(common, &config, &clock, *guild, to.as_deref(), &mut out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(
    path: Option<&Path>,
    common: &Common,
    config: &Config,
    clock: &Clock,
    out: &mut impl Write,
) -> anyhow::Result<ExitCode> {
    let folder = path
        .map(Path::to_owned)
        .or_else(|| load::folder(common, config));
    let report = load::check(folder.as_deref(), clock);
    for problem in &report.problems {
        writeln!(out, "{problem}")?;
    }
    if report.problems.is_empty() {
        let counts: Vec<String> = report
            .counts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| format!("{count} {}", kind.label()))
            .collect();
        writeln!(out, "No problems: {}.", counts.join(", ")).context("writing the result")?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}
