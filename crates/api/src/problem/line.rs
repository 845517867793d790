//! The lines and values of a problem, before the caller's language is known.

use qabul_domain::calendar::Micros;
use qabul_domain::decision::{Explain, Gap};
use qabul_domain::language::Lang;

use crate::texts;

/// A value inside a sentence, rendered in the caller's language.
pub enum Told {
    /// As it is.
    Text(String),
    /// A deadline: an exclusive instant, shown as the last minute before it.
    Deadline(Micros),
    /// An instant.
    Instant(Micros),
    /// An instant to the second, for example when a request was received.
    Second(Micros),
    /// The next try: the time if it is today, otherwise date and time, rounded up to a whole minute.
    Again {
        /// Instant of the request.
        now: Micros,
        /// When the next try is accepted.
        at: Micros,
    },
    /// A sum.
    Money(qabul_domain::money::Qepik),
}

/// One line of [`Problem::errors`] before its language is known.
pub struct Line {
    /// JSON pointer.
    pub pointer: Option<String>,
    /// Step id.
    pub step: Option<&'static str>,
    /// Clause.
    pub clause: Option<&'static str>,
    /// Stable code.
    pub code: String,
    /// Sentences in az, en, ru.
    pub says: [String; 3],
}

impl Line {
    /// A line whose text is in the locales under `fields.<code>`.
    pub fn field(pointer: &str, code: &str) -> Line {
        let key = format!("fields.{code}");
        Line {
            pointer: Some(pointer.to_owned()),
            step: None,
            clause: None,
            code: code.to_owned(),
            says: Lang::ALL.map(|lang| texts::text(lang, &key)),
        }
    }

    /// A line for a reason from the domain.
    pub fn reason(pointer: Option<&str>, clause: Option<&'static str>, reason: &dyn Explain) -> Line {
        let place = reason.place();
        Line {
            pointer: pointer.or(place.map(|(_, pointer)| pointer)).map(str::to_owned),
            step: place.map(|(step, _)| step),
            clause,
            code: reason.code().to_owned(),
            says: Lang::ALL.map(|lang| reason.text(lang)),
        }
    }

    /// A line for a gap in a step.
    pub fn gap(gap: &Gap) -> Line {
        Line {
            pointer: Some(gap.pointer.to_owned()),
            step: Some(gap.step),
            clause: None,
            code: gap.code.to_owned(),
            says: Lang::ALL.map(|lang| gap.text(lang).to_owned()),
        }
    }
}

/// The sentence in one of the three languages.
pub fn in_lang(says: &[String; 3], lang: Lang) -> String {
    let [az, en, ru] = says;
    match lang {
        Lang::Az => az,
        Lang::En => en,
        Lang::Ru => ru,
    }
    .clone()
}

/// The text of [`Told::Again`].
pub fn again_text(now: Micros, at: Micros, lang: Lang) -> String {
    use qabul_domain::calendar::{baku_date, baku_date_time, date_time_text};
    const MINUTE: i64 = 60 * Micros::SECOND;
    let at = Micros(at.0.saturating_add(MINUTE - 1).div_euclid(MINUTE).saturating_mul(MINUTE));
    if baku_date(at) == baku_date(now) {
        let wall = baku_date_time(at);
        return format!("{:02}:{:02}", wall.hour, wall.minute);
    }
    date_time_text(at, lang)
}
