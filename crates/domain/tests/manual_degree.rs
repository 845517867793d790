//! Studies typed by hand (MAG-8), field by field, and what the clauses make of them.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{Sample, bachelor, sample};
use qabul_domain::facts::*;
use qabul_domain::procedure::Procedure;
use qabul_domain::procedures::master_exam::*;

fn typed() -> ManualDegree {
    ManualDegree {
        in_azerbaijan: Some(true),
        country: None,
        institution: Some("Naxçıvan Universiteti".into()),
        level: Some(Level::Bachelor),
        status: Some(StudyStatus::Finished),
        admission_year: Some(1960),
        work_number: None,
        finish_year: Some(1964),
        specialty_code: Some("50632".into()),
        specialty: Some("İnformasiya texnologiyaları".into()),
        diploma: Some("B 001122".into()),
        diploma_date: Some("1964-06-30".into()),
    }
}

/// The registers have nothing of this person; the clock of the sample stands in January 1970.
fn by_hand(change: impl FnOnce(&mut ManualDegree)) -> Sample {
    let mut manual = typed();
    change(&mut manual);
    sample().with(|sample| {
        sample.facts.education = Fact::NotFound;
        sample.draft.education.degree_id = Some(Degree::MANUAL.into());
        sample.draft.education.manual = Some(manual);
    })
}

fn gaps(change: impl FnOnce(&mut ManualDegree)) -> Vec<(&'static str, &'static str)> {
    by_hand(change).gaps()
}

#[test]
fn mag_8_studies_no_register_has_are_typed_and_the_application_can_be_confirmed() {
    let sample = by_hand(|_| {});
    assert_eq!(sample.gaps(), []);
    assert_eq!(sample.broken("1.2"), None);
    assert_eq!(sample.broken("1.6"), None);
    assert!(sample.advice().contains(&("MAG-8", "manualDegree")));
    assert!(sample.advice().contains(&("5.3.1", "averageBlank")));
}

#[test]
fn mag_8_the_code_50632_is_050632_and_hs190100_is_itself() {
    for (typed, full) in [
        ("50632", Some("050632")),
        ("050632", Some("050632")),
        (" hs190100 ", Some("HS190100")),
        ("HS190", None),
        ("05063", None),
        ("5063", None),
        ("ABCDEF", None),
        ("05 0632", None),
        ("0506320506320", None),
        ("٥٠٦٣٢", Some("050632")),
    ] {
        assert_eq!(specialty_code(typed).as_deref(), full, "{typed}");
    }
}

#[test]
fn mag_8_every_field_that_must_be_there_is_named() {
    let all = by_hand(|manual| *manual = ManualDegree::default()).gaps();
    let pointers: Vec<&str> = all.iter().map(|(pointer, _)| *pointer).collect();
    assert_eq!(
        pointers,
        [
            "/manual/inAzerbaijan",
            "/manual/institution",
            "/manual/level",
            "/manual/status",
            "/manual/specialtyCode",
            "/manual/admissionYear",
            "/manual/finishYear",
        ]
    );
    assert_eq!(gaps(|manual| manual.in_azerbaijan = Some(false)), [("/manual/country", "manualCountryRequired")]);
    assert_eq!(gaps(|manual| manual.diploma = Some("  ".into())), [("/manual/diploma", "manualDiplomaRequired")]);
    assert_eq!(gaps(|manual| manual.specialty = None), [("/manual/specialty", "manualSpecialtyNameRequired")]);
    assert_eq!(gaps(|manual| manual.work_number = None), [], "may stay empty");
}

