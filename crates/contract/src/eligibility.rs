//! What would be open to somebody: a description in the query, an answer with the clause of every finding. No personal data.

use qabul_domain::catalogue::SeatSection;
use qabul_domain::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use qabul_domain::facts::{Citizenship, Funding, Level};
use qabul_domain::rules::what_if::{Ends, MasterStudent, Outcome, Place};
use serde::{Deserialize, Serialize};

use crate::confirmation::PaperView;
use crate::query;

/// Somebody as they describe themselves: codes and words only. What is absent is not judged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::IntoParams, validator::Validate))]
#[cfg_attr(feature = "server", into_params(parameter_in = Query))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct EligibilityQuery {
    /// Citizenship.
    #[cfg_attr(feature = "server", param(inline, example = "azerbaijan"))]
    pub citizenship: Option<Citizenship>,
    /// Level of the degree; `bachelor` where only another part of the degree is told.
    #[cfg_attr(feature = "server", param(inline, example = "bachelor"))]
    pub level: Option<Level>,
    /// When those studies end; `finished` where only another part of the degree is told.
    #[cfg_attr(feature = "server", param(inline, example = "finished"))]
    pub studies: Option<Ends>,
    /// Where the degree is from; `azerbaijan` where only another part of the degree is told.
    #[cfg_attr(feature = "server", param(inline, example = "azerbaijan"))]
    pub degree_from: Option<Place>,
    /// Full code of the completed specialty, of the lists `bachelorSpecialties` and `masterSpecialties`.
    #[cfg_attr(feature = "server", param(max_length = 12, example = "050632"), validate(length(max = 12)))]
    pub specialty: Option<String>,
    /// Earlier master's studies.
    #[cfg_attr(feature = "server", param(inline, example = "none"))]
    pub prior_master: Option<PriorMaster>,
    /// Present master's studies.
    #[cfg_attr(feature = "server", param(inline, example = "no"))]
    pub master_student: Option<MasterStudent>,
    /// Section of the exam.
    #[cfg_attr(feature = "server", param(inline, example = "az"))]
    pub section: Option<Section>,
    /// Foreign language of the exam; absent = told which languages serve.
    #[cfg_attr(feature = "server", param(inline, example = "en"))]
    pub language: Option<ExamLanguage>,
    /// Language of the language specialty wanted.
    #[cfg_attr(feature = "server", param(inline, example = "none"))]
    pub specialization_language: Option<SpecializationLanguage>,
    /// Codes of wished specializations, separated by commas; 20 at most.
    #[cfg_attr(
        feature = "server",
        param(style = Form, explode = false, max_items = 20, example = json!(["990001", "990010"])),
        validate(length(max = 20))
    )]
    #[serde(deserialize_with = "query::list")]
    pub wishes: Vec<String>,
}

words!(Ends::Finished, MasterStudent::No, Place::Azerbaijan);

