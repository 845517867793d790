//! What a person presents to the document reception commission (clauses 2.1.1–2.1.3 and 2.2), by citizenship and degree.

use super::Evidence;
use super::applications::{Route, route};
use crate::decision::Clause;
use crate::facts::{Citizenship, Degree, StudyStatus};
use crate::language::Lang;

/// A row of the commission's check list; what an officer ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PaperKind {
    /// Identity document, 2.1.1.
    Identity,
    /// Diploma with its supplement, 2.1.2.
    Diploma,
    /// Recognition of a foreign degree, 2.1.3.
    Recognition,
    /// Notarised translations, 2.2.
    Translation,
}

impl PaperKind {
    /// Every kind, in the order of the clauses.
    pub const ALL: [PaperKind; 4] =
        [PaperKind::Identity, PaperKind::Diploma, PaperKind::Recognition, PaperKind::Translation];

    /// Stable word.
    pub const fn word(self) -> &'static str {
        match self {
            PaperKind::Identity => "identity",
            PaperKind::Diploma => "diploma",
            PaperKind::Recognition => "recognition",
            PaperKind::Translation => "translation",
        }
    }

    /// The clause that asks for it.
    pub const fn clause(self) -> Clause {
        Clause(match self {
            PaperKind::Identity => "2.1.1",
            PaperKind::Diploma => "2.1.2",
            PaperKind::Recognition => "2.1.3",
            PaperKind::Translation => "2.2",
        })
    }

    /// The kind of a stored or typed word.
    pub fn of(word: &str) -> Option<PaperKind> {
        PaperKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What is said where it was not presented.
    pub fn missing(self, lang: Lang) -> &'static str {
        lang.pick(match self {
            PaperKind::Identity => [
                "Şəxsiyyəti təsdiq edən sənədin əsli təqdim olunmayıb.",
                "The original identity document was not presented.",
                "Не представлен оригинал документа, удостоверяющего личность.",
            ],
            PaperKind::Diploma => [
                "Ali təhsil haqqında sənədin əsli və ona əlavə təqdim olunmayıb.",
                "The original diploma and its supplement were not presented.",
                "Не представлены оригинал документа о высшем образовании и приложение.",
            ],
            PaperKind::Recognition => [
                "İxtisasın tanınması haqqında sənəd təqdim olunmayıb.",
                "The document on the recognition of the degree was not presented.",
                "Не представлен документ о признании образования.",
            ],
            PaperKind::Translation => [
                "Sənədlərin notariat qaydasında təsdiq edilmiş tərcüməsi təqdim olunmayıb.",
                "The notarised translations were not presented.",
                "Не представлен нотариальный перевод документов.",
            ],
        })
    }
}

/// One thing to present, as told to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Row of the check list.
    pub kind: PaperKind,
    /// What exactly, in az, en, ru.
    pub says: [&'static str; 3],
}

impl Paper {
    /// What exactly, in one language.
    pub fn text(&self, lang: Lang) -> &'static str {
        lang.pick(self.says)
    }
}

/// The check list of a case. Empty where the person confirms the application themselves, or where nobody knows yet.
pub fn papers(evidence: &Evidence<'_>) -> Vec<Paper> {
    let (Ok(Some(decision)), Ok(Some(degree))) = (route(evidence), evidence.degree()) else { return Vec::new() };
    if decision.route == Route::SelfConfirm {
        return Vec::new();
    }
    // A person no register knows came by the path of protection documents.
    let citizenship = evidence.facts.person.known().map_or(Citizenship::Protected, |person| person.citizenship);
    let mut list = vec![
        Paper { kind: PaperKind::Identity, says: identity(citizenship) },
        Paper { kind: PaperKind::Diploma, says: diploma(degree) },
    ];
    if !degree.in_azerbaijan {
        list.push(Paper { kind: PaperKind::Recognition, says: RECOGNITION });
    }
    if citizenship != Citizenship::Azerbaijan || !degree.in_azerbaijan {
        list.push(Paper { kind: PaperKind::Translation, says: TRANSLATION });
    }
    list
}

const RECOGNITION: [&str; 3] = [
    "Xaricdə aldığınız ali təhsilin tanınması haqqında sənəd (TKTA)",
    "The document on recognition of your foreign degree (TKTA)",
    "Документ о признании вашего зарубежного образования (TKTA)",
];

const TRANSLATION: [&str; 3] = [
    "Bu sənədlərin Azərbaycan dilinə notariat qaydasında təsdiq edilmiş tərcüməsi",
    "Notarised translations of these documents into Azerbaijani",
    "Нотариально заверенный перевод этих документов на азербайджанский язык",
];

/// The table of clause 2.1.1.
const fn identity(citizenship: Citizenship) -> [&'static str; 3] {
    match citizenship {
        Citizenship::Azerbaijan => {
            ["Şəxsiyyət vəsiqəsinin əsli", "Your original identity card", "Оригинал удостоверения личности"]
        }
        Citizenship::Foreign => [
            "Pasportun və (və ya) icazə vəsiqəsinin əsli",
            "Your original passport and/or residence permit card",
            "Оригинал паспорта и (или) карты разрешения на проживание",
        ],
        Citizenship::Stateless => [
            "İcazə vəsiqəsinin, vətəndaşlığı olmayan şəxsin şəxsiyyət vəsiqəsinin və ya yaşadığınız ölkədən çıxmaq üçün sənədin əsli",
            "Your original permit card, identity card of a stateless person, or exit document of the country you live in",
            "Оригинал карты разрешения, удостоверения лица без гражданства или документа на выезд из страны проживания",
        ],
        Citizenship::Protected => [
            "Qaçqın vəsiqəsinin, yol sənədinin və ya himayə haqqında sənədin əsli",
            "Your original refugee card, travel document or document on protection",
            "Оригинал удостоверения беженца, проездного документа или документа о защите",
        ],
    }
}

fn diploma(degree: &Degree) -> [&'static str; 3] {
    match degree.status {
        // Who graduates this year has no diploma yet.
        StudyStatus::Studying | StudyStatus::OnLeave => [
            "Buraxılış kursunda oxuduğunuz barədə təhsil müəssisəsinin arayışı",
            "A letter from your institution that you are in your final year",
            "Справка вуза о том, что вы учитесь на выпускном курсе",
        ],
        StudyStatus::Finished | StudyStatus::Left => [
            "Ali təhsil haqqında sənədin əsli və ona əlavə",
            "Your original diploma and its supplement",
            "Оригинал документа о высшем образовании и приложение к нему",
        ],
    }
}
