//! Kinds of facts, so that every clause can declare which of them it uses.

use crate::language::Lang;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $az:literal, $en:literal, $ru:literal;)*) => {
        /// A kind of fact that a clause may use.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FactKind { $($(#[$doc])* $name),* }

        impl FactKind {
            /// All kinds, in the order of the act.
            pub const ALL: &'static [FactKind] = &[$(FactKind::$name),*];

            /// Stable word for programs and stored decisions.
            pub const fn word(self) -> &'static str {
                match self { $(FactKind::$name => $word),* }
            }
            /// The name people read.
            pub const fn label(self, lang: Lang) -> &'static str {
                lang.pick(match self { $(FactKind::$name => [$az, $en, $ru]),* })
            }
        }
    };
}

kinds! {
    /// Citizenship, from the population or migration register.
    Citizenship = "citizenship", "Vətəndaşlıq", "Citizenship", "Гражданство";
    /// Recorded studies and the picked one, from TMMS, TKTA or typed by hand.
    Studies = "studies", "Təhsil", "Studies", "Образование";
    /// The answer about earlier master's studies.
    PriorMaster = "priorMaster", "Əvvəlki magistr təhsili", "Earlier master’s studies", "Прежняя магистратура";
    /// Section of the exam.
    Section = "section", "İmtahan bölməsi", "Exam section", "Сектор";
    /// Foreign language of the exam.
    ForeignLanguage = "foreignLanguage", "Xarici dil", "Foreign language", "Иностранный язык";
    /// The language specialty that the person wants to choose later.
    SpecializationLanguage = "specializationLanguage", "İxtisaslaşma dili", "Specialization language", "Язык специализации";
    /// A request for exam conditions for health reasons.
    Claim = "claim", "Şərait üçün müraciət", "Request for conditions", "Просьба об условиях";
    /// Balance and debt of the wallet.
    Purse = "purse", "Balans", "Balance", "Баланс";
    /// Whether the account is verified.
    Account = "account", "Kabinetin yoxlanılması", "Verified account", "Проверка кабинета";
    /// Documents seen by the commission.
    Papers = "papers", "Təqdim olunan sənədlər", "Documents presented", "Представленные документы";
    /// Results of the exam by attempt and subject.
    Results = "results", "İmtahan nəticələri", "Exam results", "Результаты экзамена";
    /// Violations recorded in the exam, and annulment.
    Conduct = "conduct", "İmtahanda hərəkətlər", "Conduct in the exam", "Поведение на экзамене";
    /// When a sitting began and when the hall was left.
    Sitting = "sitting", "İmtahanın vaxtı", "Times of the sitting", "Время экзамена";
    /// Disability on record.
    Disability = "disability", "Əlillik", "Disability", "Инвалидность";
    /// Competition or article 26.5 of the Law on Education.
    Basis = "basis", "Qəbulun əsası", "Basis of admission", "Основание приёма";
    /// Main round or round of vacant seats.
    Round = "round", "Müsabiqənin mərhələsi", "Round of the competition", "Этап конкурса";
    /// Outcome of the main placement.
    Placement = "placement", "Yerləşdirmə", "Placement", "Распределение";
    /// Enrolment at the institution.
    Enrolment = "enrolment", "Təhsil müəssisəsində qeydiyyat", "Enrolment", "Зачисление";
    /// An appeal and how it was filed.
    Appeal = "appeal", "Apellyasiya müraciəti", "Appeal", "Апелляция";
    /// The choice form: number and order of wishes, confirmed or not.
    Form = "form", "Seçim ərizəsi", "Choice form", "Заявление о выборе";
    /// The row of the catalogue that is wished for.
    Row = "row", "İxtisaslaşma", "Specialization", "Специализация";
    /// Properties and requirements of the institution of the row.
    Institution = "institution", "Təhsil müəssisəsi", "Institution", "Учебное заведение";
    /// The interview at the institution.
    Interview = "interview", "Müsahibə", "Interview", "Собеседование";
    /// The talent exam.
    Talent = "talent", "Qabiliyyət imtahanı", "Talent exam", "Экзамен способностей";
    /// The institution's own admission procedure.
    OwnProcedure = "ownProcedure", "Müəssisənin öz proseduru", "Institution’s own procedure", "Процедура вуза";
    /// The person's rank in the row.
    Standing = "standing", "Müsabiqədəki yer", "Standing in the ranking", "Место в конкурсе";
    /// The instant of the judgement.
    Clock = "clock", "Vaxt", "Time", "Время";
    /// Year, attempt, exam model and fee of the campaign.
    Campaign = "campaign", "Kampaniya", "Campaign", "Кампания";
    /// Switches of the campaign.
    Policies = "policies", "Kampaniyanın şərtləri", "Campaign policies", "Условия кампании";
    /// Competition conditions and other yearly numbers.
    Numbers = "numbers", "Müsabiqə şərtləri", "Competition conditions", "Условия конкурса";
    /// Which specialties correspond to a completed one.
    Matching = "matching", "İxtisasların uyğunluğu", "Correspondence of specialties", "Соответствие специальностей";
    /// Windows of the campaign.
    Calendar = "calendar", "Təqvim", "Calendar", "Календарь";
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FactSet(u64);

impl FactSet {
    /// The set of these kinds.
    pub const fn of(kinds: &[FactKind]) -> FactSet {
        let (mut bits, mut place) = (0, 0);
        while place < kinds.len() {
            bits |= 1 << kinds[place] as u64;
            place += 1;
        }
        FactSet(bits)
    }
    /// Whether the set contains a kind.
    pub const fn has(self, kind: FactKind) -> bool {
        self.0 & (1 << kind as u64) != 0
    }
    /// The kinds, in the order of [`FactKind::ALL`].
    pub fn kinds(self) -> impl Iterator<Item = FactKind> {
        FactKind::ALL.iter().copied().filter(move |kind| self.has(*kind))
    }
}
