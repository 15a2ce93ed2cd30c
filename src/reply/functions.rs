//! What prose and templates can ask for: `{{ fee("google-pmle") }}` and the like.

use minijinja::{Environment, Error, ErrorKind, State, Value};

use crate::domain::EntryId;

use super::facts::{Facts, Missing};
use super::figure::Figure;
use super::template::scope;

/// Adds them all.
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the methods are bound to one lifetime, the closures to any"
)]
pub(super) fn add(environment: &mut Environment<'static>) {
    environment.add_function("fee", |state: &mut State, id: &str| {
        figure(state, id, |facts, id| facts.fee(id))
    });
    environment.add_function("cost", |state: &mut State, id: &str| {
        figure(state, id, |facts, id| facts.cost(id))
    });
    environment.add_function("preparation", |state: &mut State, id: &str| {
        figure(state, id, |facts, id| facts.preparation(id))
    });
    environment.add_function("validity", |state: &mut State, id: &str| {
        figure(state, id, |facts, id| facts.validity(id))
    });
    environment.add_function("status", |state: &mut State, id: &str| {
        figure(state, id, |facts, id| facts.status(id))
    });
    environment.add_function("last_day", |state: &mut State, id: &str| {
        figure(state, id, |facts, id| facts.last_day(id))
    });
    environment.add_function("fact", |state: &mut State, id: &str, path: &str| {
        figure(state, id, |facts, id| facts.fact(id, path))
    });
    environment.add_function("name", |state: &mut State, id: &str| {
        with_facts(state, id, |facts, id| {
            Ok(Value::from(facts.entry(id)?.name()))
        })
    });
    environment.add_function("short", |state: &mut State, id: &str| {
        with_facts(state, id, |facts, id| {
            Ok(Value::from(facts.entry(id)?.short()))
        })
    });
    environment.add_function("successor", |state: &mut State, id: &str| {
        with_facts(state, id, |facts, id| {
            Ok(Value::from(facts.successor(id)?.short.as_str()))
        })
    });
    environment.add_function("if_open", |state: &mut State, id: &str| {
        with_facts(state, id, |facts, id| {
            Ok(Value::from(facts.status_now(id)?.is_available()))
        })
    });
}

fn figure(
    state: &State,
    id: &str,
    find: impl FnOnce(Facts<'_>, &EntryId) -> Result<Figure, Missing>,
) -> Result<Value, Error> {
    with_facts(state, id, |facts, id| {
        find(facts, id).map(Figure::into_value)
    })
}

fn with_facts(
    state: &State,
    id: &str,
    find: impl FnOnce(Facts<'_>, &EntryId) -> Result<Value, Missing>,
) -> Result<Value, Error> {
    let scope = scope(state)?;
    let facts = Facts {
        catalog: &scope.catalog,
        today: scope.today,
    };
    let found = id
        .parse::<EntryId>()
        .map_err(|error| format!("\"{id}\" is not an id: {error}"))
        .and_then(|id| find(facts, &id));
    found.map_err(|missing| Error::new(ErrorKind::InvalidOperation, missing))
}
