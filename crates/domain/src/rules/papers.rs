//! The documents that a person presents to the document reception commission (clauses 2.1.1–2.1.3 and 2.2), by
//! citizenship and degree.

use super::Evidence;
use super::applications::{Route, route, translated};
use crate::decision::Clause;
use crate::facts::{Citizenship, Degree, Fact, PersonFacts, Source, StudyStatus};
use crate::language::Lang;
use crate::person::PermitKind;

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

    /// The message if it was not presented.
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
                "İxtisasın tanınması və ekvivalentliyi haqqında sənədlər təqdim olunmayıb.",
                "The documents on recognition of the specialty and its equivalence were not presented.",
                "Не представлены документы о признании специальности и её эквивалентности.",
            ],
            PaperKind::Translation => [
                "Sənədlərin Azərbaycan dilinə notarial qaydada təsdiq edilmiş tərcüməsi təqdim olunmayıb.",
                "The notarized translations into Azerbaijani were not presented.",
                "Не представлен нотариальный перевод документов на азербайджанский язык.",
            ],
        })
    }
}

/// One document to present, as shown to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Row of the check list.
    pub kind: PaperKind,
    /// Its exact description, in az, en, ru.
    pub says: [&'static str; 3],
}

impl Paper {
    /// Its exact description in one language.
    pub fn text(&self, lang: Lang) -> &'static str {
        lang.pick(self.says)
    }
}

/// The check list of a case. Empty if the person confirms the application, or if this is not known yet.
pub fn papers(evidence: &Evidence<'_>) -> Vec<Paper> {
    let (Ok(Some(decision)), Ok(Some(degree))) = (route(evidence), evidence.degree()) else { return Vec::new() };
    if decision.route == Route::SelfConfirm {
        return Vec::new();
    }
    // A person in no register has registered with a protection document.
    let citizenship = evidence.facts.person.known().map_or(Citizenship::Protected, |person| person.citizenship);
    let mut list = vec![
        Paper { kind: PaperKind::Identity, says: identity(citizenship, settled(&evidence.facts.person)) },
        Paper { kind: PaperKind::Diploma, says: diploma(degree) },
    ];
    if !degree.in_azerbaijan {
        list.push(Paper { kind: PaperKind::Recognition, says: RECOGNITION });
    }
    if translated(evidence.edition(), citizenship, degree.in_azerbaijan) {
        list.push(Paper { kind: PaperKind::Translation, says: TRANSLATION });
    }
    list
}

const RECOGNITION: [&str; 3] = [
    "Xaricdə aldığınız ixtisasın tanınmasını və ekvivalentliyinin müəyyən edilməsini təsdiq edən sənədlər (TKTA)",
    "The documents confirming the recognition of your foreign specialty and its equivalence (TKTA)",
    "Документы, подтверждающие признание вашей зарубежной специальности и её эквивалентность (TKTA)",
];

const TRANSLATION: [&str; 3] = [
    "Bu sənədlərin Azərbaycan dilinə notarial qaydada təsdiq edilmiş tərcüməsi",
    "Notarized translations of these documents into Azerbaijani",
    "Нотариально заверенный перевод этих документов на азербайджанский язык",
];

/// Whether a stateless person lives in Azerbaijan permanently, as far as the registers show it: the population register
/// contains only permanent residents, and the series of a permit card shows it.
fn settled(person: &Fact<PersonFacts>) -> Option<bool> {
    match person {
        Fact::Known { source: Source::PopulationRegister, .. } => Some(true),
        Fact::Known { value, .. } if value.document.starts_with(PermitKind::Permanent.series()) => Some(true),
        Fact::Known { value, .. } if value.document.starts_with(PermitKind::Temporary.series()) => Some(false),
        _ => None,
    }
}

/// The table of clause 2.1.1.
const fn identity(citizenship: Citizenship, settled: Option<bool>) -> [&'static str; 3] {
    match (citizenship, settled) {
        (Citizenship::Azerbaijan, _) => {
            ["Şəxsiyyət vəsiqəsinin əsli", "Your original identity card", "Оригинал удостоверения личности"]
        }
        (Citizenship::Foreign, _) => [
            "Pasportun və (və ya) icazə vəsiqəsinin əsli",
            "Your original passport and/or residence permit card",
            "Оригинал паспорта и (или) карты разрешения на проживание",
        ],
        (Citizenship::Stateless, Some(true)) => [
            "Vətəndaşlığı olmayan şəxsin şəxsiyyət vəsiqəsinin əsli",
            "Your original identity card of a stateless person",
            "Оригинал удостоверения личности лица без гражданства",
        ],
        (Citizenship::Stateless, Some(false)) => [
            "Yaşadığınız ölkənin hüdudlarından kənara getmək üçün verilən sənədin və ya icazə vəsiqəsinin əsli",
            "Your original document for travel outside the country you live in, or your original permit card",
            "Оригинал документа для выезда за пределы страны проживания или карты разрешения",
        ],
        (Citizenship::Stateless, None) => [
            "Azərbaycanda daimi yaşayırsınızsa, vətəndaşlığı olmayan şəxsin şəxsiyyət vəsiqəsinin əsli. Yaşamırsınızsa, yaşadığınız ölkənin hüdudlarından kənara getmək üçün verilən sənədin və ya icazə vəsiqəsinin əsli",
            "If you live in Azerbaijan permanently, your original identity card of a stateless person. If not, your original document for travel outside the country you live in, or your original permit card",
            "Если вы постоянно живёте в Азербайджане – оригинал удостоверения личности лица без гражданства. Если нет – оригинал документа для выезда за пределы страны проживания или карты разрешения",
        ],
        (Citizenship::Protected, _) => [
            "Qaçqın vəsiqəsinin və sizə verilmiş yol sənədinin əsli, qaçqının ailə üzvləri üçün də. Beynəlxalq müqavilələrdə nəzərdə tutulmuş hallarda digər sənədin və ya icazə vəsiqəsinin əsli",
            "Your original refugee card and the travel document issued to you, also for members of a refugee’s family. In cases provided for in international treaties, another original document or the original permit card",
            "Оригинал удостоверения беженца и выданного вам проездного документа, в том числе для членов семьи беженца. В случаях, предусмотренных международными договорами, – оригинал иного документа или карты разрешения",
        ],
    }
}

fn diploma(degree: &Degree) -> [&'static str; 3] {
    match degree.status {
        // A person who graduates this year has no diploma yet.
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