dto! {
    /// A reason with the clause it rests on.
    #[derive(Debug)]
    pub struct Ground {
        /// Clause of the Rules, or point of the manual.
        #[cfg_attr(feature = "server", schema(example = "3.2.3"))]
        pub clause: String,
        /// The clause as text, as cited.
        #[cfg_attr(feature = "server", schema(example = "Rules, clause 3.2.3"))]
        pub citation: String,
        /// Stable code of the reason.
        #[cfg_attr(feature = "server", schema(example = "languageNotAllowed"))]
        pub code: String,
        /// The reason in the caller's language.
        pub text: String,
    }

    /// What one clause says to the person.
    #[derive(Debug)]
    pub struct EligibilityFinding {
        /// Result.
        pub outcome: Outcome,
        /// Clause and sentence.
        pub ground: Ground,
    }

    /// Who would confirm the application, and what to present.
    #[derive(Debug)]
    pub struct EligibilityRoute {
        /// `selfConfirm` or `commission`.
        #[cfg_attr(feature = "server", schema(example = "selfConfirm"))]
        pub route: String,
        /// Why.
        pub ground: Ground,
        /// What to present to the commission; empty where the person confirms themselves.
        pub papers: Vec<PaperView>,
    }

    /// Seats of one specialization under one section and funding.
    #[derive(Debug)]
    pub struct EligibilitySeats {
        /// Whose competition.
        pub section: SeatSection,
        /// Who pays.
        pub funding: Funding,
        /// The same as text.
        pub funding_text: String,
        /// Seats.
        pub capacity: u32,
        /// What closes them; absent = open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub closed: Option<Ground>,
    }

    /// A language clause with what it did to the list of exam languages.
    #[derive(Debug)]
    pub struct LanguageStep {
        /// The clause.
        #[cfg_attr(feature = "server", schema(example = "3.2.1"))]
        pub clause: String,
        /// Languages it let in.
        pub added: Vec<ExamLanguage>,
        /// Languages it took out.
        pub removed: Vec<ExamLanguage>,
    }

    /// A wished specialization.
    #[derive(Debug)]
    pub struct EligibilityWish {
        /// Its code.
        #[cfg_attr(feature = "server", schema(example = "990001"))]
        pub code: String,
        /// Title in the caller's language.
        pub title: String,
        /// Name of the institution.
        pub institution: String,
        /// Language of teaching, as text.
        pub teaching: String,
        /// Whether any of its seats are open.
        pub open: bool,
        /// Its seats.
        pub seats: Vec<EligibilitySeats>,
        /// Exam languages the Rules allow for it.
        pub languages: Vec<ExamLanguage>,
        /// The same as text.
        pub languages_text: String,
        /// The clauses that made them so, in the order they apply.
        pub because: Vec<LanguageStep>,
    }

    /// A wish that a language closes.
    #[derive(Debug)]
    pub struct ClosedWish {
        /// Code of the wish.
        pub code: String,
        /// What closes it.
        pub ground: Ground,
    }

    /// One exam language and the wishes it serves.
    #[derive(Debug)]
    pub struct EligibilityLanguage {
        /// The language.
        pub language: ExamLanguage,
        /// Its name.
        pub name: String,
        /// Whether one registration with it leaves every wish open.
        pub serves_all: bool,
        /// Codes of the wishes it leaves open.
        pub open: Vec<String>,
        /// The wishes it closes.
        pub closed: Vec<ClosedWish>,
    }

    /// Two wishes that exclude each other.
    #[derive(Debug)]
    pub struct EligibilityPair {
        /// Code of the first.
        pub first: String,
        /// Code of the second.
        pub second: String,
        /// Stable code of the reason.
        #[cfg_attr(feature = "server", schema(example = "noCommonLanguage"))]
        pub code: String,
        /// Why, in the caller's language.
        pub text: String,
        /// The clauses that part them.
        pub clauses: Vec<String>,
    }

    /// By which rules and data an answer was made.
    #[derive(Debug)]
    pub struct EligibilityBasis {
        /// Act and edition.
        #[cfg_attr(feature = "server", schema(example = "qaydalar-2017/2"))]
        pub rule_set: String,
        /// Title of the campaign whose terms apply; absent where none is announced and the Rules apply as printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub campaign: Option<String>,
        /// Year of the admission, as text.
        pub academic_year: String,
        /// Whether the catalogue is confirmed by a source. An invented one is never shown as official.
        pub official: bool,
        /// That this informs and decides nothing.
        pub note: String,
    }

    /// What would be open to the person.
    #[derive(Debug)]
    pub struct Eligibility {
        /// By which rules and data.
        pub basis: EligibilityBasis,
        /// Summary in one sentence.
        pub summary: String,
        /// Whether nothing that was told bars the person from the competition.
        pub may_take_part: bool,
        /// The finding of each clause, in printed order.
        pub findings: Vec<EligibilityFinding>,
        /// Who would confirm; absent where citizenship or degree was not told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub route: Option<EligibilityRoute>,
        /// The wishes, in the order asked.
        pub wishes: Vec<EligibilityWish>,
        /// Exam languages that leave every wish open in one registration; empty without wishes.
        pub languages_for_all: Vec<ExamLanguage>,
        /// The same in one sentence.
        pub languages_text: String,
        /// Every exam language with the wishes it serves; empty without wishes.
        pub languages: Vec<EligibilityLanguage>,
        /// Wishes that exclude each other.
        pub pairs: Vec<EligibilityPair>,
    }

    /// A row of the catalogue in an overview.
    #[derive(Debug)]
    pub struct OverviewRow {
        /// Code.
        #[cfg_attr(feature = "server", schema(example = "990001"))]
        pub code: String,
        /// Title in the caller's language.
        pub title: String,
        /// Name of the institution.
        pub institution: String,
        /// Language of teaching, as text.
        pub teaching: String,
        /// Fundings of its seats under this verdict, as text.
        pub funding: Vec<String>,
    }

    /// Rows under one verdict.
    #[derive(Debug)]
    pub struct OverviewGroup {
        /// What closes them; absent = they are open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub closed: Option<Ground>,
        /// The rows, by title in the order of the Azerbaijani alphabet.
        pub rows: Vec<OverviewRow>,
    }

    /// The catalogue: what is open, what is closed and by which clause.
    #[derive(Debug)]
    pub struct EligibilityOverview {
        /// By which rules and data.
        pub basis: EligibilityBasis,
        /// Specializations of which any seat is open.
        pub open: u32,
        /// Specializations of which every seat is closed; with the open ones all there are.
        pub closed: u32,
        /// The open rows first, then the closed ones by clause.
        pub groups: Vec<OverviewGroup>,
    }
}
