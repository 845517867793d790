//! Reasons about the exam day, enrolment and appeals: clauses 1.6, 3.7, 6.1–6.5.

use crate::calendar::{Micros, date_time_text, deadline_text};
use crate::language::Lang;
use crate::rules::book::conduct::Act;
use crate::rules::explains;

/// What is told then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 1.6: the earlier master's study has not been closed.
    EarlierStudyOpen,
    /// 3.7: the claimed disability is not recorded.
    ConditionsNotConfirmed,
    /// 3.7, advice: what was granted.
    ConditionsGranted {
        /// Extra minutes for each sitting.
        minutes: u16,
    },
    /// 6.1, advice: until when to enrol.
    EnrolBy {
        /// First instant after the window.
        closes: Micros,
    },
    /// 6.4.4, advice: the window in which the hall may be left.
    HallMayBeLeft {
        /// From when.
        from: Micros,
        /// Until when.
        until: Micros,
    },
    /// 6.1: enrolment begins after the placement is announced.
    EnrolmentNotOpen {
        /// When the window opens.
        opens: Micros,
    },
    /// 6.1: the ten days have passed.
    EnrolmentForfeited {
        /// When they were.
        closes: Micros,
    },
    /// 6.1: a submission returned for correction was not submitted again in time.
    CorrectionMissed {
        /// Until when it could.
        until: Micros,
    },
    /// 6.1: a person who declined takes no part in the competition for vacant seats.
    DeclinedNoVacantRound,
    /// Announced by the campaign: appeals are not accepted yet.
    AppealNotOpen {
        /// When they are.
        opens: Micros,
    },
    /// Announced by the campaign: appeals are no longer accepted.
    AppealClosed {
        /// Since when.
        closes: Micros,
    },
    /// 6.3: somebody else appeals.
    AppealInPerson,
    /// 6.4.1–6.4.8: the Centre has established a prohibited act.
    ProhibitedAct {
        /// Which.
        act: Act,
    },
    /// 6.4.4: the hall was left outside the allowed window.
    LeftOutsideWindow {
        /// When it was left.
        left: Micros,
        /// Start of the allowed window.
        from: Micros,
        /// Until when.
        until: Micros,
    },
    /// 6.5: the results are annulled.
    ResultsAnnulled {
        /// For which act.
        act: Act,
    },
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::EarlierStudyOpen => "earlierStudyOpen",
            Reason::ConditionsNotConfirmed => "conditionsNotConfirmed",
            Reason::ConditionsGranted { .. } => "conditionsGranted",
            Reason::EnrolBy { .. } => "enrolBy",
            Reason::HallMayBeLeft { .. } => "hallMayBeLeft",
            Reason::EnrolmentNotOpen { .. } => "enrolmentNotOpen",
            Reason::EnrolmentForfeited { .. } => "enrolmentForfeited",
            Reason::CorrectionMissed { .. } => "correctionMissed",
            Reason::DeclinedNoVacantRound => "declinedNoVacantRound",
            Reason::AppealNotOpen { .. } => "appealNotOpen",
            Reason::AppealClosed { .. } => "appealClosed",
            Reason::AppealInPerson => "appealInPerson",
            Reason::ProhibitedAct { .. } => "prohibitedAct",
            Reason::LeftOutsideWindow { .. } => "leftOutsideWindow",
            Reason::ResultsAnnulled { .. } => "resultsAnnulled",
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        let plain = match *self {
            Reason::EarlierStudyOpen => [
                "Əvvəlcə indiki magistr təhsilinizi bitirin: eyni vaxtda iki magistraturada oxumaq olmaz.",
                "Finish your present master’s degree first: you cannot study for two at the same time.",
                "Сначала завершите нынешнюю магистратуру: учиться в двух одновременно нельзя.",
            ],
            Reason::ConditionsNotConfirmed => [
                "Əlilliyi təsdiq edən sənədi təqdim edin: reyestrdə bu barədə məlumat tapılmadı.",
                "Present a document on the disability: the register has no record of it.",
                "Представьте документ об инвалидности: в реестре данных о ней нет.",
            ],
            Reason::ConditionsGranted { minutes } => {
                return match lang {
                    Lang::Az => {
                        format!("Sizə fərdi nəzarətçi təyin edilib. Hər imtahanınız {minutes} dəqiqə uzadılıb.")
                    }
                    Lang::En => {
                        format!("You have your own proctor. Each of your exams is {minutes} minutes longer.")
                    }
                    Lang::Ru => {
                        format!("Вам назначен отдельный наблюдатель. Каждый ваш экзамен продлён на {minutes} мин.")
                    }
                };
            }
            Reason::EnrolBy { closes } => {
                let when = deadline_text(closes, lang);
                return match lang {
                    Lang::Az => format!(
                        "Təhsil müəssisəsində qeydiyyatdan keçin: {when}-dək. Əks halda yerdən imtina etmiş sayılacaqsınız."
                    ),
                    Lang::En => {
                        format!("Enrol at the institution by {when}. Otherwise you lose your place.")
                    }
                    Lang::Ru => {
                        format!(
                            "Зарегистрируйтесь в учебном заведении до {when}. Иначе будет считаться, что вы отказались от места."
                        )
                    }
                };
            }
            Reason::HallMayBeLeft { from, until } => {
                let [from, until] = [from, until].map(clock);
                return match lang {
                    Lang::Az => {
                        format!(
                            "Zaldan yalnız {from}–{until} arasında çıxmaq olar. Başqa vaxt heç bir səbəb qəbul edilmir."
                        )
                    }
                    Lang::En => format!(
                        "You can leave the hall only between {from} and {until}. At other times no reason is accepted."
                    ),
                    Lang::Ru => {
                        format!(
                            "Выходить из зала можно только с {from} до {until}. В другое время никакие причины не принимаются."
                        )
                    }
                };
            }
            Reason::EnrolmentNotOpen { opens } => {
                let when = date_time_text(opens, lang);
                return match lang {
                    Lang::Az => format!("Təhsil müəssisəsində qeydiyyat hələ başlamayıb. Başlanır: {when}."),
                    Lang::En => format!("Enrolment has not begun. It begins on {when}."),
                    Lang::Ru => format!("Зачисление ещё не началось. Начало: {when}."),
                };
            }
            Reason::EnrolmentForfeited { closes } => {
                let when = deadline_text(closes, lang);
                return match lang {
                    Lang::Az => {
                        format!("10 günlük müddət bitib: {when}. Yerləşdirildiyiniz yerdən imtina etmiş sayılırsınız.")
                    }
                    Lang::En => format!("The 10 days ended on {when}. You are considered to have declined your place."),
                    Lang::Ru => format!("10-дневный срок закончился: {when}. Считается, что вы отказались от места."),
                };
            }
            Reason::CorrectionMissed { until } => {
                let when = deadline_text(until, lang);
                return match lang {
                    Lang::Az => format!("Düzəliş müddəti bitib: {when}. Təhsil müəssisəsinə müraciət edin."),
                    Lang::En => format!("The time for corrections ended on {when}. Contact the institution."),
                    Lang::Ru => format!("Срок исправления закончился: {when}. Обратитесь в учебное заведение."),
                };
            }
            Reason::DeclinedNoVacantRound => [
                "Boş qalan yerlər üzrə müsabiqədə iştirak edə bilməzsiniz. Müddətində qeydiyyatdan keçmədiyiniz üçün yerdən imtina etmiş sayılırsınız.",
                "You may not take part in the competition for vacant seats. You did not enrol in time and are considered to have declined your place.",
                "Вы не можете участвовать в конкурсе на вакантные места. Вы не зарегистрировались в срок и считаетесь отказавшимся от места.",
            ],
            Reason::AppealNotOpen { opens } => {
                let when = date_time_text(opens, lang);
                return match lang {
                    Lang::Az => format!("Apellyasiya müraciətlərinin qəbulu hələ başlamayıb. Başlanır: {when}."),
                    Lang::En => format!("Appeals are not accepted yet. They open on {when}."),
                    Lang::Ru => format!("Приём апелляций ещё не начался. Начало: {when}."),
                };
            }
            Reason::AppealClosed { closes } => {
                let when = deadline_text(closes, lang);
                return match lang {
                    Lang::Az => format!(
                        "Apellyasiya müraciətlərinin qəbulu bitib: {when}. İnzibati qaydada və ya məhkəməyə şikayət verə bilərsiniz."
                    ),
                    Lang::En => {
                        format!("Appeals closed on {when}. You can still complain administratively or in court.")
                    }
                    Lang::Ru => format!(
                        "Приём апелляций закончился: {when}. Вы можете подать жалобу в административном порядке или в суд."
                    ),
                };
            }
            Reason::AppealInPerson => [
                "Özünüz müraciət edin: öz kabinetinizdən və ya şəxsiyyət vəsiqənizin əsli ilə şəxsən.",
                "Apply yourself: from your own account, or in person with your original identity document.",
                "Обратитесь сами: из своего кабинета или лично с оригиналом удостоверения личности.",
            ],
            Reason::ProhibitedAct { act } => {
                let label = act.label(lang);
                return match lang {
                    Lang::Az => format!("İmtahanda qadağan edilmiş hərəkət aşkar edilib: {label}. Qərarı gözləyin."),
                    Lang::En => format!("A prohibited act was found in your exam: {label}. Wait for the decision."),
                    Lang::Ru => format!("На экзамене выявлено запрещённое действие: {label}. Дождитесь решения."),
                };
            }
            Reason::LeftOutsideWindow { left, from, until } => {
                let [left, from, until] = [left, from, until].map(clock);
                return match lang {
                    Lang::Az => {
                        format!("Zaldan çıxmağa {from}–{until} arasında icazə verilirdi. Siz {left} çıxmısınız.")
                    }
                    Lang::En => {
                        format!("You were allowed to leave the hall between {from} and {until}. You left at {left}.")
                    }
                    Lang::Ru => format!("Выходить из зала можно было с {from} до {until}. Вы вышли в {left}."),
                };
            }
            Reason::ResultsAnnulled { act } => {
                let label = act.label(lang);
                return match lang {
                    Lang::Az => format!("Müsabiqə nəticələriniz ləğv edilib. Səbəb: {label}."),
                    Lang::En => format!("Your results have been annulled. Reason: {label}."),
                    Lang::Ru => format!("Ваши результаты аннулированы. Причина: {label}."),
                };
            }
        };
        lang.pick(plain).to_owned()
    }
}

/// `12:30` in Baku.
fn clock(instant: Micros) -> String {
    let time = crate::calendar::baku_date_time(instant);
    format!("{:02}:{:02}", time.hour, time.minute)
}

explains!(Reason);
