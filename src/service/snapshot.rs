//! A catalogue with everything that is derived from it, ready to answer.

use std::sync::{Arc, LazyLock};

use crate::catalog::{Catalog, Loaded, Probe, Probes, Problem};
use crate::command;
use crate::domain::Date;
use crate::language::{Lexicon, Phrasings};
use crate::reply::{CommandHelp, ReplyContext, Templates, Wording};

/// The commands as `/help` lists them.
static COMMANDS: LazyLock<Vec<CommandHelp>> = LazyLock::new(|| {
    command::help_rows()
        .into_iter()
        .map(|row| CommandHelp {
            usage: row.usage,
            description: row.description,
        })
        .collect()
});

/// A catalogue, its wording and its index. Whoever holds one answers from it to the end, whatever
/// is published meanwhile.
#[derive(Debug)]
pub struct Snapshot {
    /// As written and as typed: what edits, exports and answers work on.
    pub loaded: Loaded,
    /// The typed catalogue, shared with what is being rendered.
    pub catalog: Arc<Catalog>,
    /// The wording of replies.
    pub templates: Templates,
    /// The index that texts are understood by.
    pub lexicon: Lexicon,
}

impl Snapshot {
    /// Derives wording and index; tells what in the templates keeps it from that.
    pub fn new(loaded: Loaded) -> Result<Self, Vec<Problem>> {
        let templates =
            Templates::new(&loaded.catalog).map_err(|findings| loaded.raw.problems(findings))?;
        let lexicon = Lexicon::build(&loaded.catalog);
        let catalog = Arc::new(loaded.catalog.clone());
        Ok(Self {
            loaded,
            catalog,
            templates,
            lexicon,
        })
    }

    /// What a reply from this catalogue is written with.
    pub fn context(&self, today: Date) -> ReplyContext<'_> {
        ReplyContext {
            commands: &COMMANDS,
            ..ReplyContext::new(&self.catalog, &self.templates, today)
        }
    }
}

/// What a catalogue must hold besides being well formed: every template renders, every reply fits,
/// every phrasing reaches its entry.
pub fn probes(today: Date) -> Probes<'static> {
    static PROBES: &[&dyn Probe] = &[&Wording, &Phrasings];
    Probes::new(PROBES, today)
}
