//! Chapter 2, acceptance of applications: who confirms, and which documents the commission sees.

use super::edition::Edition;
use super::papers::PaperKind;
use super::{Evidence, Rule, explains};
use crate::decision::{Clause, Finding, Need};
use crate::facts::{Citizenship, ConfirmationPolicy, Degree, Silent};
use crate::language::Lang;

/// Who confirms an application (clause 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The applicant, on the portal.
    SelfConfirm,
    /// The document reception commission (SQK), which sees the originals.
    Commission,
}

impl Route {
    /// Stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Route::SelfConfirm => "selfConfirm",
            Route::Commission => "commission",
        }
    }
}

/// What decided the route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Citizen, institution in Azerbaijan.
    CitizenWithLocalDegree,
    /// Institution in Azerbaijan; citizenship does not matter (practice of 2026).
    LocalDegree,
    /// The foreign degree is recognised (practice of 2025 and 2026).
    RecognisedDegree,
    /// Not a citizen.
    NotCitizen,
    /// The institution is abroad.
    ForeignDegree,
    /// The foreign degree is not recognised.
    UnrecognisedDegree,
}

impl Ground {
    /// All, for tests and documents.
    pub const ALL: [Ground; 6] = [
        Ground::CitizenWithLocalDegree,
        Ground::LocalDegree,
        Ground::RecognisedDegree,
        Ground::NotCitizen,
        Ground::ForeignDegree,
        Ground::UnrecognisedDegree,
    ];

    const fn because(self) -> [&'static str; 3] {
        match self {
            Ground::CitizenWithLocalDegree => [
                "Siz Azərbaycan vətəndaşısınız və seçdiyiniz ali təhsil müəssisəsi Azərbaycandadır.",
                "You are a citizen of Azerbaijan and the institution you chose is in Azerbaijan.",
                "У вас гражданство Азербайджана, и выбранный вуз находится в Азербайджане.",
            ],
            Ground::LocalDegree => [
                "Seçdiyiniz ali təhsil müəssisəsi Azərbaycandadır.",
                "The institution you chose is in Azerbaijan.",
                "Выбранный вами вуз находится в Азербайджане.",
            ],
            Ground::RecognisedDegree => [
                "Xaricdə aldığınız ali təhsil Azərbaycanda tanınıb.",
                "Your foreign degree is recognized in Azerbaijan.",
                "Ваше зарубежное образование признано в Азербайджане.",
            ],
            Ground::NotCitizen => [
                "Siz Azərbaycan vətəndaşı deyilsiniz.",
                "You are not a citizen of Azerbaijan.",
                "У вас нет гражданства Азербайджана.",
            ],
            Ground::ForeignDegree => [
                "Seçdiyiniz ali təhsil müəssisəsi xaricdədir.",
                "The institution you chose is abroad.",
                "Выбранный вами вуз находится за рубежом.",
            ],
            Ground::UnrecognisedDegree => [
                "Xaricdə aldığınız ali təhsilin tanınması barədə məlumat yoxdur.",
                "There is no record that your foreign degree is recognized.",
                "Нет данных о признании вашего зарубежного образования.",
            ],
        }
    }
}

/// A decided route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteDecision {
    /// Who confirms.
    pub route: Route,
    /// What decided it.
    pub ground: Ground,
}

impl RouteDecision {
    /// The clause of the decision.
    pub const CLAUSE: Clause = Clause("2.1");

    /// The ground in the form of a reason for the applicant.
    pub const fn reason(self) -> Reason {
        match self.route {
            Route::SelfConfirm => Reason::ConfirmYourself(self.ground),
            Route::Commission => Reason::ConfirmAtCommission(self.ground),
        }
    }
}

/// The policy table: citizenship × place of the degree × recognition × policy.
pub fn decide(policy: ConfirmationPolicy, citizen: bool, local: bool, recognised: bool) -> RouteDecision {
    use ConfirmationPolicy::{Practice2025, Practice2026, Rules2017};
    use Ground as G;
    use Route::{Commission, SelfConfirm};
    let (route, ground) = match (policy, local, citizen, recognised) {
        // As printed: both citizenship and an institution in Azerbaijan are required.
        (Rules2017, true, true, _) => (SelfConfirm, G::CitizenWithLocalDegree),
        (Rules2017, _, false, _) => (Commission, G::NotCitizen),
        (Rules2017, false, true, _) => (Commission, G::ForeignDegree),
        (Practice2025, true, true, _) => (SelfConfirm, G::CitizenWithLocalDegree),
        (Practice2025, true, false, _) => (Commission, G::NotCitizen),
        (Practice2026, true, _, _) => (SelfConfirm, G::LocalDegree),
        (Practice2025 | Practice2026, false, _, true) => (SelfConfirm, G::RecognisedDegree),
        (Practice2025 | Practice2026, false, _, false) => (Commission, G::UnrecognisedDegree),
    };
    RouteDecision { route, ground }
}

