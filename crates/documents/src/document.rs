//! The printed content, with texts already chosen and formatted by the caller.
//!
//! None of these types is `Debug`: they carry names and document numbers, which must not reach a log.

/// Language of a paper: it is written into the PDF for screen readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Azerbaijani (`az`).
    Az,
    /// English (`en`).
    En,
    /// Russian (`ru`).
    Ru,
}

impl Lang {
    /// The BCP 47 tag, as in a URL or `Accept-Language`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Az => "az",
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// The language of a tag, its region ignored (`ru-RU` is `ru`); `None` for a language we do not print.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        [Self::Az, Self::En, Self::Ru].into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.tag()))
    }
}

/// One headed list of a form: `Şəxsi məlumatlar`, `Təhsil`, `İmtahan`.
#[derive(Clone)]
pub struct Section {
    /// Heading of the list.
    pub title: String,
    /// Label and value, in print order. A blank value is the caller's word for it (`Göstərilməyib`), not an empty text.
    pub rows: Vec<(String, String)>,
}

/// How a reader checks that the document is genuine.
#[derive(Clone)]
pub struct Check {
    /// Full address behind the QR code; carries the document code and nothing personal.
    pub url: String,
    /// Short address for the foot of the page, as a person would type it: `qabul.example/yoxla`.
    pub address: String,
    /// One sentence saying where and how to check.
    pub words: String,
    /// Document code in groups of four; see [`in_fours`].
    pub code_groups: Vec<String>,
    /// Label of the code: `Sənədin kodu`.
    pub code_label: String,
    /// What the QR code is for, read aloud in its place.
    pub alt: String,
}

/// The print of an application (MAG-16), one A4 page.
#[derive(Clone)]
pub struct FormDocument {
    /// Language of every text below.
    pub lang: Lang,
    /// Creation time written into the PDF, µs since 1970-01-01 UTC; the snapshot's own time, never the clock's.
    pub created: i64,
    /// Heading: `Magistratura imtahanına ərizə`.
    pub title: String,
    /// Name of the service as listed in the portal.
    pub service: String,
    /// Academic year in words: `2026/2027-ci tədris ili`.
    pub academic_year: String,
    /// Work number as shown: `287 206`.
    pub work_number: String,
    /// Full name of the person the application concerns.
    pub person: String,
    /// State in words, printed in brackets.
    pub status: String,
    /// Time of the snapshot in words, with hour.
    pub issued: String,
    /// Grey line above the title of a paper that is not confirmed: `TƏSDİQ EDİLMƏYİB`.
    pub unconfirmed: Option<String>,
    /// The answers.
    pub sections: Vec<Section>,
    /// Sentences the person declared; empty prints no such section.
    pub declaration: Vec<String>,
    /// How the paper is checked.
    pub check: Check,
    /// Amber line of a test installation: `TEST REJİMİ`.
    pub test_mode: Option<String>,
    /// Fixed words of the sheet.
    pub labels: FormLabels,
}

/// Fixed words of a form.
#[derive(Clone)]
pub struct FormLabels {
    /// `İş nömrəsi`
    pub work_number: String,
    /// `Ərizəçi`
    pub person: String,
    /// `Status`
    pub status: String,
    /// `Məlumatların vaxtı`
    pub issued: String,
    /// `Bəyanat`
    pub declaration: String,
    /// `Səhifə`
    pub page: String,
}

/// The receipt of a payment, one A4 page.
#[derive(Clone)]
pub struct Receipt {
    /// Language of every text below.
    pub lang: Lang,
    /// Creation time written into the PDF, µs since 1970-01-01 UTC: when the payment was booked.
    pub created: i64,
    /// Heading: `Ödəniş qəbzi`.
    pub title: String,
    /// Number of the receipt.
    pub number: String,
    /// Full name of the payer.
    pub person: String,
    /// Time of the payment in words, with hour.
    pub issued: String,
    /// Sum as shown in the portal: `50,00 AZN`.
    pub amount: String,
    /// Purpose, method, reference … as label and value.
    pub rows: Vec<(String, String)>,
    /// Sentences below the list.
    pub notes: Vec<String>,
    /// How the receipt is checked, where it can be.
    pub check: Option<Check>,
    /// Amber line of a test installation.
    pub test_mode: Option<String>,
    /// Fixed words of the sheet.
    pub labels: ReceiptLabels,
}

/// Fixed words of a receipt.
#[derive(Clone)]
pub struct ReceiptLabels {
    /// `Qəbzin nömrəsi`
    pub number: String,
    /// `Ödəyən`
    pub person: String,
    /// `Ödəniş vaxtı`
    pub issued: String,
    /// `Məbləğ`
    pub amount: String,
    /// `Səhifə`
    pub page: String,
}

/// Cuts a document code into groups of four characters for reading aloud and typing; the last one may be shorter.
#[must_use]
pub fn in_fours(code: &str) -> Vec<String> {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_cut_into_groups_of_four_with_a_short_rest() {
        assert_eq!(in_fours("7K2MQ9XA4B"), ["7K2M", "Q9XA", "4B"]);
        assert!(in_fours("").is_empty());
    }

    #[test]
    fn a_language_is_found_by_its_tag_with_or_without_region() {
        assert_eq!(Lang::from_tag("az"), Some(Lang::Az));
        assert_eq!(Lang::from_tag("RU-ru"), Some(Lang::Ru));
        assert_eq!(Lang::from_tag("azz"), None);
    }
}
