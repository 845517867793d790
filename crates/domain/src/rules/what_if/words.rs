//! Texts about combinations of wishes, and about decisions that are made only later.

use crate::decision::Explain;
use crate::exam::ExamLanguage;
use crate::language::Lang;
use crate::rules::foreign_language::LanguageSet;

/// Why no registration allows both wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// 3.2: no exam language is allowed for both.
    Language {
        /// Languages allowed for the first.
        first: LanguageSet,
        /// Languages allowed for the second.
        second: LanguageSet,
    },
    /// MAG-13: they belong to different sections.
    Section,
    /// MAG-13: their specialization languages differ, and only one can be declared.
    SpecializationLanguage,
    /// Each wish alone has a section, exam language and specialization language, but no combination allows both.
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
                        "Ortaq xarici dil yoxdur. Birinci üçün: {first}. İkinci üçün: {second}. Birini seçin və ya hər cəhddə başqa dil seçin."
                    ),
                    Lang::En => format!(
                        "They have no exam language in common. The first accepts: {first}. The second accepts: {second}. Choose one of them, or a different language in each attempt."
                    ),
                    Lang::Ru => format!(
                        "Общего иностранного языка нет. Для первой: {first}. Для второй: {second}. Выберите одну из них или разные языки в разных попытках."
                    ),
                };
            }
            Apart::Section => [
                "Yerləri müxtəlif imtahan bölmələrindədir. Bir qeydiyyatda yalnız bir bölmə seçmək olar.",
                "Their seats are in different exam sections. You can choose only one section in a registration.",
                "Их места в разных секторах. В одной регистрации можно выбрать только один сектор.",
            ],
            Apart::SpecializationLanguage => [
                "İxtisaslaşma dilləri fərqlidir. Bir qeydiyyatda yalnız bir ixtisaslaşma dili göstərmək olar.",
                "Their specialization languages differ. You can choose only one specialization language in a registration.",
                "Языки специализации различаются. В одной регистрации можно указать только один язык специализации.",
            ],
            Apart::Registration => [
                "Elə bölmə, xarici dil və ixtisaslaşma dili yoxdur ki, hər ikisinə uyğun gəlsin. Birini seçin.",
                "No combination of section, exam language and specialization language suits both. Choose one of them.",
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
            "Bitirdiyiniz ixtisasa uyğun ixtisaslaşmalar seçim mərhələsində müəyyən ediləcək. Siyahı əvvəlcədən elan olunur.",
            "Which specializations match the specialty you completed is decided when you choose. The list is announced before that.",
            "Какие специализации соответствуют вашей специальности, определяется на этапе выбора. Список объявят заранее.",
        ])
        .to_owned()
    }
}