/// The route of one case by the picked degree. `Ok(None)` = no degree is picked yet.
pub fn route(evidence: &Evidence<'_>) -> Result<Option<RouteDecision>, Need> {
    let person = evidence.facts.person.answered().map_err(|Silent| Need::Person)?;
    let Some(degree) = evidence.degree()? else { return Ok(None) };
    // A person in no register has registered with a protection document and is not a citizen.
    let citizen = person.is_some_and(|person| person.citizenship == Citizenship::Azerbaijan);
    let policy = evidence.facts.campaign.confirmation;
    Ok(Some(decide(policy, citizen, degree.in_azerbaijan, degree.recognised == Some(true))))
}

/// The route that is the same for every degree, known before one is picked: by the Rules as printed, a person who is
/// not a citizen goes to the commission. `None` = the degree decides.
pub fn whatever_the_degree(evidence: &Evidence<'_>) -> Option<RouteDecision> {
    let citizen = evidence.facts.person.answered().ok()?.is_some_and(|who| who.citizenship == Citizenship::Azerbaijan);
    let of = |local, recognised| decide(evidence.facts.campaign.confirmation, citizen, local, recognised);
    let first = of(true, true);
    [of(true, false), of(false, true), of(false, false)].iter().all(|other| *other == first).then_some(first)
}

/// Reasons from chapter 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 2.1: the applicant confirms, on this ground.
    ConfirmYourself(Ground),
    /// 2.1: the commission confirms, on this ground.
    ConfirmAtCommission(Ground),
    /// 2.1.3: the foreign degree must be recognised first.
    RecognitionRequired,
    /// 2.1.1–2.2: the commission has not seen this document.
    PaperMissing(PaperKind),
}

impl Reason {
    /// Stable code for programs.
    pub const fn code_word(&self) -> &'static str {
        match self {
            Reason::ConfirmYourself(_) => "confirmYourself",
            Reason::ConfirmAtCommission(_) => "confirmAtCommission",
            Reason::RecognitionRequired => "recognitionRequired",
            Reason::PaperMissing(_) => "paperMissing",
        }
    }

    fn sentence(&self, lang: Lang) -> String {
        match self {
            Reason::ConfirmYourself(ground) => {
                let act = ["Ərizəni özünüz təsdiq edin.", "Confirm the application yourself.", "Подтвердите заявление сами."];
                format!("{} {}", lang.pick(act), lang.pick(ground.because()))
            }
            Reason::ConfirmAtCommission(ground) => {
                let act = [
                    "Ərizəni göndərin və sənədlərin əslini şəxsən Sənəd Qəbulu Komissiyasına (SQK) təqdim edin: ərizəni o təsdiq edir.",
                    "Send the application and take your original documents to a Document Reception Commission (SQK) yourself: the commission confirms the application.",
                    "Отправьте заявление и лично представьте оригиналы документов в Комиссию по приёму документов (SQK): заявление подтверждает она.",
                ];
                format!("{} {}", lang.pick(act), lang.pick(ground.because()))
            }
            Reason::RecognitionRequired => lang
                .pick([
                    "Əvvəlcə TKTA-ya müraciət edin: xaricdə aldığınız ixtisas tanınmalı, ekvivalentliyi müəyyən edilməlidir.",
                    "Apply to TKTA first: your foreign degree has to be recognized and its equivalence established.",
                    "Сначала обратитесь в TKTA: ваше зарубежное образование должно быть признано, а его эквивалентность установлена.",
                ])
                .to_owned(),
            Reason::PaperMissing(kind) => kind.missing(lang).to_owned(),
        }
    }
}

explains!(Reason);

