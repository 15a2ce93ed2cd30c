//! The README says what is so.

use certwise::catalog::{Probes, SourceFile, load_with};
use certwise::command::markdown_table;

const README: &str = include_str!("../../README.md");

/// The fenced block that begins with this line.
fn block<'a>(language: &str, first: &str) -> &'a str {
    let start = README.find(&format!("```{language}\n{first}")).unwrap();
    let inside = README[start..].split_once('\n').unwrap().1;
    inside.split("```").next().unwrap()
}

#[test]
fn the_table_of_commands_is_the_one_in_the_code() {
    let table = README.split("a test keeps them equal) -->").nth(1).unwrap();
    let table = table.split("<!-- commands: end -->").next().unwrap();
    assert_eq!(
        table.trim(),
        markdown_table().trim(),
        "put what `certwise commands` prints between the two comments"
    );
}

#[test]
fn the_worked_example_passes_the_check() {
    let example = block("toml", "[sources.acme-page]");
    let loaded = load_with(&[SourceFile::new("catalog.toml", example)], Probes::NONE);
    assert!(loaded.is_ok(), "{:#?}", loaded.err());
}

#[test]
fn its_pictures_are_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let pictures: Vec<&str> = README
        .split("](docs/")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    assert!(pictures.len() >= 9, "{pictures:?}");
    for picture in pictures {
        let path = root.join("docs").join(picture);
        assert!(path.is_file(), "docs/{picture} is missing");
    }
}