#[test]
fn mag_8_hostile_values_are_refused_at_their_field() {
    let code = |change: fn(&mut ManualDegree)| gaps(change);
    assert_eq!(
        code(|m| m.specialty_code = Some("0x5063".into())),
        [("/manual/specialtyCode", "manualSpecialtyFormat")]
    );
    assert_eq!(
        code(|m| m.specialty_code = Some("<b>1</b>".into())),
        [("/manual/specialtyCode", "manualSpecialtyFormat")]
    );
    assert_eq!(code(|m| m.institution = Some("ə".repeat(201))), [("/manual/institution", "manualTextTooLong")]);
    for strange in ["A\u{0}B", "A\u{202e}B", "A\tB", "A 🎓 B"] {
        let told = gaps(|m| m.institution = Some(strange.into()));
        assert_eq!(told, [("/manual/institution", "textStrange")], "{strange:?}");
    }
    assert_eq!(code(|m| m.admission_year = Some(1066)), [("/manual/admissionYear", "manualYearRange")]);
    assert_eq!(
        code(|m| m.admission_year = Some(i32::MAX)),
        [
            ("/manual/admissionYear", "manualYearRange"),
            ("/manual/finishYear", "manualYearOrder"),
            ("/manual/diplomaDate", "manualDiplomaDate"),
        ]
    );
    assert_eq!(code(|m| m.finish_year = Some(1950)), [("/manual/finishYear", "manualYearOrder")]);
    assert_eq!(code(|m| m.finish_year = Some(1971)), [("/manual/finishYear", "manualFinishedLater")]);
}

#[test]
fn mag_8_impossible_dates_of_a_diploma_are_refused() {
    let of = |date: &str| gaps(|manual| manual.diploma_date = Some(date.into()));
    for date in ["1964-02-30", "1963-02-29", "1964-13-01", "30.06.64", "yesterday", "1964-6"] {
        assert_eq!(of(date), [("/manual/diplomaDate", "dateImpossible")], "{date}");
    }
    for date in ["1971-01-01", "1959-12-31"] {
        assert_eq!(of(date), [("/manual/diplomaDate", "manualDiplomaDate")], "{date}");
    }
    assert_eq!(of(""), []);
    for date in ["1964-02-29", "30.06.1964", "30 iyun 1964", "30 июня 1964 г."] {
        assert_eq!(of(date), [], "{date}");
    }
}

#[test]
fn mag_7_an_average_above_its_scale_is_refused_beside_typed_studies_too() {
    let sample = by_hand(|_| {}).with(|sample| {
        sample.draft.education.average = Some("5,1".into());
        sample.draft.education.average_scale = Some(5);
    });
    assert_eq!(sample.gaps(), [("/average", "averageAboveScale")]);
}

#[test]
fn mag_8_the_register_wins_where_it_has_the_same_studies() {
    let on_record = |row: Degree| {
        by_hand(|manual| {
            manual.status = Some(StudyStatus::Finished);
        })
        .with(|sample| sample.facts.education = common::known(vec![row], Source::Tmms))
        .gaps()
    };
    let same = [("/degreeId", "degreeOnRecord")];
    // The same diploma, written with spaces; or the same specialty of the same year.
    assert_eq!(on_record(Degree { diploma: Some("B001122".into()), ..bachelor() }), same);
    assert_eq!(on_record(Degree { finish_year: Some(1964), diploma: None, ..bachelor() }), same);
    assert_eq!(on_record(bachelor()), [], "other studies may be typed beside it");
}

#[test]
fn clause_1_2_judges_typed_studies_like_the_registers() {
    assert_eq!(by_hand(|m| m.level = Some(Level::SubBachelor)).broken("1.2"), Some("noHigherEducation"));
    let studying = |year| {
        by_hand(|m| {
            m.status = Some(StudyStatus::Studying);
            m.finish_year = Some(year);
        })
        .broken("1.2")
    };
    assert_eq!(studying(2026), None);
    assert_eq!(studying(2027), Some("graduatesLater"));
    assert_eq!(by_hand(|m| m.level = Some(Level::BaseMedical)).broken("1.2"), None);
    assert_eq!(by_hand(|m| m.level = None).broken("1.2"), None, "too little is typed to judge");
}

#[test]
fn clause_1_6_bars_a_typed_master_study_and_a_silent_register_bars_nobody() {
    let master = by_hand(|m| {
        m.level = Some(Level::Master);
        m.status = Some(StudyStatus::Studying);
        m.finish_year = Some(2027);
    });
    assert_eq!(master.broken("1.6"), Some("currentMasterStudent"));
    let silent = by_hand(|_| {}).with(|sample| sample.facts.education = Fact::Unavailable);
    assert_eq!(silent.broken("1.6"), None);
    assert_eq!(silent.gaps(), []);
}

