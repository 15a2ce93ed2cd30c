//! Words with their sentence and clause, so that a "not" reaches as far as it should and no further.

use rust_stemmers::{Algorithm, Stemmer};

use super::normalise::fold;

/// One word, number or sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// Folded, as typed.
    pub(super) text: String,
    /// Counts up at `.`, `?`, `!` and line breaks.
    pub(super) sentence: u16,
    /// Counts up at sentences and at commas, semicolons, brackets and dashes.
    pub(super) clause: u16,
    /// Whether the sentence that it belongs to ends with a question mark.
    pub(super) asked: bool,
}

impl Word {
    /// Whether this is the sign of a currency.
    pub(super) fn is_currency(&self) -> bool {
        matches!(self.text.as_str(), "$" | "€" | "£" | "₹" | "¥")
    }

    /// The number that this word is, if it is one.
    pub(super) fn number(&self) -> Option<f64> {
        self.text
            .starts_with(|first: char| first.is_ascii_digit())
            .then(|| self.text.parse().ok())
            .flatten()
    }
}

/// Splits a text into words. Letters and digits part company (`ai102`, `10h`), numbers keep their
/// decimals, and `c++`, `c#` and `.net` stay what they are.
pub(super) fn split(text: &str) -> Vec<Word> {
    let folded = fold(text);
    let letters: Vec<char> = folded.chars().collect();
    let mut words: Vec<Word> = Vec::with_capacity(letters.len() / 5 + 1);
    let (mut sentence, mut clause) = (0_u16, 0_u16);
    let mut sentence_start = 0;
    let mut at = 0;
    while at < letters.len() {
        let letter = letters[at];
        if letter.is_ascii_digit() {
            let (number, next) = read_number(&letters, at);
            push(&mut words, number, sentence, clause);
            at = next;
        } else if letter.is_alphabetic() {
            let (word, next) = read_word(&letters, at);
            push(&mut words, word, sentence, clause);
            at = next;
        } else if letter == '.' && followed_by(&letters, at, "net") {
            push(&mut words, "dotnet".to_owned(), sentence, clause);
            at += 4;
        } else {
            match letter {
                '.' if letters
                    .get(at + 1)
                    .is_some_and(|next| next.is_alphanumeric()) => {}
                '.' if words.last().is_some_and(|word| is_abbreviation(&word.text)) => {}
                '.' | '?' | '!' | '\n' | '…' => {
                    if letter == '?' {
                        for word in &mut words[sentence_start..] {
                            word.asked = true;
                        }
                    }
                    sentence = sentence.saturating_add(1);
                    clause = clause.saturating_add(1);
                    sentence_start = words.len();
                }
                '✔' | '✅' | '☑' => push(&mut words, "done".to_owned(), sentence, clause),
                ',' | ';' | '(' | ')' | ':' => clause = clause.saturating_add(1),
                '-' if spaced(&letters, at) => clause = clause.saturating_add(1),
                '$' | '€' | '£' | '₹' | '¥' | '%' | '&' | '+' => {
                    push(&mut words, letter.to_string(), sentence, clause);
                }
                _ => {}
            }
            at += 1;
        }
    }
    words
}

/// Whether a full stop after a word only says that it is cut short: "incl. AI-900".
fn is_abbreviation(word: &str) -> bool {
    matches!(
        word,
        "incl" | "excl" | "vs" | "approx" | "eg" | "ie" | "esp"
    )
}

fn push(words: &mut Vec<Word>, text: String, sentence: u16, clause: u16) {
    words.push(Word {
        text,
        sentence,
        clause,
        asked: false,
    });
}

fn spaced(letters: &[char], at: usize) -> bool {
    let blank = |index: Option<usize>| {
        index
            .and_then(|index| letters.get(index))
            .is_none_or(|letter| letter.is_whitespace() || *letter == '-')
    };
    blank(at.checked_sub(1)) && blank(Some(at + 1))
}

fn followed_by(letters: &[char], at: usize, word: &str) -> bool {
    word.chars()
        .enumerate()
        .all(|(offset, letter)| letters.get(at + 1 + offset) == Some(&letter))
        && letters
            .get(at + 1 + word.len())
            .is_none_or(|next| !next.is_alphanumeric())
}

fn read_number(letters: &[char], start: usize) -> (String, usize) {
    let mut number = String::new();
    let mut at = start;
    while let Some(&letter) = letters.get(at) {
        let digit_follows = letters.get(at + 1).is_some_and(char::is_ascii_digit);
        let thousands = letter == ','
            && letters
                .get(at + 1..at + 4)
                .is_some_and(|three| three.iter().all(char::is_ascii_digit))
            && !letters.get(at + 4).is_some_and(char::is_ascii_digit);
        if letter.is_ascii_digit() || (letter == '.' && digit_follows && !number.contains('.')) {
            number.push(letter);
        } else if !thousands {
            break;
        }
        at += 1;
    }
    (number, at)
}

/// After these, `'s` is a verb; after anything else it names an owner: "aws's exam".
const CONTRACTED: [&str; 14] = [
    "it", "that", "what", "who", "there", "here", "how", "where", "when", "why", "he", "she",
    "let", "one",
];

fn read_word(letters: &[char], start: usize) -> (String, usize) {
    let mut word = String::new();
    let mut at = start;
    while let Some(&letter) = letters.get(at) {
        if letter.is_alphabetic() {
            word.push(letter);
        } else if letter != '\'' || !letters.get(at + 1).is_some_and(|next| next.is_alphabetic()) {
            break;
        }
        at += 1;
    }
    if let Some(owner) = word.strip_suffix('s').filter(|owner| !owner.is_empty())
        && at.checked_sub(2).and_then(|quote| letters.get(quote)) == Some(&'\'')
        && !CONTRACTED.contains(&owner)
    {
        word = owner.to_owned();
    }
    if word == "c" && letters.get(at) == Some(&'#') {
        return ("csharp".to_owned(), at + 1);
    }
    if word == "c" && letters.get(at..at + 2) == Some(&['+', '+']) {
        return ("cpp".to_owned(), at + 2);
    }
    (word, at)
}

/// Reduces words to what their forms have in common; short words and codes stay as they are.
pub(super) struct Stems(Stemmer);

impl Stems {
    pub(super) fn english() -> Self {
        Self(Stemmer::create(Algorithm::English))
    }

    pub(super) fn of(&self, word: &str) -> String {
        if word.len() < 4 || !word.is_ascii() {
            word.to_owned()
        } else {
            self.0.stem(word).into_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        split(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_numbers_and_codes() {
        assert_eq!(
            texts("I'm on AI-102, ai102 & 10h/week"),
            ["im", "on", "ai", "102", "ai", "102", "&", "10", "h", "week"]
        );
        assert_eq!(texts("$1,950 or 2.5k"), ["$", "1950", "or", "2.5", "k"]);
        assert_eq!(
            texts("C#, C++ and .NET"),
            ["csharp", "cpp", "and", "dotnet"]
        );
        assert_eq!(texts("Node.js"), ["node", "js"]);
        assert_eq!(texts("AWS's, what's"), ["aws", "whats"]);
        assert_eq!(texts("s 's"), ["s", "s"]);
    }

    #[test]
    fn sentences_and_clauses_are_kept_apart() {
        let words = split("Not AWS, please. What then?");
        assert_eq!(words[1].clause, 0);
        assert_eq!(words[2].clause, 1);
        assert_eq!(words[3].sentence, 1);
        assert!(words[3].asked && !words[0].asked);
    }
}
