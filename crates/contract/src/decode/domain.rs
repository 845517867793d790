//! [`Decode`](super::Decode) for domain types that are transmitted unchanged.

use qabul_domain::catalogue::{Class, Conditions, Ranking, SeatSection};
use qabul_domain::exam::{ExamLanguage, PriorMaster, Section, SpecializationLanguage};
use qabul_domain::facts::{Citizenship, Degree, Funding, Level, Source, StudyStatus};
use qabul_domain::language::Lang;
use qabul_domain::procedures::master_exam::{
    EducationAnswers, ExamAnswers, ManualDegree, MasterExamDraft, PersonalAnswers,
};
use qabul_domain::rules::foreign_language::TeachingLanguage;
use qabul_domain::rules::what_if::Outcome;

words!(
    Citizenship::Azerbaijan,
    Class::General,
    ExamLanguage::En,
    Funding::State,
    Lang::Az,
    Level::Bachelor,
    Outcome::Met,
    PriorMaster::None,
    Ranking::Total,
    SeatSection::Az,
    Section::Az,
    Source::Manual,
    SpecializationLanguage::None,
    StudyStatus::Finished,
    TeachingLanguage::Az,
);

decodes! {
    Conditions { teaching_language, class, specialization_language, section, funding }
    Degree {
        id, source, level, status, funding, institution_code, institution, in_azerbaijan, recognised, admission_year,
        admission_work_number, finish_year, specialty_code, specialty, specialization_language, diploma, average,
        average_scale, holder_surname,
    }
    EducationAnswers {
        degree_id, average_scale, average, prior_master, prior_master_institution, prior_master_year, manual,
    }
    ExamAnswers { section, foreign_language, specialization_language }
    ManualDegree {
        in_azerbaijan, country, institution, level, status, admission_year, work_number, finish_year, specialty_code,
        specialty, diploma, diploma_date,
    }
    MasterExamDraft { personal, education, exam }
    PersonalAnswers { names_changed, previous_surname, previous_name, previous_patronymic }
}
