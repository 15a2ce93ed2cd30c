//! Limits of embeds.

use serde_json::Value;

use super::super::error::FormErrors;
use super::{length, list, number, text, url};

const SUM: usize = 6_000;

pub(super) fn embeds(errors: &mut FormErrors, value: &Value) {
    list(errors, "embeds", value, 0, 10);
    let mut sum = 0;
    for (index, embed) in value.as_array().into_iter().flatten().enumerate() {
        let path = |key: &str| format!("embeds.{index}.{key}");
        object(errors, &format!("embeds.{index}"), embed);
        for key in ["footer", "author", "image", "thumbnail"] {
            if !embed[key].is_null() {
                object(errors, &path(key), &embed[key]);
            }
        }
        text(errors, &path("title"), &embed["title"], 0, 256, false);
        text(
            errors,
            &path("description"),
            &embed["description"],
            0,
            4_096,
            false,
        );
        url(errors, &path("url"), &embed["url"], &[]);
        number(errors, &path("color"), &embed["color"], 0, 0x00FF_FFFF);
        text(
            errors,
            &path("footer.text"),
            &embed["footer"]["text"],
            0,
            2_048,
            embed["footer"].is_object(),
        );
        text(
            errors,
            &path("author.name"),
            &embed["author"]["name"],
            0,
            256,
            embed["author"].is_object(),
        );
        url(errors, &path("author.url"), &embed["author"]["url"], &[]);
        for (key, part) in [
            ("image", "url"),
            ("thumbnail", "url"),
            ("footer", "icon_url"),
            ("author", "icon_url"),
        ] {
            url(
                errors,
                &path(&format!("{key}.{part}")),
                &embed[key][part],
                &["attachment"],
            );
        }
        if let Some(moment) = embed["timestamp"].as_str()
            && time::OffsetDateTime::parse(moment, &time::format_description::well_known::Rfc3339)
                .is_err()
        {
            errors.add(
                path("timestamp"),
                "DATE_TIME_TYPE_PARSE",
                format!("Could not parse {moment}. Should be ISO8601."),
            );
        }
        list(errors, &path("fields"), &embed["fields"], 0, 25);
        for (number, field) in embed["fields"].as_array().into_iter().flatten().enumerate() {
            let path = |key: &str| format!("embeds.{index}.fields.{number}.{key}");
            object(errors, &format!("embeds.{index}.fields.{number}"), field);
            for (key, max) in [("name", 256), ("value", 1_024)] {
                text(errors, &path(key), &field[key], 0, max, true);
                if field[key]
                    .as_str()
                    .is_some_and(|text| text.trim().is_empty())
                {
                    errors.required(path(key));
                }
                sum += shown(&field[key]);
            }
        }
        sum += shown(&embed["title"])
            + shown(&embed["description"])
            + shown(&embed["footer"]["text"])
            + shown(&embed["author"]["name"]);
        let bare = [
            "title",
            "description",
            "image",
            "thumbnail",
            "author",
            "footer",
            "fields",
            "url",
        ]
        .iter()
        .all(|key| embed[*key].is_null());
        if bare {
            errors.required(path("description"));
        }
    }
    if sum > SUM {
        errors.add(
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
            format!("Embed size exceeds maximum size of {SUM}"),
        );
    }
}

fn object(errors: &mut FormErrors, path: &str, value: &Value) {
    if !value.is_object() {
        errors.add(
            path,
            "DICT_TYPE_CONVERT",
            "Only dictionaries may be used in a DictType",
        );
    }
}

/// What a text counts towards the sum: its length after trimming.
fn shown(value: &Value) -> usize {
    value.as_str().map_or(0, |text| length(text.trim()))
}
