//! Reasons about a choice of specializations: clauses 1.1, 3.2.1–3.2.6, 3.4, 3.5, 4.2, 4.4, 4.5, MAG-13.

use crate::exam::ExamLanguage;
use crate::language::Lang;
use crate::rules::book::score::Points;
use crate::rules::explains;
use crate::rules::foreign_language::LanguageSet;

/// A reason about a wish or about the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 1.1: the institution does not take part.
    InstitutionTakesNoPart,
    /// 3.2.1–3.2.6: the exam language is not allowed here.
    LanguageNotAllowed {
        /// The exam language.
        language: ExamLanguage,
        /// What is allowed.
        allowed: LanguageSet,
    },
    /// MAG-13: it is a language specialty, and no language was declared at registration.
    SpecializationLanguageNotDeclared,
    /// 3.4: the row requires the talent exam in place of the specialty exam.
    TalentExamInstead,
    /// 3.5: the institution's own procedure is missing.
    OwnProcedureNeeded,
    /// 3.5: it was not passed.
    OwnProcedureFailed,
    /// 4.2: the row does not correspond to the completed specialty.
    NotMatching,
    /// 4.2: open to every specialty, but only from more points.
    OpenFromPoints {
        /// Own total.
        points: Points,
        /// From how many.
        minimum: Points,
    },
    /// 4.2: more codes than allowed.
    TooManyChoices {
        /// Number of codes in the form.
        count: usize,
        /// How many are allowed.
        limit: u8,
    },
    /// 4.2: the same row is in the form twice.
    ChoiceTwice {
        /// Number of the earlier wish.
        other: u8,
    },
    /// 4.2: the form is not confirmed.
    ChoiceUnconfirmed,
    /// 4.2: the form contains no wishes.
    ChoiceEmpty,
    /// 4.4: the interview is missing.
    InterviewNeeded,
    /// 4.4: it was not passed.
    InterviewFailed,
    /// 4.5: the talent exam is missing.
    TalentNeeded,
    /// 4.5: it was not passed.
    TalentFailed,
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::InstitutionTakesNoPart => "institutionTakesNoPart",
            Reason::LanguageNotAllowed { .. } => "languageNotAllowed",
            Reason::SpecializationLanguageNotDeclared => "specializationLanguageNotDeclared",
            Reason::TalentExamInstead => "talentExamInstead",
            Reason::OwnProcedureNeeded => "ownProcedureNeeded",
            Reason::OwnProcedureFailed => "ownProcedureFailed",
            Reason::NotMatching => "choiceNotMatching",
            Reason::OpenFromPoints { .. } => "openFromPoints",
            Reason::TooManyChoices { .. } => "tooManyChoices",
            Reason::ChoiceTwice { .. } => "choiceTwice",
            Reason::ChoiceUnconfirmed => "choiceUnconfirmed",
            Reason::ChoiceEmpty => "choiceEmpty",
            Reason::InterviewNeeded => "interviewNeeded",
            Reason::InterviewFailed => "interviewFailed",
            Reason::TalentNeeded => "talentNeeded",
            Reason::TalentFailed => "talentFailed",
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        let plain = match *self {
            Reason::InstitutionTakesNoPart => [
                "Başqa yer seçin: bu təhsil müəssisəsi mərkəzləşdirilmiş qəbulda iştirak etmir.",
                "Choose another seat: this institution does not take part in the centralised admission.",
                "Выберите другое место: этот вуз не участвует в централизованном приёме.",
            ],
            Reason::LanguageNotAllowed { language, allowed } => {
                let names: Vec<&str> = allowed.languages().map(|one| small(one, lang)).collect();
                let (own, list) = (language.label(lang), names.join(", "));
                return match lang {
                    Lang::Az => {
                        format!("Başqa ixtisaslaşma seçin. {own} burada xarici dil ola bilməz. Uyğun dillər: {list}.")
                    }
                    Lang::En => format!(
                        "Choose another specialization. {own} cannot be the foreign language here. Possible languages: {list}."
                    ),
                    Lang::Ru => {
                        format!("Выберите другую специализацию. {own} здесь не подходит. Возможные языки: {list}.")
                    }
                };
            }
            Reason::SpecializationLanguageNotDeclared => [
                "Başqa ixtisaslaşma seçin: qeydiyyatda ixtisaslaşma dilini göstərməmisiniz.",
                "Choose another specialization: you did not choose a specialization language at registration.",
                "Выберите другую специализацию: при регистрации вы не указали язык специализации.",
            ],
            Reason::TalentExamInstead => [
                "Qabiliyyət imtahanı üçün qeydiyyatdan keçin: burada o, ixtisas imtahanının yerinə verilir.",
                "Register for the talent exam: here it replaces the specialty exam.",
                "Запишитесь на экзамен по способностям: здесь он заменяет экзамен по специальности.",
            ],
            Reason::OwnProcedureNeeded => [
                "Əvvəlcə bu təhsil müəssisəsinin öz qəbul prosedurundan keçin. O, ikinci mərhələni əvəz edir.",
                "First pass this institution’s own admission procedure. It replaces the second stage.",
                "Сначала пройдите процедуру приёма этого вуза. Она заменяет второй этап.",
            ],
            Reason::OwnProcedureFailed => [
                "Başqa yer seçin: bu təhsil müəssisəsinin qəbul prosedurundan keçməmisiniz.",
                "Choose another seat: you have not passed this institution’s admission procedure.",
                "Выберите другое место: вы не прошли процедуру приёма этого вуза.",
            ],
            Reason::NotMatching => [
                "Başqa ixtisaslaşma seçin: bu, bitirdiyiniz ixtisasa müvafiq deyil.",
                "Choose another specialization: this one does not match the specialty you completed.",
                "Выберите другую специализацию: эта не соответствует оконченной вами специальности.",
            ],
            Reason::OpenFromPoints { points, minimum } => {
                let (points, minimum) = (points.display(lang), minimum.display(lang));
                return match lang {
                    Lang::Az => format!(
                        "Başqa ixtisaslaşma seçin. İxtisası uyğun olmayanlar bunu ən azı {minimum} balla seçə bilər, sizin balınız {points}."
                    ),
                    Lang::En => format!(
                        "Choose another specialization. With a different specialty you need at least {minimum} points for this one; you have {points}."
                    ),
                    Lang::Ru => format!(
                        "Выберите другую специализацию. С другой специальностью для неё нужно не менее {minimum} баллов, у вас {points}."
                    ),
                };
            }
            Reason::TooManyChoices { count, limit } => {
                return match lang {
                    Lang::Az => format!(
                        "Artıq kodları silin. Ən çoxu {limit} kod daxil etmək olar, siz {count} kod daxil etmisiniz."
                    ),
                    Lang::En => {
                        format!("Remove some codes. You can enter no more than {limit} and have {count}.")
                    }
                    Lang::Ru => format!("Удалите лишние коды. Можно указать не более {limit}, у вас {count}."),
                };
            }
            Reason::ChoiceTwice { other } => {
                return match lang {
                    Lang::Az => format!("Bu sətri silin: eyni yer {other} nömrəli sətirdə var."),
                    Lang::En => format!("Remove this line: the same seat is already in line {other}."),
                    Lang::Ru => format!("Удалите эту строку: то же место указано в строке {other}."),
                };
            }
            Reason::ChoiceUnconfirmed => [
                "Seçimi təsdiq edin. Təsdiq edilməmiş seçim müsabiqədə iştirak etmir.",
                "Confirm your choice. A choice that is not confirmed does not take part in the competition.",
                "Подтвердите выбор. Неподтверждённый выбор не участвует в конкурсе.",
            ],
            Reason::ChoiceEmpty => [
                "Ən azı bir ixtisaslaşma seçin.",
                "Choose at least one specialization.",
                "Выберите хотя бы одну специализацию.",
            ],
            Reason::InterviewNeeded => [
                "Müsahibə üçün qeydiyyatdan keçin. Bu yeri yalnız müsahibədən “məqbul” alanlar seçə bilər.",
                "Register for the interview. Only those who pass it can choose this seat.",
                "Запишитесь на собеседование. Это место могут выбрать только прошедшие его.",
            ],
            Reason::InterviewFailed => [
                "Başqa yer seçin: müsahibədən “məqbul” qiymət almamısınız.",
                "Choose another seat: you have not passed the interview.",
                "Выберите другое место: вы не прошли собеседование.",
            ],
            Reason::TalentNeeded => [
                "Qabiliyyət imtahanı üçün qeydiyyatdan keçin. Bu ixtisaslaşmanı yalnız “məqbul” alanlar seçə bilər.",
                "Register for the talent exam. Only those who pass it can choose this specialization.",
                "Запишитесь на экзамен по способностям. Эту специализацию могут выбрать только сдавшие его.",
            ],
            Reason::TalentFailed => [
                "Başqa ixtisaslaşma seçin: qabiliyyət imtahanından “məqbul” qiymət almamısınız.",
                "Choose another specialization: you have not passed the talent exam.",
                "Выберите другую специализацию: вы не сдали экзамен по способностям.",
            ],
        };
        lang.pick(plain).to_owned()
    }
}

/// The name of a language inside a sentence: lower case in Azerbaijani and Russian. Written out, because a conversion
/// of case would add tables of all scripts to the browser program.
pub(super) const fn small(language: ExamLanguage, lang: Lang) -> &'static str {
    let [az, ru] = match language {
        ExamLanguage::En => ["ingilis dili", "английский язык"],
        ExamLanguage::De => ["alman dili", "немецкий язык"],
        ExamLanguage::Fr => ["fransız dili", "французский язык"],
        ExamLanguage::Ru => ["rus dili", "русский язык"],
        ExamLanguage::Ar => ["ərəb dili", "арабский язык"],
        ExamLanguage::Fa => ["fars dili", "персидский язык"],
    };
    lang.pick([az, language.label(Lang::En), ru])
}

explains!(Reason);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_inside_a_sentence_are_the_labels_in_small_letters() {
        for language in ExamLanguage::ALL {
            assert_eq!(small(language, Lang::Az), crate::az::lower(language.label(Lang::Az)));
            assert_eq!(small(language, Lang::Ru), language.label(Lang::Ru).to_lowercase());
        }
    }
}
