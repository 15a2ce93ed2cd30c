//! Loading, checking, changing and exporting catalogues.

use certwise::catalog;

/// Problems as the command line prints them, one a line.
fn printed(problems: &[catalog::Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn the_shipped_catalogue_has_no_problems() {
    if let Err(problems) = catalog::load_embedded() {
        panic!("{}", printed(&problems));
    }
}