/// The rules of chapter 2, in printed order.
pub const RULES: &[Rule<Reason>] = &[
    Rule {
        clause: RouteDecision::CLAUSE,
        says: [
            "Azərbaycandakı ali təhsil müəssisəsini bitirən vətəndaşlar ərizəni özləri təsdiq edir; digərləri sənədlərin əslini SQK-ya şəxsən təqdim edir.",
            "Citizens who finish an institution in Azerbaijan confirm the application themselves; others present the originals to the commission (SQK) in person.",
            "Граждане, окончившие вуз в Азербайджане, подтверждают заявление сами; остальные лично представляют оригиналы в комиссию (SQK).",
        ],
        codes: &["confirmYourself", "confirmAtCommission"],
        check: someone_confirms,
    },
    Rule {
        clause: Clause("2.1.1"),
        says: [
            "SQK-ya şəxsiyyəti təsdiq edən sənədin əsli təqdim olunur.",
            "The original identity document is presented to the commission.",
            "В комиссию представляется оригинал документа, удостоверяющего личность.",
        ],
        codes: &["paperMissing"],
        check: seen_by_the_commission,
    },
    Rule {
        clause: Clause("2.1.2"),
        says: [
            "SQK-ya ali təhsil haqqında sənəd və ona əlavə təqdim olunur.",
            "The diploma and its supplement are presented to the commission.",
            "В комиссию представляются документ о высшем образовании и приложение к нему.",
        ],
        codes: &["paperMissing"],
        check: seen_by_the_commission,
    },
    Rule {
        clause: Clause("2.1.3"),
        says: [
            "Xaricdə ali təhsil alanlar ixtisasın tanınmasını və ekvivalentliyinin müəyyən edilməsini təsdiq edən sənədləri təqdim edir.",
            "Persons educated abroad present the documents that confirm recognition of their specialty and its equivalence.",
            "Получившие образование за рубежом представляют документы о признании специальности и установлении её эквивалентности.",
        ],
        codes: &["recognitionRequired", "paperMissing"],
        check: foreign_degree_is_recognised,
    },
    Rule {
        clause: Clause("2.2"),
        says: [
            "Əcnəbilər və xaricdə təhsil alanlar notarial qaydada təsdiq edilmiş Azərbaycan dilinə tərcüməni də təqdim edir.",
            "Foreign citizens and persons educated abroad also present notarized translations into Azerbaijani.",
            "Иностранцы и получившие образование за рубежом представляют также нотариальный перевод на азербайджанский.",
        ],
        codes: &["paperMissing"],
        check: translations_are_seen,
    },
];

fn someone_confirms(evidence: &Evidence<'_>) -> Finding<Reason> {
    match route(evidence) {
        Err(need) => Finding::Unknown(need),
        Ok(None) => Finding::NotConcerned,
        // Either route satisfies the clause; the procedure refuses the wrong event by its route.
        Ok(Some(_)) => Finding::Holds,
    }
}

fn seen_by_the_commission(evidence: &Evidence<'_>) -> Finding<Reason> {
    match route(evidence) {
        Ok(Some(decision)) if decision.route == Route::Commission => Finding::LeftToPeople,
        Ok(_) => Finding::NotConcerned,
        Err(need) => Finding::Unknown(need),
    }
}

fn foreign_degree_is_recognised(evidence: &Evidence<'_>) -> Finding<Reason> {
    let degree: &Degree = match evidence.degree() {
        Err(need) => return Finding::Unknown(need),
        Ok(None) => return Finding::NotConcerned,
        Ok(Some(degree)) => degree,
    };
    recognition(degree.in_azerbaijan, degree.recognised, evidence.facts.campaign.confirmation)
}

/// Clause 2.1.3 for one degree.
pub fn recognition(local: bool, recognised: Option<bool>, policy: ConfirmationPolicy) -> Finding<Reason> {
    match (local, recognised, policy) {
        (true, ..) => Finding::NotConcerned,
        (false, Some(true), _) => Finding::Holds,
        // By the Rules as printed an unrecognised degree is refused; in practice since 2025 the commission examines it.
        (false, Some(false), ConfirmationPolicy::Rules2017) => Finding::Broken(Reason::RecognitionRequired),
        (false, ..) => Finding::LeftToPeople,
    }
}

/// Whether translations are required (2.2): for foreigners and for persons educated abroad. In the words of the act,
/// which names each group in 2.1.1, stateless persons and persons under protection are not foreigners.
pub fn translated(edition: Edition, citizenship: Citizenship, local: bool) -> bool {
    match edition {
        Edition::First => citizenship != Citizenship::Azerbaijan || !local,
        Edition::Second => citizenship == Citizenship::Foreign || !local,
    }
}

fn translations_are_seen(evidence: &Evidence<'_>) -> Finding<Reason> {
    match (route(evidence), evidence.degree(), evidence.facts.person.known()) {
        (Err(need), ..) | (_, Err(need), _) => Finding::Unknown(need),
        (Ok(Some(decision)), Ok(Some(degree)), person) if decision.route == Route::Commission => {
            let citizenship = person.map_or(Citizenship::Protected, |person| person.citizenship);
            if translated(evidence.edition(), citizenship, degree.in_azerbaijan) {
                Finding::LeftToPeople
            } else {
                Finding::NotConcerned
            }
        }
        _ => Finding::NotConcerned,
    }
}
