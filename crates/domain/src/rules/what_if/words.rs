//! What is told about wishes together, and about what is looked at only later.

use crate::decision::Explain;
use crate::exam::ExamLanguage;
use crate::language::Lang;
use crate::rules::foreign_language::LanguageSet;

/// Why no registration serves two wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// 3.2: no exam language is allowed for both.
    Language {
        /// Languages that serve the first.
        first: LanguageSet,
        /// Languages that serve the second.
        second: LanguageSet,
    },
    /// MAG-13: they belong to different sections.
    Section,
    /// MAG-13: they specialise in different languages, and one is declared.
    SpecializationLanguage,
    /// Section, exam language and specialization language serve each alone, and in no combination both.
    Registration,
}

fn names(set: LanguageSet, lang: Lang) -> String {
    let name = |language: ExamLanguage| match lang {
        Lang::Az => crate::az::lower(language.label(lang)),
        Lang::En => language.label(lang).to_owned(),
        Lang::Ru => language.label(lang).to_lowercase(),
    };
    set.languages().map(name).collect::<Vec<_>>().join(", ")
}

impl Explain for Apart {
    fn code(&self) -> &'static str {
        match self {
            Apart::Language { .. } => "noCommonLanguage",
            Apart::Section => "noCommonSection",
            Apart::SpecializationLanguage => "noCommonSpecializationLanguage",
            Apart::Registration => "noCommonRegistration",
        }
    }

    fn text(&self, lang: Lang) -> String {
        let plain = match self {
            Apart::Language { first, second } => {
                let (first, second) = (names(*first, lang), names(*second, lang));
                return match lang {
                    Lang::Az => format!(
                        "Ortaq xarici dil yoxdur. Birinci üçün: {first}. İkinci üçün: {second}. Birini seçin və ya cəhdlərdə fərqli dil götürün."
                    ),
                    Lang::En => format!(
                        "They share no exam language. The first takes: {first}. The second takes: {second}. Choose one of them, or another language in the other attempt."
                    ),
                    Lang::Ru => format!(
                        "Общего иностранного языка нет. Для первой: {first}. Для второй: {second}. Выберите одну из них или другой язык в другой попытке."
                    ),
                };
            }
            Apart::Section => [
                "Yerləri müxtəlif bölmələrdədir. Bir qeydiyyatda yalnız bir bölmə seçilir.",
                "Their seats are in different sections. One registration names one section.",
                "Их места в разных секторах. В одной регистрации выбирают один сектор.",
            ],
            Apart::SpecializationLanguage => [
                "İxtisaslaşma dilləri fərqlidir. Bir qeydiyyatda yalnız bir ixtisaslaşma dili göstərilir.",
                "Their specialization languages differ. One registration names one specialization language.",
                "Языки специализации различаются. В одной регистрации указывают один язык специализации.",
            ],
            Apart::Registration => [
                "Heç bir bölmə, xarici dil və ixtisaslaşma dili ikisinə birlikdə uyğun gəlmir. Birini seçin.",
                "No section, exam language and specialization language suit both together. Choose one of them.",
                "Никакое сочетание сектора, иностранного языка и языка специализации не подходит обеим. Выберите одну.",
            ],
        };
        lang.pick(plain).to_owned()
    }
}

/// 4.2: the completed specialty is compared when specializations are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtTheChoice;

impl Explain for AtTheChoice {
    fn code(&self) -> &'static str {
        "specialtyComparedAtTheChoice"
    }

    fn text(&self, lang: Lang) -> String {
        lang.pick([
            "Bitirdiyiniz ixtisasa uyğun ixtisaslaşmalar seçim zamanı müəyyən olunur. Siyahını kampaniya elan edir.",
            "Which specializations suit your completed specialty is settled at the choice. The campaign announces the list.",
            "Какие специализации подходят вашей специальности, определяется при выборе. Список объявляет кампания.",
        ])
        .to_owned()
    }
}
