//! Reasons about placement: clauses 4.6, 5.1–5.5.

use crate::language::Lang;
use crate::rules::book::score::{Criterion, Points};
use crate::rules::explains;

/// A reason about a placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 4.6: an earlier wish was open with this result, but a later one was assigned.
    EarlierWishOpen {
        /// Its number.
        wish: u8,
    },
    /// 5.1: the total is lower than that of the last person placed.
    BelowLastPlaced {
        /// Own total.
        own: Points,
        /// The last one's.
        last: Points,
    },
    /// 5.2: every seat is taken.
    SeatsTaken {
        /// How many there are.
        seats: u32,
    },
    /// 5.2: more persons are placed than there are seats, and no tie explains it.
    MoreThanSeats {
        /// How many there are.
        seats: u32,
        /// How many are placed.
        placed: u32,
    },
    /// 5.3.1–5.3.4: the totals are equal, and this criterion decided against the person.
    TieLost {
        /// What decided.
        criterion: Criterion,
    },
    /// 5.3.1–5.3.4, advice: the totals are equal, and this criterion decided in favour of the person.
    TieWon {
        /// What decided.
        criterion: Criterion,
    },
    /// 5.4, advice: no criterion separates the results, and all are placed.
    TieAdmitted,
    /// 5.4: no criterion separates the results, and this person was left out.
    TieNotAdmitted,
    /// 5.5: placed in the main round.
    PlacedInMainRound,
    /// 5.5: enrolled already.
    AlreadyEnrolled,
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::EarlierWishOpen { .. } => "earlierWishOpen",
            Reason::BelowLastPlaced { .. } => "belowLastPlaced",
            Reason::SeatsTaken { .. } => "seatsTaken",
            Reason::MoreThanSeats { .. } => "moreThanSeats",
            Reason::TieLost { .. } => "tieLost",
            Reason::TieWon { .. } => "tieWon",
            Reason::TieAdmitted => "tieAdmitted",
            Reason::TieNotAdmitted => "tieNotAdmitted",
            Reason::PlacedInMainRound => "placedInMainRound",
            Reason::AlreadyEnrolled => "alreadyEnrolled",
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        let plain = match *self {
            Reason::EarlierWishOpen { wish } => {
                return match lang {
                    Lang::Az => format!(
                        "Apellyasiya müraciəti verin: balınız {wish} nömrəli seçiminiz üçün çatır, siz isə sonrakı seçiminizə yerləşdirilmisiniz."
                    ),
                    Lang::En => {
                        format!(
                            "File an appeal: your result is enough for choice {wish}, but you were placed at a later choice."
                        )
                    }
                    Lang::Ru => format!(
                        "Подайте апелляцию: вашего результата хватает для выбора № {wish}, а вас распределили по более позднему."
                    ),
                };
            }
            Reason::BelowLastPlaced { own, last } => {
                let (own, last) = (own.display(lang), last.display(lang));
                return match lang {
                    Lang::Az => format!(
                        "Bu yerə balı daha yüksək olanlar yerləşdirilib. Balınız {own}, sonuncu yerləşdirilənin balı {last}."
                    ),
                    Lang::En => format!(
                        "The candidates placed here have a higher total. You have {own}; the last one placed has {last}."
                    ),
                    Lang::Ru => {
                        format!("Сюда распределены набравшие больше. У вас {own}, у последнего распределённого {last}.")
                    }
                };
            }
            Reason::SeatsTaken { seats } => {
                return match lang {
                    Lang::Az => format!("Bütün yerlər ({seats}) tutulub. Boş qalan yerlərin elanını gözləyin."),
                    Lang::En => format!("All seats ({seats}) are taken. Wait for the announcement of vacant seats."),
                    Lang::Ru => format!("Все места ({seats}) заняты. Дождитесь объявления о вакантных местах."),
                };
            }
            Reason::MoreThanSeats { seats, placed } => {
                return match lang {
                    Lang::Az => format!(
                        "Yerləşdirməni yoxlayın: {seats} yerə {placed} nəfər yerləşdirilib, halbuki bərabər bal yoxdur."
                    ),
                    Lang::En => {
                        format!(
                            "Check the placement: {placed} candidates are placed on {seats} seats although no results are equal."
                        )
                    }
                    Lang::Ru => format!(
                        "Проверьте распределение: число мест – {seats}, распределённых – {placed}, хотя равных результатов нет."
                    ),
                };
            }
            Reason::TieLost { criterion } => {
                let what = criterion.label(lang);
                return match lang {
                    Lang::Az => {
                        format!(
                            "Ümumi balınız sonuncu yerləşdirilənin balı ilə bərabərdir. Bu göstərici həlledici olub: {what}."
                        )
                    }
                    Lang::En => {
                        format!("Your total equals that of the last one placed. The deciding result was: {what}.")
                    }
                    Lang::Ru => {
                        format!(
                            "Ваш общий балл равен баллу последнего распределённого. Решающим стал показатель: {what}."
                        )
                    }
                };
            }
            Reason::TieWon { criterion } => {
                let what = criterion.label(lang);
                return match lang {
                    Lang::Az => {
                        format!(
                            "Balı sizinlə bərabər olanlar var idi. Bu göstərici sizin xeyrinizə həlledici olub: {what}."
                        )
                    }
                    Lang::En => {
                        format!("Others had the same total. The result that decided in your favour was: {what}.")
                    }
                    Lang::Ru => format!("У других был такой же балл. Решающим в вашу пользу стал показатель: {what}."),
                };
            }
            Reason::TieAdmitted => [
                "Bütün göstəriciləri sizinlə eyni olanlar var idi. Qaydalara görə hamınız yerləşdirilmisiniz.",
                "Others had exactly the same results. Under the Rules all of you are placed.",
                "У других были точно такие же показатели. По Правилам распределены все.",
            ],
            Reason::TieNotAdmitted => [
                "Apellyasiya müraciəti verin: göstəriciləri eyni olanların hamısı yerləşdirilməlidir.",
                "File an appeal: everyone with exactly the same results has to be placed.",
                "Подайте апелляцию: все, у кого одинаковые показатели, должны быть распределены.",
            ],
            Reason::PlacedInMainRound => [
                "Boş qalan yerlər üzrə müsabiqədə iştirak edə bilməzsiniz: əsas yerləşdirmədə yer almısınız.",
                "You cannot compete for vacant seats: you were placed in the main round.",
                "Вы не можете участвовать в конкурсе на вакантные места: вы распределены в основном туре.",
            ],
            Reason::AlreadyEnrolled => [
                "Boş qalan yerlər üzrə müsabiqədə iştirak edə bilməzsiniz: artıq magistr təhsilinə qeydiyyatdan keçmisiniz.",
                "You cannot compete for vacant seats: you have already enrolled in a master’s programme.",
                "Вы не можете участвовать в конкурсе на вакантные места: вы уже зачислены в магистратуру.",
            ],
        };
        lang.pick(plain).to_owned()
    }
}

explains!(Reason);
