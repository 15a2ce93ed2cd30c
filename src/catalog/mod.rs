//! The catalogue: files to typed entries, checked as a whole, with overlays and diffs over it.

mod change;
mod check;
mod decode;
mod export;
mod files;
mod fingerprint;
mod load;
mod model;
mod overlay;
mod parse;
mod problem;
mod raw;
mod refusals;
mod search;
mod spans;
mod text;

pub use change::{Conflict, FieldChange, FieldPath, Target, diff};
pub use export::{export, export_files};
pub use files::{embedded, read};
pub use fingerprint::Fingerprint;
pub use load::{
    Loaded, Probe, Probes, Report, Scope, build_with, check_embedded, check_path, load,
    load_document, load_embedded, load_path, load_with, read_raw,
};
pub use model::{Catalog, Provider};
pub use overlay::{Folded, Overlay, OverlayRevision, SetAside, SetAsideReason};
pub use problem::{Finding, Place, Problem, Section, Step};
pub use raw::{RawCatalog, RawEntry, SourceFile};
pub use search::{Resolution, Suggestion};
