//! What placement tells: clauses 4.6, 5.1–5.5.

use crate::language::Lang;
use crate::rules::book::score::{Criterion, Points};
use crate::rules::explains;

/// What is told of a placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 4.6: an earlier wish was open to this result, and a later one was given.
    EarlierWishOpen {
        /// Its number.
        wish: u8,
    },
    /// 5.1: the total is below the last one placed.
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
    /// 5.2: more are placed than there are seats, and no tie explains it.
    MoreThanSeats {
        /// How many there are.
        seats: u32,
        /// How many are placed.
        placed: u32,
    },
    /// 5.3.1–5.3.4: the totals are equal, and this decided.
    TieLost {
        /// What decided.
        criterion: Criterion,
    },
    /// 5.3.1–5.3.4, advice: the totals are equal, and this decided in one's favour.
    TieWon {
        /// What decided.
        criterion: Criterion,
    },
    /// 5.4, advice: nothing separates the results, and all are placed.
    TieAdmitted,
    /// 5.4: nothing separates the results, and this one was left out.
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
                        "Apellyasiya müraciəti verin: balınız {wish} nömrəli istəyinizə çatır, yerləşdirmə isə sonrakı istəyə aparılıb."
                    ),
                    Lang::En => {
                        format!("File an appeal: your result suffices for wish {wish}, but a later wish was given.")
                    }
                    Lang::Ru => format!(
                        "Подайте апелляцию: вашего результата хватает для желания {wish}, а дано более позднее."
                    ),
                };
            }
            Reason::BelowLastPlaced { own, last } => {
                let (own, last) = (own.display(lang), last.display(lang));
                return match lang {
                    Lang::Az => format!(
                        "Bu yerə daha yüksək balla yerləşdirilib. Balınız {own}, sonuncu yerləşənin balı {last}."
                    ),
                    Lang::En => format!(
                        "Those placed here have a higher total. You have {own}, the last one placed has {last}."
                    ),
                    Lang::Ru => {
                        format!("Сюда распределены набравшие больше. У вас {own}, у последнего распределённого {last}.")
                    }
                };
            }
            Reason::SeatsTaken { seats } => {
                return match lang {
                    Lang::Az => format!("Yerlərin hamısı tutulub: {seats}. Boş qalan yerlərin elanını gözləyin."),
                    Lang::En => format!("All seats are taken: {seats}. Wait for the announcement of vacant seats."),
                    Lang::Ru => format!("Все места заняты: {seats}. Дождитесь объявления вакантных мест."),
                };
            }
            Reason::MoreThanSeats { seats, placed } => {
                return match lang {
                    Lang::Az => format!(
                        "Yerləşdirməni yoxlayın: {seats} yerə {placed} nəfər yerləşdirilib, bərabər bal yoxdur."
                    ),
                    Lang::En => {
                        format!("Check the placement: {placed} are placed on {seats} seats, and no results are equal.")
                    }
                    Lang::Ru => format!(
                        "Проверьте распределение: на {seats} мест распределено {placed}, равных результатов нет."
                    ),
                };
            }
            Reason::TieLost { criterion } => {
                let what = criterion.label(lang);
                return match lang {
                    Lang::Az => {
                        format!("Sonuncu yerləşənlə ümumi balınız bərabərdir. Fərqi bu göstərici müəyyən edib: {what}.")
                    }
                    Lang::En => format!("Your total equals that of the last one placed. What decided: {what}."),
                    Lang::Ru => {
                        format!("Ваш общий балл равен баллу последнего распределённого. Решил показатель: {what}.")
                    }
                };
            }
            Reason::TieWon { criterion } => {
                let what = criterion.label(lang);
                return match lang {
                    Lang::Az => {
                        format!("Balı sizinlə bərabər olanlar var idi. Sizin xeyrinizə bu göstərici həll edib: {what}.")
                    }
                    Lang::En => format!("Others had the same total. What decided in your favour: {what}."),
                    Lang::Ru => format!("Были другие с тем же баллом. В вашу пользу решил показатель: {what}."),
                };
            }
            Reason::TieAdmitted => [
                "Göstəriciləri sizinlə eyni olanlar var idi. Qaydalara görə hamınız yerləşdirilmisiniz.",
                "Others had the same results in everything. By the Rules all of you are placed.",
                "Были другие с теми же показателями. По Правилам все вы распределены.",
            ],
            Reason::TieNotAdmitted => [
                "Apellyasiya müraciəti verin: göstəriciləri eyni olanların hamısı yerləşdirilməlidir.",
                "File an appeal: all whose results are equal in everything have to be placed.",
                "Подайте апелляцию: все с одинаковыми показателями должны быть распределены.",
            ],
            Reason::PlacedInMainRound => [
                "Boş qalan yerlər üzrə müsabiqədə iştirak edə bilməzsiniz: əsas yerləşdirmədə yer almısınız.",
                "You may not compete for vacant seats: you were placed in the main round.",
                "Вы не можете участвовать в конкурсе на вакантные места: вы распределены в основном этапе.",
            ],
            Reason::AlreadyEnrolled => [
                "Boş qalan yerlər üzrə müsabiqədə iştirak edə bilməzsiniz: artıq magistr təhsilinə qeydiyyatdan keçmisiniz.",
                "You may not compete for vacant seats: you have enrolled in master’s study already.",
                "Вы не можете участвовать в конкурсе на вакантные места: вы уже зачислены в магистратуру.",
            ],
        };
        lang.pick(plain).to_owned()
    }
}

explains!(Reason);