#[test]
fn clause_2_1_the_place_of_typed_studies_decides_who_confirms() {
    let by = |sample: &Sample| MasterExam::confirmer(&sample.case()).map(|confirmer| confirmer.by.word());
    assert_eq!(by(&by_hand(|_| {})), Some("applicant"));
    let abroad = by_hand(|m| {
        m.in_azerbaijan = Some(false);
        m.country = Some("TR".into());
        m.specialty_code = None;
    });
    assert_eq!(abroad.gaps(), []);
    assert_eq!(by(&abroad), Some("commission"));
}

#[test]
fn typed_studies_are_told_in_words_with_their_source() {
    let sample = by_hand(|m| {
        m.in_azerbaijan = Some(false);
        m.country = Some("TR".into());
    });
    use qabul_domain::language::Lang;
    let institution = |sample: &Sample, lang| {
        let answers = MasterExam::answers(&sample.case(), lang);
        answers.into_iter().find(|answer| answer.label == "institution").unwrap().value
    };
    assert_eq!(institution(&sample, Lang::Ru), "Naxçıvan Universiteti, Турция");
    // Sealed before there was a list: shown as it was typed.
    let sealed = by_hand(|m| {
        m.in_azerbaijan = Some(false);
        m.country = Some("Türkiyə".into());
    });
    assert_eq!(institution(&sealed, Lang::Ru), "Naxçıvan Universiteti, Türkiyə");
    assert_eq!(
        sealed.gaps(),
        [("/manual/country", "manualCountryRequired")],
        "the server knows the codes of the list only"
    );
    let answers = MasterExam::answers(&sample.case(), Lang::Az);
    let value = |label: &str| answers.iter().find(|answer| answer.label == label).unwrap();
    assert_eq!(value("institution").value, "Naxçıvan Universiteti, Türkiyə");
    assert_eq!(value("specialty").value, "50632 İnformasiya texnologiyaları");
    assert_eq!(value("diploma").value, "B 001122, 30 iyun 1964");
    assert_eq!(value("institution").source, Some(Source::Manual));
}

#[test]
fn what_is_wrong_with_a_year_or_a_date_is_told() {
    let said = |change: &dyn Fn(&mut ManualDegree)| {
        let case = by_hand(|m| change(m));
        MasterExam::gaps(&case.case()).into_iter().next().map(|gap| gap.says[1]).unwrap_or_default()
    };
    assert!(said(&|m| m.admission_year = Some(20)).contains("four digits"));
    assert!(said(&|m| m.admission_year = Some(1850)).contains("too long ago"));
    assert!(said(&|m| m.finish_year = Some(2199)).contains("future"));
    assert!(said(&|m| m.diploma_date = Some("1964-02-31".into())).contains("no such day"));
    assert!(said(&|m| m.diploma_date = Some("30.6.64".into())).contains("four digits"));
    assert!(said(&|m| m.diploma_date = Some("1971-01-01".into())).contains("still to come"));
}

#[test]
fn clause_1_6_is_told_before_anything_is_filled_in() {
    let student = Degree { id: "m1".into(), ..common::master(StudyStatus::Studying, Funding::State, Some(2027)) };
    let fresh = sample().degrees(vec![bachelor(), student]).with(|sample| sample.draft = MasterExamDraft::default());
    assert_eq!(fresh.advice().first(), Some(&("1.6", "currentMasterStudent")));
}

#[test]
fn mag_6_a_record_under_another_surname_asks_for_the_previous_one_and_is_matched_by_it() {
    let record = Degree { holder_surname: Some("QULIYEVA".into()), ..bachelor() };
    let other = ("MAG-6", "otherSurname");
    let before = sample().degrees(vec![record.clone()]);
    assert!(before.advice().contains(&other));
    let typed = |name: &str| {
        before.clone().with(|sample| {
            sample.draft.personal.names_changed = Some(true);
            sample.draft.personal.previous_surname = Some(name.into());
        })
    };
    // Azerbaijani case: the small letter of I is ı.
    assert!(!typed(" Qulıyeva").advice().contains(&other));
    assert!(typed("Quliyeva").advice().contains(&other));
    let same = sample().degrees(vec![Degree { holder_surname: Some("ƏLİYEVA".into()), ..record }]);
    assert!(!same.advice().contains(&other));
    assert!(!sample().advice().contains(&other), "a register that tells no name");
}
