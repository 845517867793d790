//! What the answers of the exam section leave open in the catalogue, and the clause that closes the rest.
//!
//! At registration this is advice: specializations are chosen months later, row by row (Rules 4.1). The server and the
//! SPA call the same functions: [`closed`] judges one row, [`sorted`] a whole catalogue, and the summary of a language
//! is computed from the rows that are listed under it.

mod sorted;

pub use sorted::{Entry, Opening, Sorted, sorted};

use super::foreign_language::{Allowed, Change, allowed};
use super::{exam, explains, general, policy};
use crate::catalogue::Conditions;
use crate::decision::{Clause, Explain as _};
use crate::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use crate::facts::Funding;
use crate::language::Lang;

/// The person's answers so far. A missing answer closes nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answered {
    /// Section of the exam.
    pub section: Option<Section>,
    /// Foreign language.
    pub foreign_language: Option<ExamLanguage>,
    /// The language specialty that the person wants to choose later.
    pub specialization_language: Option<SpecializationLanguage>,
    /// Earlier master's studies.
    pub prior_master: Option<PriorMaster>,
    /// Whether citizenship leaves only fee-paying seats open, [`super::choice::paid_seats_only`].
    pub paid_seats_only: bool,
    /// Whether the campaign refuses Russian as the foreign language of the Russian section.
    pub russian_refused: bool,
}

/// Why a row is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// MAG-13: it belongs to the competition of the other section.
    OtherSection,
    /// 3.2.1–3.2.6: the exam language is not allowed for it.
    LanguageNotAllowed {
        /// The clause.
        clause: Clause,
    },
    /// Announced by the campaign: nobody can register in the Russian section with Russian, so nothing is open.
    RussianInRussianSection,
    /// MAG-13: its specialization language differs from the declared one.
    OtherSpecializationLanguage,
    /// 1.4: state-funded master's studies are possible only once.
    StateFundedUsed,
    /// Announced by the campaign: foreign citizens and stateless persons choose fee-paying seats.
    PaidSeatsOnly,
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::OtherSection => "otherSection",
            Reason::LanguageNotAllowed { .. } => "languageNotAllowed",
            Reason::RussianInRussianSection => "russianInRussianSection",
            Reason::OtherSpecializationLanguage => "otherSpecializationLanguage",
            Reason::StateFundedUsed => "stateFundedSeat",
            Reason::PaidSeatsOnly => "paidSeatsOnly",
        }
    }

    /// The clause that closes.
    pub const fn clause(&self) -> Clause {
        match self {
            Reason::OtherSection | Reason::OtherSpecializationLanguage => policy::MAG_13,
            Reason::LanguageNotAllowed { clause } => *clause,
            Reason::RussianInRussianSection => policy::NO_RUSSIAN,
            Reason::StateFundedUsed => general::STATE_FUNDED_ONCE,
            Reason::PaidSeatsOnly => policy::PAID_SEATS_ONLY,
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        let plain = match self {
            Reason::OtherSection => [
                "Bu yerlər digər bölmə üçündür: siz yalnız öz bölmənizin yerlərini seçə bilərsiniz.",
                "These seats are for the other exam section: you can choose only seats of your own section.",
                "Это места другого сектора: вы можете выбрать только места своего сектора.",
            ],
            Reason::LanguageNotAllowed { clause } => {
                return exam::RULES
                    .iter()
                    .find(|rule| rule.clause == *clause)
                    .map(|rule| rule.text(lang).to_owned())
                    .unwrap_or_default();
            }
            Reason::RussianInRussianSection => {
                return policy::Reason::RussianInRussianSection.text(lang);
            }
            Reason::OtherSpecializationLanguage => [
                "Bu, dil ixtisaslaşmasıdır, siz isə ixtisaslaşma dili kimi bu dili göstərməmisiniz.",
                "This is a language specialization and you did not choose its language as your specialization language.",
                "Это языковая специализация, а этот язык вы не указали как язык специализации.",
            ],
            Reason::StateFundedUsed => [
                "Bu, dövlət sifarişi yeridir, siz isə magistraturada artıq dövlət hesabına oxumusunuz.",
                "This is a state-funded seat and the state has already paid for a master’s degree of yours.",
                "Это место по госзаказу, а вы уже учились в магистратуре за счёт государства.",
            ],
            Reason::PaidSeatsOnly => [
                "Bu, dövlət sifarişi yeridir: əcnəbilər və vətəndaşlığı olmayan şəxslər yalnız ödənişli yerləri seçə bilərlər.",
                "This is a state-funded seat: foreign citizens and stateless persons can choose only fee-paying seats.",
                "Это место по госзаказу: иностранцы и лица без гражданства могут выбрать только платные места.",
            ],
        };
        lang.pick(plain).to_owned()
    }
}

explains!(Reason);

/// The clause by which a specialization does not allow a language; `None` = it is allowed.
pub fn forbids(allowed: &Allowed, language: ExamLanguage) -> Option<Clause> {
    if allowed.languages.has(language) {
        return None;
    }
    let taken = allowed.because.iter().find(|(_, change)| matches!(change, Change::Removed(set) if set.has(language)));
    // It was never allowed: the base list does not contain it.
    taken.or(allowed.because.first()).map(|(clause, _)| *clause)
}

/// Why a row is closed to a person; `None` = open. Only the first ground is returned, in this order: answers with which
/// nobody can register, section, language, specialization language, funding.
pub fn closed(answered: &Answered, row: &Conditions) -> Option<Reason> {
    if policy::russian_section(answered.russian_refused, answered.section, answered.foreign_language).broken().is_some()
    {
        return Some(Reason::RussianInRussianSection);
    }
    if exam::language_differs(answered.foreign_language, answered.specialization_language).broken().is_some() {
        return Some(Reason::LanguageNotAllowed { clause: exam::NOT_THE_SPECIALIZATION });
    }
    if answered.section.is_some_and(|section| !row.section.takes(section)) {
        return Some(Reason::OtherSection);
    }
    let by_language = answered
        .foreign_language
        .and_then(|language| forbids(&allowed(row.teaching_language, row.specialization_class()), language));
    if let Some(clause) = by_language {
        return Some(Reason::LanguageNotAllowed { clause });
    }
    let own = row.specialization_language;
    let is_language = own != SpecializationLanguage::None;
    if is_language && answered.specialization_language.is_some_and(|declared| declared != own) {
        return Some(Reason::OtherSpecializationLanguage);
    }
    if row.funding == Funding::State && answered.prior_master == Some(PriorMaster::StateFunded) {
        return Some(Reason::StateFundedUsed);
    }
    if row.funding == Funding::State && answered.paid_seats_only {
        return Some(Reason::PaidSeatsOnly);
    }
    None
}
