//! A catalogue with everything that is derived from it, ready to answer.

use std::sync::{Arc, LazyLock};

use crate::catalog::{Catalog, Loaded, Overlay, Probe, Probes, Problem, SetAside};
use crate::command;
use crate::domain::Date;
use crate::language::{Lexicon, Phrasings};
use crate::reply::{CommandHelp, ReplyContext, Templates, Wording};

use super::words::{PhrasingsAfter, same_words};

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

/// An index of words, built when the first text is to be understood: it takes more time and memory
/// than all the rest, and most servers never ask in their own words.
pub type SharedLexicon = Arc<LazyLock<Lexicon, Box<dyn FnOnce() -> Lexicon + Send>>>;

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
    /// The index that texts are understood by; shared by catalogues that differ in facts alone.
    pub lexicon: SharedLexicon,
}

impl Snapshot {
    /// Derives wording and index; tells what in the templates keeps it from that.
    pub fn new(loaded: Loaded) -> Result<Self, Vec<Problem>> {
        let snapshot = Self::derive(loaded, None)?;
        // Nobody should wait for it who asks first.
        LazyLock::force(&snapshot.lexicon);
        Ok(snapshot)
    }

    fn derive(loaded: Loaded, lexicon: Option<SharedLexicon>) -> Result<Self, Vec<Problem>> {
        let templates =
            Templates::new(&loaded.catalog).map_err(|findings| loaded.raw.problems(findings))?;
        let catalog = Arc::new(loaded.catalog.clone());
        let lexicon = lexicon.unwrap_or_else(|| {
            let catalog = Arc::clone(&catalog);
            Arc::new(LazyLock::new(Box::new(move || Lexicon::build(&catalog))))
        });
        Ok(Self {
            loaded,
            catalog,
            templates,
            lexicon,
        })
    }

    /// This catalogue with revisions laid over it, checked, and those that do not fit. What the
    /// revisions leave as it is, is not checked or derived again.
    pub(super) fn fold(
        &self,
        overlay: &Overlay,
        today: Date,
    ) -> (Result<Self, Vec<Problem>>, Vec<SetAside>) {
        let phrasings = PhrasingsAfter(&self.catalog);
        let checks: [&dyn Probe; 2] = [&Wording, &phrasings];
        let folded = overlay.fold(&self.loaded, Probes::new(&checks, today));
        let lexicon =
            same_words(&self.catalog, &folded.loaded.catalog).then(|| Arc::clone(&self.lexicon));
        (Self::derive(folded.loaded, lexicon), folded.set_aside)
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
